/** @file Sense: the motion of the joints that leads away from obstacles nearby (Khatib 1986). */
import * as z from 'zod/mini';
import { square } from '../../src/core/ops/arithmetic.ts';
import { relu } from '../../src/core/ops/comparison.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import type { PopulationTensor } from '../../src/core/population-tensor.ts';
import { grad } from '../../src/core/derivative/functions.ts';
import { depths, obstaclesOf } from '../../src/dynamics/clearance.ts';
import { forwardKinematics } from '../../src/dynamics/forward-kinematics.ts';
import { bodiesOf, clearanceFields } from '../../src/dynamics/settings.ts';
import { independentJoints } from '../../src/robot/independent-joints.ts';
import { linkCapsules } from '../../src/robot/link-capsules.ts';
import { field, positive } from '../../src/settings/fields.ts';
import { kind } from '../../src/settings/kinds.ts';
import { forEach, type Sense, type SenseContext } from './sense.ts';
import { unitField } from './settings.ts';

/** -d/dq sum max(within - clearance, 0)^2 / 2 [nv], m^2/rad, over `scale`; 0 where nothing is as near as `within`. */
export const jointRepulsionKind = kind({
  type: 'joint-repulsion',
  title: 'Joints from obstacles',
  settings: {
    ...clearanceFields,
    within: field(z._default(positive, 0.15), {
      title: 'Within',
      description: 'distance from which on an obstacle is seen',
      unit: 'm',
      touches: 'structure',
      startsAgain: true,
      isAdvanced: true,
    }),
    scale: unitField(0.03, 'm^2/rad'),
  },
  make({ links, to, radius, within, scale }, { model, goals }: SenseContext): Sense {
    const names = obstaclesOf(goals, to);
    const bodies = bodiesOf(model, links);
    const capsules = linkCapsules(model, radius).filter(({ body }) => bodies.includes(body));
    const entries = independentJoints(model).map(({ name }) => `${name} from ${names.join(', ')}`);
    return {
      name: 'joint-repulsion',
      entries,
      offset: forEach(entries, 0),
      scale: forEach(entries, 1 / scale),
      value: ({ q, goals: seen }) => {
        const potential = (at: PopulationTensor): PopulationTensor => {
          const poses = forwardKinematics(model, at);
          const nearness = relu(
            add(
              depths(capsules, (body) => poses[body], seen, names),
              within,
            ),
          );
          return mul(-0.5, sum(square(nearness)));
        };
        return grad(potential)(q);
      },
    };
  },
});
