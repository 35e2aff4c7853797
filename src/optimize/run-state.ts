/** @file Everything that one member goes on from, as a file keeps it. */
import { requireInstance, requireInteger, requireObject, requireParts } from '../core/arguments.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { leavesOf, tensorsOf, type Tree, unflatten } from '../core/tree.ts';
import { ArgumentError, type NonFiniteOrigin } from '../errors.ts';
import { madeIn, type MemberHistory, rowIn } from './iteration-values.ts';
import type { MethodState } from './method.ts';
import { withMembers } from './population-objective.ts';

/** Tensors of population 1 by name: numbers that a file keeps bit for bit. */
export type NamedTensors = Readonly<Record<string, PopulationTensor>>;

/** The iteration whose loss was lowest, and its parameters. */
export interface Best {
  readonly iteration: number;
  readonly parameters: Float64Array;
  /** Whether its evaluation met conditions of its own, where it has some. */
  readonly reached?: boolean;
}

/** What one member goes on from. */
export interface RunState {
  readonly parameters: Float64Array;
  /** State of the method: moments, pairs of steps and gradient changes, and its `iteration`. */
  readonly method: NamedTensors;
  readonly history: MemberHistory;
  /** Where the loss was lowest; null before the first iteration. */
  readonly best: Best | null;
  /** Why the method can go no further, where it cannot. */
  readonly finished?: string;
  /** How it diverged, among others that may go on. */
  readonly diverged?: { readonly detail: string; readonly origin?: NonFiniteOrigin };
}

/** Refuses what no run goes on from. */
export function requireRunState(state: RunState): void {
  requireParts('state', state, { method: 'an object', history: 'an object' }, 'give the state of an Optimization');
  const { parameters, method, history, best } = state;
  requireInstance('state.parameters', parameters, Float64Array);
  for (const [name, values] of Object.entries(method))
    requireInstance(`state.method.${name}`, values, PopulationTensor);
  requireInstance('state.history.loss', history.loss, Float64Array);
  if (state.diverged !== undefined) requireDiverged(state.diverged);
  requireKept(history);
  const rows = history.loss.length;
  for (const name of ['gradientNorm', 'clippedGradientNorm', 'stepSize'] as const)
    requireNumbersOf(`state.history.${name}`, history[name], rows);
  for (const kind of ['terms', 'measures'] as const) {
    requireObject(`state.history.${kind}`, history[kind], 'an object of columns by their names');
    for (const [name, column] of Object.entries(history[kind]))
      requireNumbersOf(`state.history.${kind}.${name}`, column, rows);
  }
  if (best === null && rows === 0) return;
  requireParts('state.best', best, { iteration: 'a number' });
  requireInteger('state.best.iteration', best!.iteration, 0, madeIn(history) - 1);
  if (rowIn(history, best!.iteration) < 0)
    throw new ArgumentError('state.best.iteration', String(best!.iteration), 'an iteration that was kept');
  requireNumbersOf('state.best.parameters', best!.parameters, parameters.length);
}

function requireDiverged(diverged: NonNullable<RunState['diverged']>): void {
  requireParts('state.diverged', diverged, { detail: 'a text' });
  if (diverged.origin !== undefined)
    requireParts('state.diverged.origin', diverged.origin, { operation: 'a text', operands: 'a list' });
}

/** Iterations that the rows of a history are of, where not all were kept. */
function requireKept({ loss, kept }: MemberHistory): void {
  if (kept === undefined) return;
  requireInstance('state.history.kept', kept, Int32Array);
  const isGrowing = kept.every((iteration, row) => (row === 0 ? iteration === 0 : iteration > kept[row - 1]));
  if (!isGrowing || kept.length !== loss.length)
    throw new ArgumentError(
      'state.history.kept',
      `${kept.length} iterations`,
      `as many as rows (${loss.length}), growing from 0`,
    );
}

function requireNumbersOf(argument: string, values: unknown, count: number): void {
  requireInstance(argument, values, Float64Array);
  const { length } = values as Float64Array;
  if (length !== count) throw new ArgumentError(argument, `${length} numbers`, `${count} numbers`);
}

/** Parameters of all members: [size], of P members. */
export function parametersOf(states: readonly RunState[]): PopulationTensor {
  const [{ parameters }] = states;
  const none = new Float64Array(parameters.length * states.length);
  const x = new PopulationTensor({ shape: [parameters.length], population: states.length }, none);
  return withMembers(x, new Map(states.map((state, m) => [m, state.parameters])));
}

