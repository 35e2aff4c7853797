/** @file How a camera is held: x to the right, y down and z forward, as cameras have their axes. */
import { tensor } from '../../core/population-tensor.ts';
import { ArgumentError } from '../../errors.ts';
import type { Vector3 } from '../../robot/model.ts';
import { cross, length, minus, times } from '../../robot/pose.ts';
import { Transform } from '../../spatial/transform.ts';

/** Sine of the angle between a view and the upward axis below which it is not known what is up in the picture. */
const tooSteep = 1e-6;

/**
 * The pose of a camera at `position` that looks at `target`, both in one frame, m: the frame's z axis is upward in its picture. Throws an
 * ArgumentError where it looks along that axis.
 */
export function lookingAt(position: Vector3, target: Vector3): Transform {
  const way = minus(target, position);
  const far = length(way);
  if (!(far > 0)) throw new ArgumentError('lookAt', `the camera's own position`, 'a point away from it');
  const forward = times(1 / far, way);
  const side = cross(forward, [0, 0, 1]);
  const sine = length(side);
  if (!(sine > tooSteep))
    throw new ArgumentError(
      'lookAt',
      'a point straight above or below',
      'a view with an upward side',
      'give orientation',
    );
  const right = times(1 / sine, side);
  const down = cross(forward, right);
  const rotation = [0, 1, 2].flatMap((row) => [right[row], down[row], forward[row]]);
  return new Transform(tensor(rotation, [3, 3]), tensor([...position]));
}
