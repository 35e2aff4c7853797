/** @file A belief as the activity of tuned units: their curves, what they do now, and what that says of the coordinate, over one axis. */
import { mul } from '../../core/ops/elementwise.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { exp } from '../../core/scalar/exponential.ts';
import { type Code, ratesOf } from '../../estimation/codes/code.ts';
import { logLikelihood } from '../../estimation/codes/likelihood.ts';
import { poissonCounts } from '../../estimation/codes/noise.ts';
import type { StackData, StackLine, StackMark, StackPanel } from '../../figures/stack/stack-data.ts';
import { type Bank, wrapped } from './bank.ts';
import { unitCount } from './unit-count.ts';

/** A coordinate at a moment. */
export interface Moment {
  readonly truth: number;
  readonly mean: number;
  readonly deviation: number;
}

export interface PopulationView {
  readonly bank: Bank;
  readonly name: string;
  readonly unit: string;
  readonly now: Moment;
  /** Of the whole rollout: the surest belief. */
  readonly least: number;
  /** Counts rather than expected rates, by a seed and a tick. */
  readonly spikes: { readonly seed: number; readonly tick: number } | null;
}

/** What a belief of that deviation is worth in spikes of a unit. */
export const gainOf = ({ information }: Bank, deviation: number): number => 1 / (information * deviation * deviation);

/** Gains above it are drawn as it: no number of spikes is as exact. */
const mostGain = 1e9;

const boundedGain = (bank: Bank, deviation: number): number => Math.min(gainOf(bank, deviation), mostGain);

/** Activities of all units for a belief. */
export function activityOf({ bank, now, spikes }: Pick<PopulationView, 'bank' | 'now' | 'spikes'>): Float64Array {
  const rates = mul(boundedGain(bank, now.deviation), ratesOf(bank.code(), tensor(now.mean)));
  const flat = tensor(rates.data);
  return spikes ? poissonCounts(flat, { seed: spikes.seed, step: spikes.tick }).data : flat.data;
}

/** Standard deviations around the belief in which the axis has more points. */
const around = 6;

/** Points of an axis, more of them around the belief. */
function gridOf({ bank: { range }, now: { deviation } }: PopulationView, at: number): Float64Array {
  const even = (low: number, high: number, count: number): number[] =>
    Array.from({ length: count }, (_, k) => low + ((high - low) * k) / (count - 1));
  const [low, high] = range;
  const dense = even(at - around * deviation, at + around * deviation, 121).filter((s) => s > low && s < high);
  return Float64Array.from([...even(low, high, 121), ...dense]).sort();
}

/** The density of what activities say of the coordinate, at the points of a grid. */
export function posteriorOf(code: Code, activity: Float64Array, grid: Float64Array): Float64Array {
  const { data }: PopulationTensor = logLikelihood(code, tensor(activity), tensor(grid));
  const highest = data.reduce((most, value) => Math.max(most, value), -Infinity);
  const weights = data.map((value) => exp.value(value - highest, 0, 0));
  let total = 0;
  for (let i = 1; i < grid.length; i++) total += ((weights[i] + weights[i - 1]) / 2) * (grid[i] - grid[i - 1]);
  return weights.map((weight) => weight / total);
}

/** Id of the lines of a unit, and back. */
export const unitId = (unit: number): string => `unit-${unit}`;

const tuned = new WeakMap<Bank, StackPanel>();

/** The curves of a bank stay while its activity moves. */
function tuningPanel(bank: Bank): StackPanel {
  const panel = tuned.get(bank) ?? curvesOf(bank);
  tuned.set(bank, panel);
  return panel;
}

function curvesOf(bank: Bank): StackPanel {
  const [low, high] = bank.range;
  const grid = Float64Array.from({ length: 121 }, (_, k) => low + ((high - low) * k) / 120);
  const rates = ratesOf(bank.code(), tensor(grid)).data;
  const line = (k: number): StackLine => ({
    id: unitId(k),
    label: '',
    colour: '--line-1',
    x: grid,
    y: Float64Array.from({ length: grid.length }, (_, i) => rates[i * unitCount + k]),
    style: 'thin',
  });
  return {
    id: 'tuning',
    name: 'Tuning curves',
    unit: '',
    share: 110,
    min: 0,
    max: 1.05,
    verdict: `of ${unitCount} units, 1 is the most`,
    lines: Array.from({ length: unitCount }, (_, k) => line(k)),
  };
}

function activityPanel(view: PopulationView, activity: Float64Array, truth: StackMark): StackPanel {
  const { bank, least, spikes } = view;
  const most = boundedGain(bank, least);
  const line = (k: number): StackLine => ({
    id: unitId(k),
    label: '',
    colour: '--now',
    x: [bank.preferred[k]],
    y: [activity[k]],
    style: 'sticks',
  });
  const total = activity.reduce((sum, value) => sum + value, 0);
  return {
    id: 'activity',
    name: spikes ? 'Spikes' : 'Expected spikes',
    unit: '',
    share: 130,
    min: 0,
    max: 1.15 * most,
    verdict: `${Number(total.toPrecision(3))} in all`,
    lines: Array.from({ length: unitCount }, (_, k) => line(k)),
    marks: [{ ...truth, label: '' }],
  };
}

function posteriorPanel(
  view: PopulationView,
  activity: Float64Array,
  { grid, at, truth }: { grid: Float64Array; at: number; truth: StackMark },
): StackPanel {
  const { bank, now } = view;
  const { deviation } = now;
  const peak = 1 / (deviation * Math.sqrt(2 * Math.PI));
  const density = posteriorOf(bank.code(boundedGain(bank, deviation)), activity, grid);
  const apart = (s: number): number => (bank.isRing ? wrapped(s - at) : s - at) / deviation;
  return {
    id: 'posterior',
    name: 'Posterior',
    unit: '',
    verdict: `σ ${Number(deviation.toPrecision(2))} ${view.unit}`.trim(),
    share: 130,
    min: 0,
    max: 1.3,
    lines: [
      {
        id: 'gaussian',
        label: 'Gaussian',
        colour: '--line-1',
        x: grid,
        y: grid.map((s) => exp.value(-0.5 * apart(s) ** 2, 0, 0)),
        style: 'dashed',
      },
      {
        id: 'posterior',
        label: 'activity',
        colour: '--now',
        x: grid,
        y: density.map((value) => value / peak),
        style: 'area',
      },
    ],
    marks: [truth],
  };
}

/** The population card of a coordinate at a moment. */
export function populationOf(view: PopulationView): StackData {
  const { bank, name, unit, now } = view;
  const at = bank.isRing ? wrapped(now.mean) : now.mean;
  const grid = gridOf(view, at);
  const activity = activityOf(view);
  const truth: StackMark = { x: bank.isRing ? wrapped(now.truth) : now.truth, label: 'truth', colour: '--text' };
  const [min, max] = bank.range;
  return {
    id: 'senses-population',
    title: 'Belief as activity',
    subtitle: '',
    x: { name, unit, min, max },
    panels: [
      tuningPanel(bank),
      activityPanel(view, activity, truth),
      posteriorPanel(view, activity, { grid, at, truth }),
    ],
  };
}
