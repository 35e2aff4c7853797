/** @file An experiment of the Lab among files: its scene and its robot are among them, or of the page's own. */
import { SceneError } from '../../errors.ts';
import { placed, withPlaces } from '../../formats/json-places.ts';
import { sceneOfLab } from '../../lab/scene-of-lab.ts';
import type { LabFile } from '../../lab/schema.ts';
import { bundledRobots, bundledScenes } from '../../platform/web/bundled-files.ts';
import { robotFileName } from '../../scene/robot-file.ts';
import { robotOf } from '../../scene/robot.ts';
import type { Scene } from '../../scene/schema.ts';
import type { RobotFile } from '../sections/arm/calls.ts';
import type { FileSource } from '../sections/lab/calls.ts';
import { bundledRobot } from './address/linked-scene.ts';
import { baseName, type GivenFile } from './intake-plan.ts';

/** A file with an experiment in it. */
export type LabGiven = GivenFile & { readonly lab: LabFile };

/** An experiment with what it needs, and the files that it takes. */
export interface LabParts {
  readonly source: FileSource;
  readonly used: readonly GivenFile[];
}

interface Found<T> {
  readonly value: T;
  /** Null where it comes with the page. */
  readonly file: GivenFile | null;
}

function sceneFor(text: string, name: string, files: readonly GivenFile[]): Found<string> {
  const file = files.find(({ path, found }) => found.kind === 'scene' && baseName(path) === name);
  if (file?.error) throw file.error;
  const own = file ? file.found.text : bundledScenes.get(name);
  if (own !== undefined) return { value: own, file: file ?? null };
  const missing = new SceneError(
    '$.scene',
    `"${name}"`,
    'a scene that comes with the page, or one that is given with the experiment',
    `drop ${name} together with the experiment`,
  );
  throw withPlaces(text, missing);
}

/** `open`: the robot that is open on the page. */
function robotFor(scene: Scene, files: readonly GivenFile[], open: RobotFile | null): Found<RobotFile> {
  const name = robotFileName(robotOf(scene).file);
  const file = files.find(({ path, found }) => found.kind === 'robot' && baseName(path) === name) ?? null;
  const value = file ? { name, content: file.content } : (bundledRobot(scene) ?? (open?.name === name ? open : null));
  if (value) return { value, file };
  throw new SceneError(
    '$.robot',
    `"${name}"`,
    [...bundledRobots.keys()].join(', '),
    `drop ${name} together with the experiment`,
  );
}

/** Scene and robot of an experiment. Throws a SceneError that names what is missing, and says where. */
export function labParts(given: LabGiven, files: readonly GivenFile[], open: RobotFile | null): LabParts {
  const { lab, found } = given;
  const text = found.text!;
  if (lab.scene === undefined) return { source: { kind: 'file', text, arm: null }, used: [given] };
  const scene = sceneFor(text, lab.scene, files);
  const robot = robotFor(
    placed(text, () => sceneOfLab(lab, scene.value)),
    files,
    open,
  );
  const used = [given, scene.file, robot.file].filter((file) => file !== null);
  return { source: { kind: 'file', text, arm: { scene: scene.value, robot: robot.value } }, used };
}
