/** @file Sensor: a pinhole camera that sees marked points, of links and goals, as pixels of its picture (Hartley and Zisserman 2004, ch. 6). */
import * as z from 'zod/mini';
import { div } from '../../core/ops/arithmetic.ts';
import { greater, lessEqual, maximum } from '../../core/ops/comparison.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import { at, concat, slice, stack } from '../../core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { findLink } from '../../dynamics/forward-kinematics.ts';
import { ArgumentError } from '../../errors.ts';
import { goalPart, requireGoal } from '../../robot/goal.ts';
import { field, positive, quaternion, type ValuesOf, vector3 } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import type { Transform } from '../../spatial/transform.ts';
import { euclideanSpace } from '../space.ts';
import { lookingAt } from './camera-pose.ts';
import { errorsOf, sensorFields } from './errors-fields.ts';
import { carrierField, poseFields, poseOf } from './mount.ts';
import type { Sensed, Sensor, SensorContext } from './sensor.ts';

const landmark = z.union([
  z.strictObject({ link: z.string().check(z.minLength(1)), at: z._default(vector3, [0, 0, 0]) }),
  z.strictObject({ goal: z.string().check(z.minLength(1)) }),
]);

const poseOfCamera = {
  link: z.optional(carrierField),
  position: poseFields.position,
  orientation: field(z.optional(quaternion), {
    title: 'Orientation',
    description: "quaternion [x, y, z, w] of the camera's axes on its link or in the world: x right, y down, z forward",
    touches: 'structure',
    isAdvanced: true,
  }),
  lookAt: field(z.optional(vector3), {
    title: 'Looks at',
    description: 'point that the middle of the picture shows, where no orientation is given',
    unit: 'm',
    touches: 'structure',
    isAdvanced: true,
  }),
};

const cameraFields = {
  ...sensorFields(1, 'px'),
  ...poseOfCamera,
  focalLength: field(z._default(positive, 600), {
    title: 'Focal length',
    description: 'pixels per unit of x / z',
    unit: 'px',
    touches: 'structure',
  }),
  size: field(z._default(z.tuple([positive, positive]), [640, 480]), {
    title: 'Size',
    description: 'width and height of the picture',
    unit: 'px',
    touches: 'structure',
    isAdvanced: true,
  }),
  near: field(z._default(positive, 0.01), {
    title: 'Near',
    description: 'distance in front of the camera up to which nothing is seen',
    unit: 'm',
    touches: 'structure',
    isAdvanced: true,
  }),
  landmarks: field(z.array(landmark).check(z.minLength(1)), {
    title: 'Landmarks',
    description: 'points that it sees: each of a link, with the place on it, or of a goal',
    touches: 'structure',
    isAdvanced: true,
  }),
};

type CameraSettings = ValuesOf<typeof cameraFields>;

/** A point that a camera may see. */
interface Landmark {
  readonly label: string;
  /** In the world, [3], m. */
  readonly point: (sensed: Sensed) => PopulationTensor;
}

function landmarkOf(given: z.output<typeof landmark>, { model, goals }: SensorContext): Landmark {
  if ('goal' in given) {
    const { goal } = given;
    requireGoal(goals, goal, 'position');
    return { label: goal, point: (sensed) => goalPart(sensed.goals, goal, 'position', [3]) };
  }
  findLink(model, given.link);
  const inLink = tensor([...given.at]);
  return { label: given.link, point: (sensed) => sensed.link(given.link).applyToPoint(inLink) };
}

/** The camera's axes in those of what carries it. */
function heldAs({ position, orientation, lookAt }: CameraSettings): Transform {
  if (!lookAt) return poseOf({ position, orientation: orientation ?? [0, 0, 0, 1] });
  if (orientation) throw new ArgumentError('lookAt', 'besides an orientation', 'one of the two', 'leave one out');
  return lookingAt(position, lookAt);
}

/** Pixels [2] of a point [3] in the camera's axes; what is not in front is taken as `near` away, so that they stay finite. */
function pixelsOf(
  point: PopulationTensor,
  { focalLength, size: [width, height], near }: CameraSettings,
): PopulationTensor {
  const depth = maximum(at(point, 2), near);
  return add(mul(focalLength, div(slice(point, [0], [2]), depth)), tensor([width / 2, height / 2]));
}

/** 1 where a point [3] in the camera's axes lies in front of it and within its picture, []. */
function isSeen(point: PopulationTensor, settings: CameraSettings): PopulationTensor {
  const pixels = pixelsOf(point, settings);
  const within = [0, 1].map((axis) => {
    const pixel = at(pixels, axis);
    return mul(lessEqual(0, pixel), lessEqual(pixel, settings.size[axis]));
  });
  return mul(greater(at(point, 2), settings.near), mul(within[0], within[1]));
}

/** f (x / z, y / z) + middle [2 landmarks], px: x to the right and y down from the upper left corner. */
export const pinholeCameraKind = kind({
  type: 'pinhole-camera',
  title: 'Camera',
  settings: cameraFields,
  make(settings: CameraSettings, context: SensorContext): Sensor {
    const { name, link } = settings;
    if (link !== undefined) findLink(context.model, link);
    const landmarks = settings.landmarks.map((given) => landmarkOf(given, context));
    const channels = landmarks.flatMap(({ label }) =>
      ['x', 'y'].map((axis) => ({ label: `${axis} of ${label}`, unit: 'px' })),
    );
    const held = heldAs(settings);
    const inCamera = (sensed: Sensed): PopulationTensor[] => {
      const toCamera = (link === undefined ? held : sensed.link(link).times(held)).inverse();
      return landmarks.map(({ point }) => toCamera.applyToPoint(point(sensed)));
    };
    return {
      name,
      space: euclideanSpace(channels.length),
      channels,
      errors: errorsOf(settings, channels),
      read: (sensed) => concat(inCamera(sensed).map((point) => pixelsOf(point, settings))),
      sees: (sensed) =>
        stack(
          inCamera(sensed).flatMap((point) => {
            const seen = isSeen(point, settings);
            return [seen, seen];
          }),
        ),
    };
  },
});
