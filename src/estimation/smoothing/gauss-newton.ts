/** @file Gauss and Newton's method over the dynamics: the trajectory that is most likely given all that was told, by sweeps about the last one. */
import { lessEqual } from '../../core/ops/comparison.ts';
import { mul, where } from '../../core/ops/elementwise.ts';
import { stopGradient } from '../../core/ops/stop-gradient.ts';
import { type PopulationTensor, tensor, zeros } from '../../core/population-tensor.ts';
import { scan } from '../../core/scan.ts';
import type { Tree } from '../../core/tree.ts';
import type { Gaussian } from '../gaussian.ts';
import type { StateModel } from '../state-model.ts';
import { followed, type Judged, rangeOf } from './feasible.ts';
import { type Stretch, sweep } from './sweep.ts';

/** States [ticks, size] and factors [ticks, n, n] of their covariances. */
export type Smoothed = { readonly states: PopulationTensor; readonly factors: PopulationTensor };

/** Parts of a move that are tried, the whole one last. */
const shares = [1 / 256, 1 / 64, 1 / 16, 1 / 4, 1];

/** Costs whose difference is below this part of them are the same: rounding. */
const roundingOfCost = 2 ** -43;

/** The trajectory [ticks, size] moved by tangents [ticks, n]. */
const movedBy = (model: StateModel, states: PopulationTensor, moves: PopulationTensor): PopulationTensor =>
  scan(
    (carry: Tree, { state, move }: { readonly state: PopulationTensor; readonly move: PopulationTensor }) => ({
      carry,
      output: model.process.space.move(state, move),
    }),
    [],
    { state: states, move: moves },
  ).outputs;

/** The trajectory after one sweep: of all parts of the move that are tried, and none, the one of least cost; of equal ones the largest. */
export function damped(model: StateModel, prior: Gaussian, stretch: Stretch): Judged & Smoothed {
  const { moves, factors, noises } = sweep(model, prior, stretch);
  const ranges = scan(
    (carry: Tree, noise: PopulationTensor) => ({ carry, output: rangeOf(noise) }),
    [],
    noises,
  ).outputs;
  const known = { stretch, ranges, start: rangeOf(prior.factor) };
  const { carry } = scan(
    (best: Judged, share: PopulationTensor) => {
      const tried = followed(model, prior, known, movedBy(model, stretch.states, mul(share, moves)));
      const isTaken = stopGradient(lessEqual(tried.cost, mul(1 + roundingOfCost, best.cost)));
      return {
        carry: {
          states: where(isTaken, tried.states, best.states),
          cost: where(isTaken, tried.cost, best.cost),
        },
        output: [],
      };
    },
    followed(model, prior, known, stretch.states),
    tensor(shares),
  );
  return { ...carry, factors };
}

/**
 * As many iterations as are asked for, from the states of the stretch on; one is exact on a linear model. The cost of the trajectory
 * does not grow. `aboutOf` says where derivatives are taken, if not at the states. Covariances are those of the last linear model.
 * Derivatives are those of the program with the parts of moves that it took.
 */
export function smoothedStretch(
  model: StateModel,
  prior: Gaussian,
  stretch: Omit<Stretch, 'about'>,
  {
    iterations,
    aboutOf = (states) => states,
  }: { readonly iterations: number; readonly aboutOf?: (states: PopulationTensor) => PopulationTensor },
): Smoothed {
  const n = model.process.space.dimension;
  const { states } = stretch;
  return scan(
    (now: Smoothed) => {
      const { states: next, factors } = damped(model, prior, {
        ...stretch,
        states: now.states,
        about: aboutOf(now.states),
      });
      return { carry: { states: next, factors }, output: [] };
    },
    { states, factors: zeros([states.shape[0], n, n]) },
    [],
    { length: iterations },
  ).carry;
}
