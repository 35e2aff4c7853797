/** @file TaskScore: dm_control's acrobot swing-up, smooth and sparse. Two links of 1 m, both angles 0 where they stand up. */
import { requireBoolean } from '../../core/arguments.ts';
import { uniform } from '../../core/random.ts';
import { cos, sin } from '../../core/scalar/trigonometric.ts';
import { kind } from '../../settings/kinds.ts';
import { rk4Kind } from '../../simulation/integrators/rk4.ts';
import { requireCoordinates } from './coordinates.ts';
import type { TaskScore, ScoreContext } from './score.ts';
import { isSparseField } from './sparse.ts';
import { tolerance } from './tolerance.ts';

/** m from the tip to where it would be upright. */
function tipToTop(q: ArrayLike<number>): number {
  const [first, second] = [q[0], q[0] + q[1]];
  const aside = sin.value(first, 0, 0) + sin.value(second, 0, 0);
  const below = 2 - cos.value(first, 0, 0) - cos.value(second, 0, 0);
  return Math.sqrt(aside * aside + below * below);
}

/** Pays 1 where the tip is within 0.2 m of its top, and beyond a bell of margin 1 m, or nothing (dm_control, suite/acrobot.py); starts at rest at any angles. */
export function dmControlAcrobot(isSparse = false): TaskScore {
  requireBoolean('isSparse', isSparse);
  return {
    name: `dm-control acrobot swing-up${isSparse ? ', sparse' : ''}`,
    period: 0.01,
    steps: 1000,
    integrator: rk4Kind.type,
    start: (key) => ({
      q: uniform(key, 2).map((x) => Math.PI * (2 * x - 1)),
      v: new Float64Array(2),
    }),
    reward: ({ q }) => tolerance(tipToTop(q), { bounds: [0, 0.2], margin: isSparse ? 0 : 1 }),
  };
}

export const dmControlAcrobotKind = kind({
  type: 'dm-control-acrobot',
  title: 'dm_control: acrobot swing-up',
  settings: { isSparse: isSparseField },
  make({ isSparse }, { model }: ScoreContext) {
    requireCoordinates(model, ['continuous', 'continuous'], 'an acrobot');
    return dmControlAcrobot(isSparse);
  },
});
