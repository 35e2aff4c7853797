/** @file minimize: a function of any tree of tensors, from one start or from a population of them, by any method. */
import { requireBoolean, requireFunction, requireOptions, requireSignal } from '../core/arguments.ts';
import { compile } from '../core/compile.ts';
import { valueAndGrad } from '../core/derivative/functions.ts';
import { largest } from '../core/largest.ts';
import { ParameterLayout } from '../core/parameters.ts';
import { PopulationTensor, zeros } from '../core/population-tensor.ts';
import { mapTree, tensorsOf, type Tree, type TreeOf } from '../core/tree.ts';
import { ArgumentError } from '../errors.ts';
import { requireFinite, requireMethod, requireSettings } from './checks.ts';
import type { History } from './history.ts';
import type { Method } from './method.ts';
import { Minimization, type Stop } from './minimization.ts';
import { nextTurn } from './next-turn.ts';
import { memberOf, type PopulationEvaluation, type PopulationObjective } from './population-objective.ts';
import { dataLike, type UpdateRule } from './update-rule.ts';

/** How long `minimize` goes on, and who hears of it. */
export interface MinimizeOptions {
  /** Most iterations that are made, at least 0. */
  readonly iterations: number;
  /** Ends it at once: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Hears of every iteration. */
  readonly onIteration?: (progress: MinimizeProgress) => void;
  /** A member whose gradient has a Euclidean norm of at most this, over all leaves and before clipping, has converged. Default: none has. */
  readonly tolerance?: number;
  /** Traces and compiles the function; else it computes op by op. Default true. */
  readonly compile?: boolean;
}

/** An iteration of `minimize`, of all members. */
export interface MinimizeProgress {
  /** From 0. */
  readonly iteration: number;
  /** Losses at the parameters that the iteration began with: [], of P members; not finite where one has diverged. */
  readonly loss: PopulationTensor;
  /** Lowest loss of all members and iterations. */
  readonly bestLoss: number;
  /** Members that have diverged. */
  readonly diverged: number;
}

/** What `minimize` found. */
export interface Minimum<X> {
  /** Of each member the parameters with the lowest loss that was evaluated; its start where none was finite. */
  readonly x: X;
  /** That loss: [], of P members; Infinity where none was finite. */
  readonly loss: PopulationTensor;
  /** Where the last step of each member led, which is not evaluated any more. */
  readonly last: X;
  /** Index of the member with the lowest loss. */
  readonly bestMember: number;
  /** Iterations made. */
  readonly iterations: number;
  readonly end: MinimizeEnd;
  /** Members that went no further before that, and why. */
  readonly stops: ReadonlyMap<number, Stop>;
  /** Loss, norms and step size of every iteration and member. */
  readonly history: History;
}

/** Why `minimize` went no further. */
export interface MinimizeEnd extends Omit<Stop, 'outcome'> {
  /** Diverged where all members have; converged where no other can go on. */
  readonly outcome: Stop['outcome'] | 'iterations';
}

/** Work is interrupted this often, so that signals and messages come in, ms. */
const turnInterval = 20;

/**
 * Minimizes f from x0.
 *
 * f: function of a tree of tensors to its loss, a tensor of shape []. x0: tree of numbers; where leaves have P members
 * there are P starts, each minimized on its own with the bits that it has alone, and a leaf of population 1 is a start that all
 * share. `method`: an update rule (`adam`, `momentum`, `rmsprop`, `gradientDescent`, or your own), which moves all members at
 * once, or a `Method` (`lbfgs`), which moves one after another.
 *
 * Where loss or gradient of a member stop being finite, that member stops with its last good parameters, and the others go
 * on; `end` and `stops` say so, no error is thrown. Throws an ArgumentError or ShapeError for arguments that do not fit.
 */
