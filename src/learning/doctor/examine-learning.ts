/** @file Takes what any loss and its method tell of learning: its start, a short run, a slower one, corners, rounding, curvature. */
import { largest } from '../../core/largest.ts';
import { norm } from '../../core/member-norms.ts';
import type { ParameterLayout } from '../../core/parameters.ts';
import { normal } from '../../core/random.ts';
import { NonFiniteError } from '../../errors.ts';
import { dot } from '../../optimize/vector.ts';
import type { Pace } from '../pace.ts';
import { extremes } from '../spectrum/extremes.ts';
import { fullHessian } from '../spectrum/full-hessian.ts';
import type { Product } from '../spectrum/product.ts';
import { preconditionedProduct } from '../stability/preconditioned.ts';
import { disagreement } from './disagreement.ts';
import type { Evidence, Kink, ShortRun, StepBound } from './evidence.ts';
import { type FlatDirection, flatDirections, flatThereToo } from './flat-directions.ts';
import { concentration } from './kinks.ts';
import { progressOf } from './progress.ts';

/** A short run with the parameters before each step. */
export interface RecordedRun extends ShortRun {
  readonly path: readonly Float64Array[];
  /** Edge of the method, and what divides each entry of a gradient there; null for methods without a learning rate. */
  readonly scaling: { readonly rate: number; readonly edge: number; readonly divisors: Float64Array } | null;
}

/** A loss with a method, whatever it is the loss of. */
export interface Learner {
  readonly layout: Pick<ParameterLayout, 'slots' | 'size'>;
  /** Flat parameters to examine it at. */
  readonly x: Float64Array;
  /** Whether few parameters are to be determined each, unlike the weights of a network. */
  readonly isDetermined: boolean;
  /** Loss and gradient. Throws a NonFiniteError. */
  readonly evaluate: (x: Float64Array) => { readonly loss: number; readonly gradient: Float64Array };
  /** Products with the Hessian at x. */
  readonly product: (x: Float64Array) => Product;
  /** A short run of its own method from x, with the learning rate times a factor; null where it has none and the factor is not 1. */
  readonly run: (factor: number, pace: Pace) => Promise<RecordedRun | null>;
  /** Entries of the flat parameters in words. */
  readonly describe: (entries: readonly number[]) => string;
  /** Whether drives come to their limits, or leave them, between two vectors of parameters. */
  readonly haveOtherLimits: (from: Float64Array, to: Float64Array) => boolean;
}

/** What is measured of learning. */
export type LearningEvidence = Pick<
  Evidence,
  | 'loss'
  | 'gradient'
  | 'tensors'
  | 'size'
  | 'still'
  | 'run'
  | 'slower'
  | 'bound'
  | 'flat'
  | 'flatTensors'
  | 'kink'
  | 'rounding'
>;

/** Makes a measurement, after its name is told. */
export type Part = <T>(name: string, measure: () => Promise<T> | T) => Promise<T>;

/** Whose whole Hessian is taken: it takes as many products. */
const mostEntries = 192;
/** Products with the Hessian of a larger one, for the ends of its spectrum. */
const lanczosSteps = 12;
/** Of the learning rate, for the run beside the method's own, and for one where that comes no farther. */
const slowFactors = [0.1, 0.01] as const;
/** Steps of a run that are looked at for corners: the first and the last ones. */
const lastSteps = 4;

/** Of the steepest gradient, what a step begins with at least that is looked at. */
const leastSlope = 1e-6;
/** Of a step, between two places where losses are compared. */
const hundredth = 0.01;
/** Standard deviation of a move by which entries are told apart that no derivative gets to, as a part of their size. */
const nudge = 0.1;

/** Of a direction's square, what a tensor has at least that it moves. */
const leastShare = 1e-6;

/** What a measurement finds; null where its numbers are none. */
async function finite<T>(measure: () => Promise<T> | T): Promise<T | null> {
  try {
    return await measure();
  } catch (error) {
    if (error instanceof NonFiniteError) return null;
    throw error;
  }
}

/** Names measurements before they are made, the event loop turning between them. */
export const partsOf =
  (pace: Pace, onPart: (part: string) => void = () => undefined): Part =>
  async (name, measure) => {
    onPart(name);
    await pace.turn();
    return measure();
  };

/** Everything that is measured of learning. Rejects with the reason of the pace's signal. */
export async function examineLearning(learner: Learner, part: Part, pace: Pace): Promise<LearningEvidence> {
  const { layout, x } = learner;
  const start = await part('loss and gradient', () => finite(() => learner.evaluate(x)));
  const run = (await part('a short run', () => learner.run(1, pace)))!;
  const slower = await part('a slower run', () => (start ? slowerRun(learner, run, pace) : null));
  const isLearning = start !== null && run.path.length > 0;
  const kink = await part('corners of the loss', () => (isLearning ? kinkOf(learner, run, pace) : null));
  const rounding = isLearning ? await finite(() => roundingOf(learner, slower ?? run)) : null;
  const curved = await part('curvature', () =>
    finite(() => (start ? curvatureOf(learner, slower ?? run, run.scaling?.rate ?? null, start) : null)),
  );
  const gradient = start?.gradient ?? new Float64Array(x.length);
  const noise = normal({ seed: 1 }, x.length);
  const nudged = x.map((value, i) => value + nudge * Math.max(1, Math.abs(value)) * noise[i]);
  const still = stillEntries(gradient, await finite(() => learner.evaluate(nudged)));
  return {
    loss: start?.loss ?? NaN,
    gradient,
    tensors: layout.slots.map(({ path }) => path),
    size: layout.size,
    still: { count: still.length, words: still.length > 0 ? learner.describe(still) : '' },
    run: withoutPath(run),
    slower: slower && withoutPath(slower),
    bound: curved?.bound ?? null,
    flat: curved?.flat ?? [],
    flatTensors: tensorsMoved(layout, curved?.flat ?? []),
    kink,
    rounding,
  };
}

