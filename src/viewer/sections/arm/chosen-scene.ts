/** @file The scene of what the page asks for: given, fitted to other joints, or made for the robot. */
import { AdjointError, RobotFormatError } from '../../../errors.ts';
import type { RobotSettings } from '../../../robot/robot-fields.ts';
import { type LoadedRobot, loadRobot } from '../../../robot/urdf/load.ts';
import { defaultScene, warningMark } from '../../../scene/default-scene.ts';
import { robotOf, type SceneRobot } from '../../../scene/robot.ts';
import type { Scene } from '../../../scene/schema.ts';
import type { Loaded, LoadRequest, RobotFile, SceneNotes } from './calls.ts';
import { fittedTo, jointNames } from './fit-joints.ts';

export interface Chosen extends Pick<Loaded, 'notes'> {
  readonly scene: Scene;
}

export function chosenScene({ robot, scene, said, before }: LoadRequest): Chosen {
  if (!scene) return ownScene(robot, { ...said, file: ownFile });
  if (!before) return { scene, notes: { reasons: [], warnings: [] } };
  const known = robotOf(scene);
  const joints = jointNames(loaded(robot, known).model);
  if (joints.join('\n') === before.joints.join('\n')) return { scene, notes: null };
  if (!before.opened) return ownScene(robot, known);
  return { scene: fittedTo(joints, { scene, joints: before.joints }, before.opened), notes: null };
}

/** How scenes that are made here name their robot: a dropped file may have any name. */
const ownFile = 'own-arm.urdf';

const loaded = ({ name, content }: RobotFile, said: Partial<RobotSettings>): LoadedRobot =>
  loadRobot(content, { ...said, file: name });

/** Where there is none that works, what was found about the file may say why, and what to do. */
function ownScene(file: RobotFile, robot: Partial<SceneRobot> & Pick<SceneRobot, 'file'>): Chosen {
  const { model, findings } = loaded(file, robot);
  try {
    const { scene, notes } = defaultScene(model, { name: 'own-arm', title: file.name, robot });
    return { scene, notes: sorted(notes) };
  } catch (error) {
    throw error instanceof AdjointError ? new RobotFormatError(file.name, findings, error.message) : error;
  }
}

const sorted = (notes: readonly string[]): SceneNotes => ({
  reasons: notes.filter((note) => !note.startsWith(warningMark)),
  warnings: notes.filter((note) => note.startsWith(warningMark)).map((note) => note.slice(warningMark.length)),
});