export async function minimize<X extends TreeOf<X>>(
  f: (x: X) => PopulationTensor,
  x0: X,
  method: Method | UpdateRule,
  options: MinimizeOptions,
): Promise<Minimum<X>> {
  requireArguments(f, method, options);
  const { iterations, signal, onIteration, tolerance } = options;
  signal?.throwIfAborted();
  const start = x0 as Tree;
  const members = membersOf(start);
  const layout = new ParameterLayout(mapTree(start, ({ shape }) => zeros(shape)));
  const objective = objectiveOf(f as (x: Tree) => PopulationTensor, layout, options.compile ?? true, start);
  const minimization = Minimization.start(objective, method, layout.toTensor(start, members), { tolerance });
  let rested = performance.now();
  while (minimization.iteration < iterations && !minimization.end) {
    const before = minimization.iteration;
    const evaluation = await minimization.step(signal);
    // where all have diverged there was no iteration
    if (evaluation && minimization.iteration > before) onIteration?.(progressOf(minimization, evaluation));
    if (performance.now() - rested < turnInterval) continue;
    await nextTurn();
    signal?.throwIfAborted();
    rested = performance.now();
  }
  return {
    x: layout.fromTensor(minimization.best.x) as X,
    loss: perMember(minimization.best.loss),
    last: layout.fromTensor(minimization.x) as X,
    bestMember: minimization.best.member,
    iterations: minimization.iteration,
    end: minimization.end ?? { outcome: 'iterations', detail: `all ${iterations} iterations done` },
    stops: minimization.stops,
    history: minimization.history,
  };
}

const perMember = (values: Float64Array): PopulationTensor =>
  new PopulationTensor({ shape: [], population: values.length }, values);

const progressOf = ({ iteration, best, diverged }: Minimization, { loss }: PopulationEvaluation): MinimizeProgress => ({
  iteration: iteration - 1,
  loss: perMember(loss.slice()),
  bestLoss: best.loss[best.member],
  diverged,
});

/** Members of the leaves that have some. */
function membersOf(start: Tree): number {
  const leaves = tensorsOf(start);
  if (leaves.length === 0) throw new ArgumentError('x0', 'a tree without leaves', 'at least one tensor');
  return largest(
    1,
    leaves.map(({ population }) => population),
  );
}

/** f over flat parameters: compiled for the members of the start, and for one alone where that is asked for. */
function objectiveOf(
  f: (x: Tree) => PopulationTensor,
  layout: ParameterLayout,
  isCompiled: boolean,
  start: Tree,
): PopulationObjective {
  const loss = (x: Tree): PopulationTensor => {
    const value: unknown = f(x);
    if (value instanceof PopulationTensor) return value;
    throw new ArgumentError(
      'result of f',
      typeof value,
      'a PopulationTensor of shape []',
      'compute it by ops, e.g. sum',
    );
  };
  const plain = valueAndGrad<Tree, []>(loss);
  const derived = isCompiled ? compile((x: Tree) => plain(x), [start], { checkFinite: false }) : plain;
  // one alone says where the first number that is not finite was born
  const alone = isCompiled
    ? lazily(() => compile((x: Tree) => plain(x), [layout.fromTensor(zeros([layout.size]))]))
    : () => plain;
  return {
    evaluate: async (x) => {
      const { value, gradient } = derived(layout.fromTensor(x));
      const [losses] = dataLike('loss', value, value, value.population === 1 ? 1 : x.population);
      return {
        loss: losses.length === x.population ? losses : new Float64Array(x.population).fill(losses[0]),
        gradient: layout.toTensor(gradient, x.population),
        terms: {},
        measures: {},
      };
    },
    evaluateOne: (x) => {
      const one = new PopulationTensor({ shape: [x.length], population: 1 }, x);
      const found = alone()(layout.fromTensor(one));
      const loss = found.value.item();
      const gradient = memberOf(layout.toTensor(found.gradient, 1), 0);
      // said here where nothing is compiled: line searches step back from it
      requireFinite('loss', [loss]);
      requireFinite('gradient', gradient);
      return { loss, gradient, terms: {}, measures: {} };
    },
  };
}

/** A value that is made when it is first asked for. */
function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function requireArguments(f: unknown, method: unknown, options: unknown): void {
  requireFunction('f', f);
  requireMethod(method);
  requireOptions('minimize', options, ['iterations', 'signal', 'onIteration', 'tolerance', 'compile']);
  const { iterations, signal, onIteration, tolerance, compile: isCompiled } = options as Partial<MinimizeOptions>;
  requireSettings('an integer of at least 0', { iterations: iterations as number });
  if (tolerance !== undefined) requireSettings('a number of at least 0', { tolerance });
  if (onIteration !== undefined) requireFunction('onIteration', onIteration);
  if (signal !== undefined) requireSignal(signal);
  if (isCompiled !== undefined) requireBoolean('compile', isCompiled);
}
