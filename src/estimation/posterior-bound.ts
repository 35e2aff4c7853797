/** @file The posterior Cramer-Rao bound: no estimator errs less on these truths, by Tichavsky's recursion with the model's own Jacobians. */
import { requireInstance, requireList, requireOptions, requireParts } from '../core/arguments.ts';
import { compile } from '../core/compile.ts';
import { div, square } from '../core/ops/arithmetic.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { reshape, transpose } from '../core/ops/indexing.ts';
import { matmul } from '../core/ops/linear-algebra.ts';
import { ones, PopulationTensor, zeros } from '../core/population-tensor.ts';
import { scan } from '../core/scan.ts';
import type { Tree } from '../core/tree.ts';
import type { Gaussian } from './gaussian.ts';
import type { Known } from './simulate-model.ts';
import {
  factorWithInformation,
  type Matrix,
  matrixOf,
  product,
  semidefiniteFactor,
  solvedByFactor,
  transposed,
} from './small-matrices.ts';
import { requireStateModel, type StateModel } from './state-model.ts';

/** What is bounded. */
export interface PosteriorBoundOptions {
  readonly model: StateModel;
  /** The distribution that the truth begins with. */
  readonly start: Gaussian;
  /** True trajectories [T, size], a member each: expectations are means over them. */
  readonly states: PopulationTensor;
  /** 1 where a sensor's channel told something [T, dimension]; at every tick where absent. */
  readonly present?: readonly PopulationTensor[];
  /** What was known to act, rows [T, …]; nothing where absent. */
  readonly known?: Known;
}

/** Covariances [T, dimension, dimension] that no estimator's mean squared error is below. */
export interface PosteriorBound {
  /** Before the readings of a tick, and after them. */
  readonly before: PopulationTensor;
  readonly after: PopulationTensor;
}

/** What each member has at each tick. */
type Terms = {
  /** d next state / d state [T, n, n], columns of noise [T, n, m], information of readings H' R^-1 H [T, n, n]. */
  readonly motion: PopulationTensor;
  readonly noise: PopulationTensor;
  readonly information: PopulationTensor;
};

/**
 * Tichavsky, Muravchik and Nehorai (1998), eq. 21, with covariances in place of information, so that noise of less directions than the
 * state has is no trouble: P- = F (P^-1 + C)^-1 F' + Q, with F and Q of the mean, and C of how Jacobians differ from truth to truth, by the
 * directions of the noise. Equal to the covariance of Kalman's filter where the model is linear.
 */
export function posteriorBound(options: PosteriorBoundOptions): PosteriorBound {
  requireBound(options);
  const { model, start, states, known = { sensed: [], acting: [] } } = options;
  const [ticks] = states.shape;
  const n = model.process.space.dimension;
  const present = options.present ?? model.sensors.map(({ space }) => ones([ticks, space.dimension]));
  const terms = compile(
    (x: PopulationTensor, there: readonly PopulationTensor[], of: Known) => termsOf(model, x, there, of),
    [states, present, known],
  )(states, present, known);
  const [before, after]: number[][] = [[], []];
  let factor: Matrix = matrixOf(n, n, (i, j) => start.factor.data[i * n + j]);
  for (let t = 0; t < ticks; t++) {
    const { motion, covariance, information, spread } = expected(terms, t);
    append(before, gram(factor));
    append(after, gram(factorWithInformation(factor, information)));
    const left = factorWithInformation(factor, sum(information, spread));
    factor = semidefiniteFactor(sum(gram(product(motion, left)), covariance));
  }
  const stacked = (values: number[]): PopulationTensor =>
    new PopulationTensor({ shape: [ticks, n, n], population: 1 }, Float64Array.from(values));
  return { before: stacked(before), after: stacked(after) };
}

const gram = (a: Matrix): Matrix => product(a, transposed(a));

const sum = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => row.map((entry, j) => entry + b[i][j]));

function append(values: number[], matrix: Matrix): void {
  for (const row of matrix) for (const entry of row) values.push(entry);
}

/** Jacobians, noise and information of every tick and member. */
function termsOf(
  { process, sensors }: StateModel,
  states: PopulationTensor,
  present: readonly PopulationTensor[],
  { sensed, acting }: Known,
): Terms {
  const n = process.space.dimension;
  type Item = {
    readonly state: PopulationTensor;
    readonly present: readonly PopulationTensor[];
    readonly sensed: Tree;
    readonly acting: Tree;
  };
  const { outputs } = scan(
    (carry: readonly PopulationTensor[], item: Item) => {
      const information = sensors.reduce(
        (all, { linearize, deviation }, i) => {
          const { byState } = linearize(item.state, item.sensed);
          const weight = div(item.present[i], square(deviation));
          return add(all, matmul(transpose(byState), mul(reshape(weight, [weight.size, 1]), byState)));
        },
        zeros([n, n]),
      );
      const { byState: motion } = process.linearize(item.state, item.acting);
      return { carry, output: { motion, noise: process.noise(item.state, item.acting), information } };
    },
    [],
    { state: states, present, sensed, acting } as Item,
  );
  return outputs;
}

/** Rows and columns of one tick and member. */
function at({ data, shape, population }: PopulationTensor, tick: number, member: number): Matrix {
  const [, rows, columns] = shape;
  const own = population === 1 ? 0 : member;
  return matrixOf(rows, columns, (i, j) => data[((tick * rows + i) * columns + j) * population + own]);
}

/** Mean over the members of a tick's matrices, or of what is made of them. */
function meanAt(tensor: PopulationTensor, tick: number, of: (matrix: Matrix) => Matrix = (matrix) => matrix): Matrix {
  const total = of(at(tensor, tick, 0)).map((row) => [...row]);
  for (let m = 1; m < tensor.population; m++)
    of(at(tensor, tick, m)).forEach((row, i) => row.forEach((entry, j) => (total[i][j] += entry)));
  return total.map((row) => row.map((entry) => entry / tensor.population));
}

/** Means over members of one tick, and the information of how their Jacobians differ. */
function expected(terms: Terms, tick: number): { readonly [name in keyof Terms | 'covariance' | 'spread']: Matrix } {
  const motion = meanAt(terms.motion, tick);
  const noise = meanAt(terms.noise, tick);
  const inSources = ontoSources(noise);
  return {
    motion,
    noise,
    covariance: meanAt(terms.noise, tick, gram),
    information: meanAt(terms.information, tick),
    spread: meanAt(terms.motion, tick, (own) => {
      const off = own.map((row, i) => row.map((entry, j) => entry - motion[i][j]));
      return gram(transposed(product(inSources, off)));
    }),
  };
}

/** (G' G)^-1 G': what of a change of the state the sources of its noise could have made; a source that adds nothing has no part. */
function ontoSources(g: Matrix): Matrix {
  const pivots = semidefiniteFactor(gram(transposed(g)));
  const own = g.map((row) => row.filter((_, i) => pivots[i][i] > 0));
  if (own[0].length === 0) return [g.map(() => 0)];
  return solvedByFactor(semidefiniteFactor(gram(transposed(own))), transposed(own));
}

function requireBound(options: PosteriorBoundOptions): void {
  requireOptions('posteriorBound', options, ['model', 'start', 'states', 'present', 'known']);
  const { model, start, states, present = [] } = options;
  requireStateModel(model);
  requireParts('start', start, { mean: 'an object', factor: 'an object' });
  requireInstance('start.factor', start.factor, PopulationTensor);
  requireInstance('states', states, PopulationTensor);
  requireList('present', present);
}