/** A run with a lower rate, and a still lower one where neither comes down; null where there is no rate. */
async function slowerRun(learner: Learner, run: RecordedRun, pace: Pace): Promise<RecordedRun | null> {
  let best: RecordedRun | null = null;
  for (const factor of slowFactors) {
    const slow = await learner.run(factor, pace);
    if (!slow) return null;
    if (!best || progressOf(slow) > progressOf(best)) best = slow;
    if (Math.max(progressOf(run), progressOf(best)) > 0) return best;
  }
  return best;
}

const withoutPath = ({ path: _, scaling: __, ...run }: RecordedRun): ShortRun => run;

/** Entries by which the gradient is exactly 0, here and nearby; none where all are. */
function stillEntries(gradient: Float64Array, other: { readonly gradient: Float64Array } | null): number[] {
  const isStill = (i: number): boolean => gradient[i] === 0 && (!other || other.gradient[i] === 0);
  const still = Array.from(gradient, (_, i) => i).filter(isStill);
  return still.length < gradient.length ? still : [];
}

/** The sharpest corner of the first and the last steps of a run. */
async function kinkOf(learner: Learner, run: RecordedRun, pace: Pace): Promise<Kink | null> {
  const { evaluate } = learner;
  const { path, gradientNorms } = run;
  const steepest = largest(0, gradientNorms);
  const last = path.length - 1;
  const iterations = [...new Set([0, ...Array.from({ length: lastSteps }, (_, k) => last - lastSteps + k)])];
  let worst: Kink | null = null;
  for (const iteration of iterations.filter((k) => k >= 0 && k < last)) {
    const [from, to] = [path[iteration], path[iteration + 1]];
    const way = to.map((value, i) => value - from[i]);
    // where a method has arrived, slopes are rounding
    if (norm(way) === 0 || gradientNorms[iteration] < leastSlope * steepest) continue;
    const share = await finite(() =>
      concentration(async (place) => {
        await pace.step();
        return dot(evaluate(from.map((value, i) => value + place * way[i])).gradient, way);
      }),
    );
    if (share === null || !(share > (worst?.share ?? 0))) continue;
    worst = { iteration, share, atLimits: learner.haveOtherLimits(from, to) };
  }
  return worst;
}

/** How far losses and slopes are apart over the first hundredths of the first step, or of one down the gradient where none was made. */
function roundingOf({ evaluate }: Learner, { path }: RecordedRun): number {
  const [from, to = from] = path;
  const { gradient: downhill } = evaluate(from);
  const length = (nudge * Math.max(1, norm(from))) / (norm(downhill) || 1);
  const way = to === from ? downhill.map((entry) => -length * entry) : to.map((value, i) => value - from[i]);
  const part = way.map((value) => hundredth * value);
  const found = Array.from({ length: 9 }, (_, k) => evaluate(from.map((x, i) => x + k * part[i]))).map(
    ({ loss, gradient }) => ({ loss, slope: dot(gradient, part) }),
  );
  return disagreement(
    found.map(({ loss }) => loss),
    found.map(({ slope }) => slope),
  );
}

/** Names of the tensors that directions move, by how much of their squares each has. */
function tensorsMoved({ slots }: Learner['layout'], flat: readonly FlatDirection[]): string[] {
  const squares = slots.map(({ path, offset, size }) => ({
    path,
    square: flat.reduce((sum, { direction }) => {
      const own = direction.subarray(offset, offset + size);
      return sum + dot(own, own);
    }, 0),
  }));
  return squares
    .filter(({ square }) => square > leastShare)
    .sort((a, b) => b.square - a.square)
    .map(({ path }) => path);
}

/** The ends of the spectrum as the method sees it, and what is flat. */
async function curvatureOf(
  { product, layout, x, evaluate, isDetermined }: Learner,
  { path, scaling }: RecordedRun,
  rate: number | null,
  start: { readonly gradient: Float64Array },
): Promise<{ readonly bound: StepBound | null; readonly flat: readonly FlatDirection[] }> {
  const at = path.at(-1) ?? x;
  const there = product(at);
  const scaled = scaling ? preconditionedProduct(there, scaling.divisors) : there;
  const bound =
    scaling === null || rate === null
      ? null
      : {
          rate,
          edge: scaling.edge,
          curvature: (await extremes(scaled, x.length, { steps: lanczosSteps })).largest.value,
        };
  if (!isDetermined || layout.size > mostEntries) return { bound, flat: [] };
  const { matrix } = await fullHessian(product(x), x.length);
  const flat = flatDirections(matrix, start.gradient);
  if (flat.length === 0) return { bound, flat };
  // what is flat by chance is not flat elsewhere
  const { matrix: other } = await fullHessian(there, x.length);
  return { bound, flat: flatThereToo(flat, other, evaluate(at).gradient, norm(start.gradient)) };
}
