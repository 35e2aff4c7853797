/** @file A scene for a robot some of whose joints were welded, or move again: its lists of one number a joint, by the joints' names. */
import { SceneError } from '../../../errors.ts';
import { independentJoints } from '../../../robot/independent-joints.ts';
import type { RobotModel } from '../../../robot/model.ts';
import { type Scene, sceneJsonSchema } from '../../../scene/schema.ts';
import type { JsonSchema } from '../../../settings/fields.ts';
import { formOf, valueAt } from '../../../settings/schema-path.ts';
import { withPart } from '../../../settings/set.ts';
import { quoted } from '../../../text/quoted.ts';

/** Joints that a scene's lists have a number of. */
export const jointNames = (model: RobotModel): string[] => independentJoints(model).map(({ name }) => name);

/** A scene, and the joints that its lists have a number of. */
export interface SceneOfJoints {
  readonly scene: Scene;
  readonly joints: readonly string[];
}

/**
 * The scene without the numbers of joints that do not move any more. Joints that move again get theirs from the scene as it was
 * opened; a SceneError says of which there are none.
 */
export function fittedTo(
  joints: readonly string[],
  { scene, joints: known }: SceneOfJoints,
  opened: SceneOfJoints,
): Scene {
  const missing = joints.filter((name) => !known.includes(name) && !opened.joints.includes(name));
  if (missing.length > 0)
    throw new SceneError(
      '$.robot.weld',
      `${quoted(missing)} not welded`,
      'joints that the scene has numbers of',
      'weld them, or open the robot alone for a scene that fits it',
    );
  return listsOf(sceneJsonSchema(), scene, []).reduce<Scene>((fitted, path) => {
    const own = numbersAt(scene, path, known);
    const first = numbersAt(opened.scene, path, opened.joints);
    const fits = joints.map((name) => own.get(name) ?? first.get(name));
    return withPart(fitted, path, fits.includes(undefined) ? undefined : fits) as Scene;
  }, scene);
}

/** Numbers of a list by the joints' names; one number for all stands for each. */
function numbersAt(scene: Scene, path: readonly PropertyKey[], joints: readonly string[]): Map<string, number> {
  const value = valueAt(scene, path);
  const numberOf = (i: number): unknown => (Array.isArray(value) ? value[i] : value);
  return new Map(joints.map((name, i) => [name, numberOf(i) as number]));
}

/** Paths of the lists of one number a joint. */
function listsOf(schema: JsonSchema, value: unknown, path: readonly PropertyKey[]): (readonly PropertyKey[])[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value) && schema.perJoint) return [path];
  const { properties, additionalProperties, items } = formOf(schema, value);
  return Object.entries(value).flatMap(([key, part]) => {
    const inner = Array.isArray(value) ? items : (properties?.[key] ?? additionalProperties);
    return typeof inner === 'object' ? listsOf(inner, part, [...path, Array.isArray(value) ? Number(key) : key]) : [];
  });
}
