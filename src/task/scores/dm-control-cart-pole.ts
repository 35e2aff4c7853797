/** @file TaskScore: dm_control's cart-pole swing-up, smooth and sparse. The coordinates are the cart's place and the pole's angle, 0 up. */
import { requireBoolean } from '../../core/arguments.ts';
import { normal } from '../../core/random.ts';
import { cos } from '../../core/scalar/trigonometric.ts';
import { kind } from '../../settings/kinds.ts';
import { rk4Kind } from '../../simulation/integrators/rk4.ts';
import { requireCoordinates } from './coordinates.ts';
import type { TaskScore, ScoreContext, ScoredStep } from './score.ts';
import { isSparseField } from './sparse.ts';
import { tolerance } from './tolerance.ts';

/** Pays 1 where the cart is within 0.25 m of the middle and the pole upright, by its cosine. */
function sparseReward({ q }: ScoredStep): number {
  const centered = tolerance(q[0], { bounds: [-0.25, 0.25] });
  return centered * tolerance(cos.value(q[1], 0, 0), { bounds: [0.995, 1] });
}

/** A product of four: upright, and between 4/5 or 1/2 and 1 for little control, little speed of the pole, a cart in the middle. */
function smoothReward({ q, v, action }: ScoredStep): number {
  const upright = (cos.value(q[1], 0, 0) + 1) / 2;
  const centered = (1 + tolerance(q[0], { margin: 2 })) / 2;
  const calm = (4 + tolerance(action[0], { margin: 1, valueAtMargin: 0, sigmoid: 'quadratic' })) / 5;
  const slow = (1 + tolerance(v[1], { margin: 5 })) / 2;
  return upright * calm * slow * centered;
}

/** Starts where it hangs in the middle, a hundredth of chance in each coordinate and velocity (dm_control, suite/cartpole.py). */
export function dmControlCartPole(isSparse = false): TaskScore {
  requireBoolean('isSparse', isSparse);
  return {
    name: `dm-control cart-pole swing-up${isSparse ? ', sparse' : ''}`,
    period: 0.01,
    steps: 1000,
    integrator: rk4Kind.type,
    start: (key) => {
      const [x, angle, ...speeds] = normal(key, 4).map((chance) => 0.01 * chance);
      return { q: Float64Array.of(x, Math.PI + angle), v: Float64Array.from(speeds) };
    },
    reward: isSparse ? sparseReward : smoothReward,
  };
}

export const dmControlCartPoleKind = kind({
  type: 'dm-control-cart-pole',
  title: 'dm_control: cart-pole swing-up',
  settings: { isSparse: isSparseField },
  make({ isSparse }, { model }: ScoreContext) {
    requireCoordinates(model, ['prismatic', 'continuous'], 'a cart-pole');
    return dmControlCartPole(isSparse);
  },
});
