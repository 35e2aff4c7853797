/** @file <origin>: where something stands in its parent, by angles or by a quaternion. */
import { rotationOfQuaternion } from '../../spatial/quaternion.ts';
import type { Matrix3, Pose } from '../model.ts';
import { identityPose, length, rotationFromRollPitchYaw } from '../pose.ts';
import type { ElementReader } from './values.ts';

/** Lengths beyond which a file is likely in other units, m. */
const suspiciousLength = 100;
const fullTurn = 2 * Math.PI;

/** <origin xyz rpy>; the identity where it is absent, or wrong (reported). */
export const readOrigin = (parent: ElementReader): Pose => readPose(parent) ?? identityPose;

/** The same, or `undefined` where it is wrong (reported). */
export function readPose(parent: ElementReader): Pose | undefined {
  const origin = parent.only('origin');
  if (!origin) return identityPose;
  origin.knows('xyz', 'rpy', 'quat_xyzw');
  const translation = origin.vectorOr('xyz', [0, 0, 0]);
  if (translation && length(translation) > suspiciousLength)
    origin.findings.warning(
      'U034',
      origin.at('xyz'),
      origin.path,
      `origin is ${Number(length(translation).toPrecision(4))} m away`,
      { remedy: 'is the file in mm? URDF is in m' },
    );
  const rotation = readRotation(origin);
  return translation && rotation && { rotation, translation };
}

function readRotation(origin: ElementReader): Matrix3 | undefined {
  if (origin.element.attributes.has('quat_xyzw')) return readQuaternion(origin);
  const rpy = origin.vectorOr('rpy', [0, 0, 0]);
  if (rpy?.some((angle) => Math.abs(angle) > fullTurn * (1 + 1e-6)))
    origin.findings.warning('U034', origin.at('rpy'), origin.path, 'rpy angle beyond a full turn', {
      remedy: 'are the angles in degrees? URDF is in rad',
    });
  return rpy && rotationFromRollPitchYaw(rpy);
}

/** How far from 1 the length of a quaternion may be by the digits that people write. */
const roundedLength = 1e-3;

function readQuaternion(origin: ElementReader): Matrix3 | undefined {
  const quaternion = origin.numbers('quat_xyzw', 4);
  if (!quaternion) return undefined;
  const at = origin.at('quat_xyzw');
  const found = origin.element.attributes.get('quat_xyzw')?.value;
  if (origin.element.attributes.has('rpy')) {
    origin.fault('U042', at, 'rpy and quat_xyzw both turn', { found, remedy: 'delete one of them' });
    return undefined;
  }
  const size = Math.sqrt(quaternion.reduce((sum, value) => sum + value * value, 0));
  if (Math.abs(size - 1) > roundedLength) {
    origin.fault('U030', at, 'quat_xyzw is no unit quaternion', {
      found,
      expected: 'four numbers of length 1: x y z w',
    });
    return undefined;
  }
  return [...rotationOfQuaternion(quaternion).data] as unknown as Matrix3;
}
