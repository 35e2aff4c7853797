/** @file How the cameras of a scene are held, as they are drawn. */
import { findLink } from '../../../../dynamics/forward-kinematics.ts';
import { lookingAt } from '../../../../estimation/sensors/camera-pose.ts';
import { poseOf } from '../../../../estimation/sensors/mount.ts';
import type { RobotModel, Vector3 } from '../../../../robot/model.ts';
import type { Scene } from '../../../../scene/schema.ts';
import { Transform } from '../../../../spatial/transform.ts';
import type { CameraFacts } from '../calls.ts';

/** Settings of a camera, as a scene has them. */
interface CameraSettings {
  readonly name: string;
  readonly link?: string;
  readonly position: Vector3;
  readonly orientation?: readonly number[];
  readonly lookAt?: Vector3;
  readonly focalLength: number;
  readonly size: readonly [number, number];
}

const poseNumbers = ({ rotation, translation }: Transform): Float64Array =>
  Float64Array.from(
    [0, 1, 2].flatMap((row) => [...rotation.data.subarray(3 * row, 3 * row + 3), translation.data[row]]),
  );

function cameraOf(camera: CameraSettings, model: RobotModel): CameraFacts {
  const { name, link, position, orientation = [0, 0, 0, 1], lookAt, focalLength, size } = camera;
  const held = lookAt ? lookingAt(position, lookAt) : poseOf({ position, orientation });
  const carrier = link === undefined ? null : findLink(model, link);
  const inBody = carrier ? Transform.fromPose(carrier.poseInBody).times(held) : held;
  return {
    sensor: name,
    body: carrier?.body ?? -1,
    inBody: poseNumbers(inBody),
    half: [size[0] / 2 / focalLength, size[1] / 2 / focalLength],
  };
}

/** Those of a scene, in its order: what has a focal length is a camera. */
export const camerasOf = ({ sensors = [] }: Scene, model: RobotModel): CameraFacts[] =>
  sensors.flatMap((sensor) =>
    typeof sensor === 'object' && 'focalLength' in sensor ? [cameraOf(sensor as unknown as CameraSettings, model)] : [],
  );
