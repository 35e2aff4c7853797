/** @file TaskScore: dm_control's pendulum swing-up. q = 0 stands up. */
import { uniform } from '../../core/random.ts';
import { cos } from '../../core/scalar/trigonometric.ts';
import { kind } from '../../settings/kinds.ts';
import { semiImplicitEulerKind } from '../../simulation/integrators/semi-implicit-euler.ts';
import { requireCoordinates } from './coordinates.ts';
import type { TaskScore, ScoreContext } from './score.ts';
import { tolerance } from './tolerance.ts';

/** cos 8 degrees: less than that counts as upright. */
const upright = cos.value((8 / 180) * Math.PI, 0, 0);

/** Pays 1 where the pole is within 8 degrees of upright; starts at rest at any angle (dm_control, suite/pendulum.py). */
export const dmControlPendulum = (): TaskScore => ({
  name: 'dm-control pendulum swing-up',
  period: 0.02,
  steps: 1000,
  integrator: semiImplicitEulerKind.type,
  start: (key) => ({
    q: uniform(key, 1).map((x) => Math.PI * (2 * x - 1)),
    v: new Float64Array(1),
  }),
  reward: ({ q }) => tolerance(cos.value(q[0], 0, 0), { bounds: [upright, 1] }),
});

export const dmControlPendulumKind = kind({
  type: 'dm-control-pendulum',
  title: 'dm_control: pendulum swing-up',
  settings: {},
  make(_, { model }: ScoreContext) {
    requireCoordinates(model, ['continuous'], 'a pendulum');
    return dmControlPendulum();
  },
});
