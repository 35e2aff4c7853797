/** @file Figures of the last seconds under control: what the plan costs by terms, how near the goal is, what planning takes. */
import type { StackData, StackLine, StackPanel } from '../../../../figures/stack/stack-data.ts';
import type { LiveFacts } from './calls.ts';
import { kept, type LiveRow } from './history.ts';

/** A colour for each term, in their order, again from the first where there are more. */
const colours = ['--line-1', '--line-2', '--line-3', '--line-4', '--line-5', '--line-6'] as const;

const timesOf = (rows: readonly LiveRow[]): Float64Array => Float64Array.from(rows, ({ time }) => time);

/** The last seconds, up to now. */
function spanOf(rows: readonly LiveRow[]): StackData['x'] {
  const now = rows.at(-1)?.time ?? 0;
  const max = Math.max(now, kept / 2);
  return { name: 'time', unit: 's', min: Math.max(0, max - kept), max };
}

const line = (
  id: string,
  label: string,
  colour: string,
  rows: readonly LiveRow[],
  value: (row: LiveRow) => number,
): StackLine => ({
  id,
  label,
  colour,
  x: timesOf(rows),
  y: Float64Array.from(rows, value),
  style: 'line',
});

/** What the plan costs, and what part of it each term is. */
export function costFigure(rows: readonly LiveRow[], { terms }: LiveFacts): StackData {
  const x = timesOf(rows);
  const totals = Float64Array.from(rows, ({ costs }) => costs.reduce((sum, cost) => sum + cost, 0));
  let floor = new Float64Array(rows.length);
  const parts = terms.map((term, k): StackLine => {
    const below = floor;
    floor = floor.map((sum, row) => sum + (100 * rows[row].costs[k]) / (totals[row] || 1));
    return { id: term, label: term, colour: colours[k % colours.length], x, y: floor, floor: below, style: 'area' };
  });
  const total: StackPanel = {
    id: 'cost',
    name: 'cost',
    unit: '',
    share: 1,
    scale: 'log',
    lines: [{ id: 'total', label: 'all terms', colour: '--text', x, y: totals, style: 'line' }],
  };
  return {
    id: 'plan-costs',
    title: 'Cost',
    subtitle: 'of the plan, and its terms',
    x: spanOf(rows),
    panels: [total, { id: 'terms', name: 'share', unit: '%', share: 1, min: 0, max: 100, lines: parts }],
  };
}

/** The measure that the task is judged by, and what disturbs it. */
export function goalFigure(rows: readonly LiveRow[], { measure }: LiveFacts, title: string): StackData {
  const now = rows.at(-1)?.measure ?? NaN;
  const goal: StackPanel = {
    id: 'goal',
    name: title.toLowerCase(),
    unit: measure?.unit ?? '',
    share: 2,
    min: 0,
    lines: measure && Number.isFinite(now) ? [line('goal', 'as it is', '--now', rows, (row) => row.measure)] : [],
  };
  const force: StackPanel = {
    id: 'force',
    name: 'pull',
    unit: 'N',
    share: 1,
    min: 0,
    lines: [line('force', 'force', '--line-1', rows, (row) => row.force)],
  };
  return {
    id: 'plan-goal',
    title,
    subtitle: 'and what pulls at the robot',
    x: spanOf(rows),
    panels: measure ? [goal, force] : [force],
  };
}

/** What planning takes, by its budget. */
export function solverFigure(rows: readonly LiveRow[], budget: number): StackData {
  const solve: StackPanel = {
    id: 'solve',
    name: 'solve',
    unit: 'ms',
    share: 1,
    min: 0,
    lines: [line('solve', 'each plan', '--line-2', rows, (row) => row.solve)],
    limits: [{ y: budget, label: `budget ${budget} ms` }],
  };
  const age: StackPanel = {
    id: 'age',
    name: 'plan age',
    unit: 'ms',
    share: 1,
    min: 0,
    lines: [line('age', 'in force', '--line-5', rows, (row) => row.age)],
  };
  return {
    id: 'plan-solver',
    title: 'Solver',
    subtitle: 'time of a plan, and age of the one in force',
    x: spanOf(rows),
    panels: [solve, age],
  };
}
