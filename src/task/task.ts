/** @file A task: named cost terms with weights, named measures, and what counts as success. One object gives gradient, reward and table. */
import { requireFiniteNumber, requireList, requireObject, requireParts, requireWord } from '../core/arguments.ts';
import { mul } from '../core/ops/elementwise.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { requireTensorOf } from '../core/require-tensor.ts';
import { ArgumentError } from '../errors.ts';
import { described } from '../text/described.ts';
import type { Goals } from '../robot/goal.ts';
import { goalsAt } from '../robot/goal-paths.ts';
import type { Norm } from './norm.ts';
import type { Residual, Seen } from './residual.ts';

/** cost = weight * norm(residual): a running term is its mean over time, a final one stands alone, `both` is their sum. */
export interface Term {
  readonly name: string;
  readonly residual: Residual;
  readonly norm: Norm;
  /** At least 0; its value where the scenario of a rollout says no other. */
  readonly weight: number;
  readonly when: 'running' | 'final' | 'both';
}

/** A residual read without weight and norm: at the end of a rollout, or the largest or the mean of all its moments. */
export interface Measure {
  readonly residual: Residual;
  readonly when: 'end' | 'largest' | 'mean';
}

/** When a rollout has succeeded: by a measure of the end, at its end and at every moment of its last `hold` seconds. */
export interface Success {
  /** Name of a measure; its residual is what is read. */
  readonly measure: string;
  /** In the measure's unit. */
  readonly below: number;
  /** Largest joint speed, rad/s (m/s); any where it is absent. */
  readonly speed?: number;
  /** s; only the end where it is absent. */
  readonly hold?: number;
  /** Other measures, and what they must be below; one of the end through the time of `hold`, too. */
  readonly also?: readonly { readonly measure: string; readonly below: number }[];
}

/** What is wanted of a rollout: costs that add up to its loss, what is measured, and what counts as success. */
export interface Task {
  readonly terms: readonly Term[];
  readonly measures: Readonly<Record<string, Measure>>;
  readonly success?: Success;
}

function requireResidual(path: string, residual: Residual): void {
  const parts = { name: 'a text', size: 'a number', evaluate: 'a function', read: 'a function' } as const;
  requireParts(path, residual, parts, 'use e.g. jointVelocity(model)');
}

/** Refuses what is no task, by the path of what is wrong. */
export function requireTask(task: Task): void {
  requireParts('task', task, { terms: 'a list', measures: 'an object' }, 'give { terms, measures }');
  task.terms.forEach((term, i) => {
    const path = `task.terms[${i}]`;
    requireParts(path, term, { name: 'a text' });
    requireResidual(`${path}.residual`, term.residual);
    requireParts(`${path}.norm`, term.norm, { name: 'a text', evaluate: 'a function' }, 'use e.g. quadratic');
    requireFiniteNumber(`${path}.weight`, term.weight);
    if (term.weight < 0) throw new ArgumentError(`${path}.weight`, String(term.weight), 'a number of at least 0');
    requireWord(`${path}.when`, term.when, ['running', 'final', 'both']);
    if (task.terms.findIndex(({ name }) => name === term.name) < i)
      throw new ArgumentError(`${path}.name`, `"${term.name}" a second time`, 'a name of its own for each term');
  });
  for (const [name, measure] of Object.entries(task.measures)) {
    requireObject(`task.measures.${name}`, measure, 'an object { residual, when }');
    requireResidual(`task.measures.${name}.residual`, measure.residual);
    requireWord(`task.measures.${name}.when`, measure.when, ['end', 'largest', 'mean']);
  }
  if (task.success === undefined) return;
  requireParts('task.success', task.success, { measure: 'a text' });
  const { below, speed = 0, hold = 0, also = [] } = task.success;
  requireList('task.success.also', also);
  const others = also.map((one, i) => [`also[${i}].below`, one.below] as const);
  for (const [name, value] of [...Object.entries({ below, speed, hold }), ...others])
    if (!(typeof value === 'number' && value >= 0))
      throw new ArgumentError(`task.success.${name}`, described(value), 'a number of at least 0');
}

export const isRunning = ({ when }: Term): boolean => when !== 'final';
export const isFinal = ({ when }: Term): boolean => when !== 'running';

/** Weighted cost [] of a term at one moment. */
export function costOf({ residual, norm }: Term, weight: PopulationTensor, seen: Seen, goals: Goals): PopulationTensor {
  if (norm.isOfAngles && residual.oneMinusCos) {
    const cost = residual.oneMinusCos(seen, goalsAt(goals, seen.time));
    requireTensorOf(`oneMinusCos of residual ${residual.name}`, cost, [], 'one number');
    return mul(weight, cost);
  }
  const cost = norm.evaluate(entriesOf(residual, seen, goals), residual.isAveraged === true);
  requireTensorOf(`norm ${norm.name}`, cost, [], 'one number');
  return mul(weight, cost);
}

/** A residual's number for people [], at one moment. */
export function readingOf({ residual }: Measure, seen: Seen, goals: Goals): PopulationTensor {
  const reading = residual.read(entriesOf(residual, seen, goals));
  requireTensorOf(`read of residual ${residual.name}`, reading, [], 'one number');
  return reading;
}

/** Each measure's number [] at one moment, by its name. */
export const readingsOf = ({ measures }: Task, seen: Seen, goals: Goals): Record<string, PopulationTensor> =>
  Object.fromEntries(Object.entries(measures).map(([name, measure]) => [name, readingOf(measure, seen, goals)]));

/** A residual's entries [size], of goals where they are at the moment; refused where they are not what it says. */
function entriesOf(residual: Residual, seen: Seen, goals: Goals): PopulationTensor {
  const entries = residual.evaluate(seen, goalsAt(goals, seen.time));
  requireTensorOf(`entries of residual ${residual.name}`, entries, [residual.size], 'of its size');
  return entries;
}

/** Links whose poses the task reads, each once. */
export const linksOf = ({ terms, measures }: Task): string[] => [
  ...new Set([...terms, ...Object.values(measures)].flatMap(({ residual }) => residual.links ?? [])),
];
