/** @file One sweep of smoothing along a trajectory: forward in square roots, and back, on the model made linear about it. */
import { sub } from '../../core/ops/arithmetic.ts';
import { add, choose, mul, where } from '../../core/ops/elementwise.ts';
import { concat, reshape, slice, transpose } from '../../core/ops/indexing.ts';
import { matmul } from '../../core/ops/linear-algebra.ts';
import { triangularFactor } from '../../core/ops/triangular-factor.ts';
import { lenient, solveTriangular } from '../../core/ops/triangular-solve.ts';
import { eye, type PopulationTensor, zeros } from '../../core/population-tensor.ts';
import { scan } from '../../core/scan.ts';
import type { Tree } from '../../core/tree.ts';
import { heardOf } from '../filters/gaussian-filter.ts';
import { squareRootCorrection } from '../filters/square-root-correction.ts';
import type { Gaussian } from '../gaussian.ts';
import { rowOf, rowsBetween } from '../late/rows.ts';
import type { Reading, StateModel } from '../state-model.ts';

/** Ticks in a row, [ticks, …] each: what was told, what acted, and where the model is made linear. */
export type Stretch = {
  /** The trajectory, [ticks, size]: moves are sought in tangents at its points. */
  readonly states: PopulationTensor;
  /** Where derivatives are taken, [ticks, size]: the trajectory itself, but for estimates that are kept. */
  readonly about: PopulationTensor;
  readonly readings: readonly Reading[];
  readonly sensed: Tree;
  readonly acting: Tree;
  /** 1 where a tick has happened, [ticks]; 0 where a row only stands for the state that the next begins with. */
  readonly happened: PopulationTensor;
};

/** A Gaussian of moves: mean and factor in tangents at a point of the trajectory. */
export type Move = Gaussian;

/** From one tick to the next: what is expected of its move, and how this one follows from it. */
export type Passage = { readonly predicted: Move; readonly gain: PopulationTensor; readonly rest: PopulationTensor };

/** The move of a tick after all its readings, which are made linear at one point: in what order they come makes no difference. */
export function corrected(model: StateModel, move: Move, row: Stretch): Move {
  return model.sensors.reduce(({ mean, factor }, sensor, s) => {
    const expected = sensor.read(row.states, row.sensed);
    const { byState } = sensor.linearize(row.about, row.sensed);
    const { present, value } = heardOf(sensor, row.readings[s], expected);
    const told = mul(row.happened, present);
    const rows = mul(byState, reshape(told, [told.size, 1]));
    const residual = sub(mul(told, sensor.space.difference(expected, value)), matmul(rows, mean));
    const after = squareRootCorrection(
      { reading: matmul(rows, factor), state: factor },
      choose(told, sensor.deviation, 1),
    );
    const normalized = solveTriangular(after.expected, residual);
    return { mean: add(mean, matmul(after.gain, normalized)), factor: after.state };
  }, move);
}

/**
 * [F L, G; L, 0] = [X, 0; Y, Z] Q: X is the factor of what is predicted, Y X^-1 the gain of the smoother and Z the factor of what the
 * next tick cannot tell. Directions that no noise reaches have pivots 0, and no part in the gain.
 */
export function passed(
  model: StateModel,
  { mean, factor }: Move,
  row: Stretch,
  next: PopulationTensor,
): Passage & { readonly noise: PopulationTensor } {
  const { space, step, linearize, noise } = model.process;
  const { happened, states, about, acting } = row;
  const n = space.dimension;
  const F = where(happened, linearize(about, acting).byState, eye(n));
  const G = mul(happened, noise(about, acting));
  const reached = choose(happened, step(states, acting), states);
  const above = concat([matmul(F, factor), G], 1);
  const below = concat([factor, zeros(G.shape)], 1);
  const joint = triangularFactor(concat([above, below]));
  const X = slice(joint, [0, 0], [n, n]);
  const Y = slice(joint, [n, 0], [2 * n, n]);
  return {
    predicted: { mean: add(matmul(F, mean), space.difference(next, reached)), factor: X },
    gain: transpose(lenient.transposed({ factor: X, right: transpose(Y) })),
    rest: slice(joint, [n, n], [2 * n, 2 * n]),
    noise: G,
  };
}

/** What sweeps find, rows [ticks, …]. */
export type Swept = {
  /** Tangents [ticks, n] from the trajectory to what is most likely on the linear model. */
  readonly moves: PopulationTensor;
  /** Of the covariances, [ticks, n, n]. */
  readonly factors: PopulationTensor;
  /** Deviations of the process noise, [ticks - 1, n, m]. */
  readonly noises: PopulationTensor;
};

/** One sweep forward and one back. */
export function sweep(model: StateModel, prior: Gaussian, stretch: Stretch): Swept {
  const { space } = model.process;
  const last = stretch.states.shape[0] - 1;
  const first = rowOf<Tree>(stretch, 0) as Stretch;
  const begun: Move = { mean: space.difference(first.states, prior.mean), factor: prior.factor };
  const {
    carry: arrived,
    outputs: { noise: noises, ...forward },
  } = scan(
    (move: Move, { row, next }: { readonly row: Stretch; readonly next: PopulationTensor }) => {
      const known = corrected(model, move, row);
      const { noise, ...passage } = passed(model, known, row, next);
      return { carry: passage.predicted, output: { known, passage, noise } };
    },
    begun,
    { row: rowsBetween<Tree>(stretch, 0, last) as Stretch, next: slice(stretch.states, [1]) },
  );
  const end = corrected(model, arrived, rowOf<Tree>(stretch, last) as Stretch);
  const { outputs: back } = scan(
    (later: Move, { known, passage }: { readonly known: Move; readonly passage: Passage }) => {
      const { predicted, gain, rest } = passage;
      const move: Move = {
        mean: add(known.mean, matmul(gain, sub(later.mean, predicted.mean))),
        factor: triangularFactor(concat([rest, matmul(gain, later.factor)], 1)),
      };
      return { carry: move, output: move };
    },
    end,
    forward,
    { reverse: true },
  );
  const moves = concat([back.mean, reshape(end.mean, [1, space.dimension])]);
  return { moves, factors: concat([back.factor, reshape(end.factor, [1, ...end.factor.shape])]), noises };
}
