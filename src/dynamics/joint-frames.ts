/** @file The tree in frames with z along each joint's axis, its masses regrouped: what the Newton-Euler and composite sweeps start from. */
import { sub } from '../core/ops/arithmetic.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { transpose } from '../core/ops/indexing.ts';
import { cross, matmul, outer } from '../core/ops/linear-algebra.ts';
import { cos, sin } from '../core/ops/trigonometric.ts';
import { eye, type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { jointTypes } from '../robot/joints/joint-types.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import { Force } from '../spatial/force.ts';
import { FactoredRotation, MatrixRotation } from '../spatial/factored-rotation.ts';
import { MassMoments } from '../spatial/mass-moments.ts';
import { Motion } from '../spatial/motion.ts';
import { axisFrames } from './axis-frames.ts';
import { forJoint, jointEntries, tipToBase } from './tree.ts';

const z = tensor([0, 0, 1]);
const alongZ = outer(z, z);

const offAxis = sub(1, z);
const offAxisAxis = sub(1, alongZ);

/** How body i hangs on its parent. */
export interface JointFrame {
  /** From the axes of the body to those of the parent. */
  readonly rotation: FactoredRotation;
  /** Origin of the body in the parent, [3], m. */
  readonly origin: PopulationTensor;
  /** Motion of the body per unit joint velocity, in its own axes: a turn about z, or a shift along it. */
  readonly S: Motion;
}

/** A force on body i, seen from its parent. */
export function forceToParent({ rotation, origin }: JointFrame, force: Force): Force {
  const linear = rotation.turn(force.linear);
  return new Force(add(rotation.turn(force.angular), cross(origin, linear)), linear);
}

/** A motion of the parent, seen from body i. */
export function motionToChild({ rotation, origin }: JointFrame, { angular, linear }: Motion): Motion {
  return new Motion(rotation.turnBack(angular), rotation.turnBack(add(linear, cross(angular, origin))));
}

/** Constant parts of a joint: placement in the axes of the two bodies, and what it allows. */
interface Placement {
  readonly rotation: PopulationTensor;
  readonly translation: PopulationTensor;
  readonly S: Motion;
}

export const turns = (S: Motion): boolean => S.angular.data.some((value) => value !== 0);

/** The latest result of a function of model and parameters, which sweeps of one robot ask for again and again. */
function remembered<R>(f: (model: RobotModel, parameters: RobotParameters) => R): typeof f {
  const known = new WeakMap<RobotParameters, { readonly model: RobotModel; readonly result: R }>();
  return (model, parameters) => {
    const latest = known.get(parameters);
    if (latest?.model === model) return latest.result;
    const result = f(model, parameters);
    known.set(parameters, { model, result });
    return result;
  };
}

const placements = remembered((model: RobotModel, parameters: RobotParameters): readonly Placement[] => {
  const frames = axisFrames(model).map((frame) => tensor(Float64Array.from(frame), [3, 3]));
  return model.joints.map(({ parent, type }, i) => {
    const { rotation, translation } = parameters.joints[i];
    const toParent = parent < 0 ? eye(3) : transpose(frames[parent]);
    return {
      rotation: matmul(matmul(toParent, rotation), frames[i]),
      translation: matmul(toParent, translation),
      S: jointTypes[type].motionSubspace(z),
    };
  });
});

/** Frames of all joints in the configuration q [nq]. */
export function jointFrames(model: RobotModel, q: PopulationTensor, parameters: RobotParameters): JointFrame[] {
  const coordinates = jointEntries(model, 'q', q);
  return placements(model, parameters).map(({ rotation, translation, S }, i) =>
    forJoint(model, i, 'joint transform', () => {
      const x = coordinates[i];
      const third = matmul(rotation, z);
      return {
        rotation: FactoredRotation.beforeTurnAboutZ(rotation, (c, s) => turnedFurther(turns(S) ? x : null, c, s)),
        origin: turns(S) ? translation : add(translation, mul(third, x)),
        S,
      };
    }),
  );
}

/** Cosine and sine of a known angle, given by both, and of the joint's angle after it. */
function turnedFurther(
  angle: PopulationTensor | null,
  c: number,
  s: number,
): { readonly cosine: PopulationTensor; readonly sine: PopulationTensor } {
  if (!angle) return { cosine: tensor(c), sine: tensor(s) };
  const [cosine, sine] = [cos(angle), sin(angle)];
  if (s === 0 && c === 1) return { cosine, sine };
  return { cosine: sub(mul(c, cosine), mul(s, sine)), sine: add(mul(c, sine), mul(s, cosine)) };
}

/** What a joint moves of a body relative to the parent, and what the parent feels all the same. */
interface SplitMoments {
  readonly unmoved: MassMoments;
  readonly moved: MassMoments;
}

/** A turn about z does not move masses on the axis: the mass, and the moments along z, could be there. */
const splitByTurn = ({ mass, first, second }: MassMoments): SplitMoments => ({
  unmoved: new MassMoments(mass, mul(first, z), mul(second, alongZ)),
  moved: new MassMoments(tensor(0), mul(first, offAxis), mul(second, offAxisAxis)),
});

/** A shift along z turns nothing: second moments could belong to the parent. */
const splitByShift = ({ mass, first, second }: MassMoments): SplitMoments => ({
  unmoved: new MassMoments(tensor(0), zeros([3]), second),
  moved: new MassMoments(mass, first, zeros([3, 3])),
});

/**
 * Moments of the bodies in these frames. What a joint cannot move relative to its parent is counted with the parent: for
 * a turn about z the masses' moments along z, for a shift the second moments. Energy of the joints' motion, forces and
 * mass matrix stay as they are, and a third of the products vanish (base parameters; Gautier and Khalil 1990).
 */
export const regroupedMoments = remembered((model: RobotModel, parameters: RobotParameters): readonly MassMoments[] => {
  const joints = placements(model, parameters);
  const frames = axisFrames(model);
  const moments = parameters.bodies.map(({ mass, centerOfMass, inertia }, i) => {
    const back = transpose(tensor(Float64Array.from(frames[i]), [3, 3]));
    const turned = matmul(matmul(back, inertia), transpose(back));
    return MassMoments.ofBody(mass, matmul(back, centerOfMass), turned);
  });
  for (const i of tipToBase(model)) {
    const { parent } = model.joints[i];
    const { rotation, translation, S } = joints[i];
    const own = moments[i];
    const { unmoved, moved } = turns(S) ? splitByTurn(own) : splitByShift(own);
    moments[i] = moved;
    if (parent >= 0)
      moments[parent] = moments[parent].plus(unmoved.turned(new MatrixRotation(rotation)).shifted(translation));
  }
  return moments;
});