const shared = (shape: readonly number[], values: ArrayLike<number>): PopulationTensor =>
  new PopulationTensor({ shape, population: 1 }, Float64Array.from(values));

/** One member of a rule's state, after so many iterations. Throws an ArgumentError for a leaf that has the name of their number. */
export function namedOfRule(state: Tree, member: number, iterations: number): NamedTensors {
  const leaves = leavesOf(state).map(({ path, value }) => [path, shared(value.shape, value.toArray(member))] as const);
  if (leaves.some(([path]) => path === 'iteration'))
    throw new ArgumentError(
      'state of the rule',
      'a leaf "iteration"',
      'leaves of other names',
      'use the iteration that update is given, or rename the leaf',
    );
  return { iteration: shared([], [iterations]), ...Object.fromEntries(leaves) };
}

/** The state of a rule that began like this for all members, from that of each of them. */
export function ruleOfMembers(saved: readonly RunState[], like: Tree): Tree {
  const each = saved.map(({ method, history }) => tensorsOf(ruleFromNamed(method, like, madeIn(history))));
  return unflatten(
    like,
    tensorsOf(like).map((leaf, i) =>
      withMembers(leaf, new Map(each.slice(0, leaf.population).map((leaves, m) => [m, leaves[i].data]))),
    ),
  );
}

/** The state of a rule that began for the same parameters and made so many iterations, from its named tensors. */
function ruleFromNamed(named: NamedTensors, like: Tree, iterations: number): Tree {
  const leaves = leavesOf(like);
  const expected = new Set(['iteration', ...leaves.map(({ path }) => path)]);
  const extra = Object.keys(named).find((name) => !expected.has(name));
  if (extra !== undefined) throw misfit(extra, 'a tensor', 'none of this name');
  const iteration = tensorOf(named, 'iteration', []).item();
  if (iteration !== iterations) throw misfit('iteration', String(iteration), `${iterations}, as in the history`);
  return unflatten(
    like,
    leaves.map(({ path, value }) => tensorOf(named, path, value.shape)),
  );
}

function tensorOf(named: NamedTensors, name: string, shape: readonly number[]): PopulationTensor {
  const found = Object.hasOwn(named, name) ? named[name] : undefined;
  if (!found) throw misfit(name, 'nothing', `a tensor of shape [${shape.join(', ')}]`);
  if (found.shape.length !== shape.length || !found.shape.every((size, axis) => size === shape[axis]))
    throw misfit(name, `shape [${found.shape.join(', ')}]`, `shape [${shape.join(', ')}]`);
  return found;
}

const misfit = (name: string, found: string, expected: string): ArgumentError =>
  new ArgumentError(`state ${name}`, found, expected, 'start the method for these parameters');

/** A method's state as tensors: a number is [], a list [n], a list of lists [k, n], and an empty list [0]. */
export function namedOfMethod(state: MethodState): NamedTensors {
  return Object.fromEntries(
    Object.entries(state).map(([name, value]) => {
      if (typeof value === 'number') return [name, shared([], [value])];
      if (value.length === 0 || typeof value[0] === 'number') return [name, shared([value.length], value as number[])];
      const rows = value as readonly (readonly number[])[];
      return [name, shared([rows.length, rows[0].length], rows.flat())];
    }),
  );
}

/** And back, for a method whose states begin like this. */
export function methodFromNamed(named: NamedTensors, like: MethodState): MethodState {
  for (const name of new Set([...Object.keys(named), ...Object.keys(like)])) {
    if (!Object.hasOwn(named, name)) throw misfit(name, 'nothing', 'a tensor');
    if (!Object.hasOwn(like, name)) throw misfit(name, 'a tensor', 'none of this name');
    if ((named[name].shape.length === 0) !== (typeof like[name] === 'number'))
      throw misfit(
        name,
        `shape [${named[name].shape.join(', ')}]`,
        typeof like[name] === 'number' ? 'a number' : 'a list',
      );
  }
  return Object.fromEntries(
    Object.entries(named).map(([name, value]) => {
      const values = value.toArray();
      if (value.shape.length === 0) return [name, values[0]];
      if (value.shape.length === 1) return [name, values];
      const [rows, columns] = value.shape;
      return [name, Array.from({ length: rows }, (_, row) => values.slice(row * columns, (row + 1) * columns))];
    }),
  );
}
