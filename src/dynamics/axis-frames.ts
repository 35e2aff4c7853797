/** @file Frames that make joints cheap: z along the joint's axis, x square to the axis of the next joint (Khalil and Kleinfinger 1986). */
import { cross, dot, length, minus, rotate, times } from '../robot/pose.ts';
import type { Matrix3, RobotModel, Vector3 } from '../robot/model.ts';

const across = (a: Vector3, z: Vector3): Vector3 => minus(a, times(dot(a, z), z));

/** Sine of the angle, or length in m, below which a direction is not worth aligning with. */
const tooShort = 1e-3;
/** Rounding of an entry that would be 0 or 1. */
const negligible = 1e-15;

const snapped = (x: number): number => (Math.abs(x) < negligible ? 0 : 1 - Math.abs(x) < negligible ? Math.sign(x) : x);

/** The unit vector along v that points the way of its largest entry. */
function direction(v: Vector3): Vector3 {
  const largest = v.reduce((best, value) => (Math.abs(value) > Math.abs(best) + 1e-9 ? value : best), 0);
  return times(Math.sign(largest) / length(v), v);
}

/** The unit vector square to z nearest to v; the second pass removes what rounding left of z in a short difference. */
const unitAcross = (v: Vector3, z: Vector3): Vector3 => direction(across(direction(across(v, z)), z));

/** x of body i's frame: square to its own axis and to its first child's, else towards that child, else the nearest coordinate axis. */
function firstAxis({ joints }: RobotModel, i: number, z: Vector3): Vector3 {
  const child = joints.find(({ parent }) => parent === i);
  if (child) {
    const normal = cross(z, rotate(child.placement.rotation, child.axis));
    if (length(normal) > tooShort) return unitAcross(normal, z);
    const { translation } = child.placement;
    if (length(across(translation, z)) > tooShort) return unitAcross(translation, z);
  }
  const units: readonly Vector3[] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const [nearest] = units.toSorted((a, b) => Math.abs(dot(a, z)) - Math.abs(dot(b, z)));
  return unitAcross(nearest, z);
}

const known = new WeakMap<RobotModel, readonly Matrix3[]>();

/** For each body the constant rotation from the frame of this file to the body's own; its third column is the joint's axis. */
export function axisFrames(model: RobotModel): readonly Matrix3[] {
  let frames = known.get(model);
  if (!frames) {
    frames = model.joints.map(({ axis: z }, i) => {
      const x = firstAxis(model, i, z);
      const y = cross(z, x);
      return [x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]].map(snapped) as unknown as Matrix3;
    });
    known.set(model, frames);
  }
  return frames;
}
