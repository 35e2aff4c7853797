/** @file Parameters of what a filter believes, where they make its recordings least surprising; and how well the recordings tell them. */
import { compile } from '../../core/compile.ts';
import { hvp } from '../../core/derivative/functions.ts';
import { largest } from '../../core/largest.ts';
import { div } from '../../core/ops/arithmetic.ts';
import { ParameterLayout } from '../../core/parameters.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import type { TreeOf } from '../../core/tree.ts';
import { lbfgs } from '../../optimize/lbfgs.ts';
import type { Method } from '../../optimize/method.ts';
import { minimize, type MinimizeEnd } from '../../optimize/minimize.ts';
import { nextTurn } from '../../optimize/next-turn.ts';
import type { UpdateRule } from '../../optimize/update-rule.ts';
import { counted } from '../../text/counted.ts';
import { formatNumber } from '../../text/quantities.ts';
import type { Recording } from '../filters/run-filter.ts';
import { type Identifiability, identifiability } from './identifiability.ts';

/** How it is sought. */
export interface FitSearch {
  /** Default L-BFGS. */
  readonly method?: Method | UpdateRule;
  /** Most iterations; default 100. */
  readonly iterations?: number;
  /** Ends it between iterations: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Hears of each iteration, from 1. */
  readonly onIteration?: (iteration: number) => void;
}

/** What is sought. */
interface FitSurpriseOptions extends FitSearch {
  /** Of each number of the parameters, in the order of their leaves. */
  readonly names: readonly string[];
  /** Channels that told something. */
  readonly innovations: number;
  /** Whether the surprise is a negative log-likelihood, so that its curvature is what the data say. */
  readonly isLikelihood: boolean;
}

/** Where the surprise is least. */
export interface SurpriseFit<X> {
  readonly x: X;
  /** Numbers of x, one after another; their standard errors, null where nothing says them. */
  readonly values: Float64Array;
  readonly identifiability: Identifiability | null;
  /** Surprise of a channel, before and after. */
  readonly before: number;
  readonly after: number;
  readonly end: MinimizeEnd;
  readonly words: string;
}

/** Slope of the loss of a channel by a logarithm at which it is done: curvatures are about 1, so that the rest is about as small. */
const smallSlope = 1e-6;

/** Makes a surprise [] of all recordings least, from parameters that are logarithms. */
export async function fitSurprise<X extends TreeOf<X>>(
  surprise: (x: X) => PopulationTensor,
  from: X,
  { names, innovations, isLikelihood, method = lbfgs(), iterations = 100, signal, onIteration }: FitSurpriseOptions,
): Promise<SurpriseFit<X>> {
  const found = await minimize((x: X) => div(surprise(x), innovations), from, method, {
    iterations,
    tolerance: smallSlope,
    ...(signal && { signal }),
    ...(onIteration && { onIteration: ({ iteration }) => onIteration(iteration + 1) }),
  });
  const layout = new ParameterLayout<X>(from);
  const known = isLikelihood ? identifiability(await hessianAt(surprise, layout, found.x, signal), names) : null;
  return {
    x: found.x,
    values: layout.toVector(found.x),
    identifiability: known,
    before: found.history.of(0).loss[0] ?? found.loss.item(),
    after: found.loss.item(),
    end: found.end,
    words: wordsOf(names, known, innovations),
  };
}

/** Channels of all ticks and members that told something. */
export function toldBy({ readings }: Recording): number {
  const members = largest(
    1,
    readings.map(({ value, present }) => Math.max(value.population, present.population)),
  );
  const count = ({ data, population }: PopulationTensor): number =>
    data.reduce((sum, here) => sum + here, 0) * (members / population);
  return readings.reduce((sum, { present }) => sum + count(present), 0);
}

/** Columns are products with unit vectors. */
async function hessianAt<X extends TreeOf<X>>(
  f: (x: X) => PopulationTensor,
  layout: ParameterLayout<X>,
  x: X,
  signal?: AbortSignal,
): Promise<number[][]> {
  const like = layout.fromVector(new Float64Array(layout.size));
  const product = compile((at: X, along: X) => hvp(f)(at, along), [x, like]);
  const columns: number[][] = [];
  for (let i = 0; i < layout.size; i++) {
    const unit = new Float64Array(layout.size);
    unit[i] = 1;
    columns.push(Array.from(layout.toVector(product(x, layout.fromVector(unit)))));
    await nextTurn();
    signal?.throwIfAborted();
  }
  return columns;
}

function wordsOf(names: readonly string[], known: Identifiability | null, innovations: number): string {
  const told = `${counted(innovations, 'innovation')}, ${formatNumber(innovations / names.length)} a parameter`;
  if (!known) return `Learned from the truth beside ${told}.`;
  const worst = largest(0, known.standardErrors);
  const error = Number.isFinite(worst) ? `; standard errors are at most ${formatNumber(100 * worst)} %` : '';
  return [`Learned from ${told}${error}.`, ...known.flat.map(({ words }) => `Not identified: ${words}.`)].join(' ');
}
