/** @file The experiment of a scene and a robot file, with the programs of one that is known where its robot allows it. */
import { assemble, reassemble } from '../../../scene/assemble.ts';
import type { Experiment } from '../../../scene/experiment.ts';
import { haveSameRobot } from '../../../scene/robot.ts';
import type { Scene } from '../../../scene/schema.ts';
import type { RobotFile } from './calls.ts';

/** What changes numbers only costs no new trace. `known`: an experiment of the same file. */
export const experimentOf = (
  scene: Scene,
  { name, content }: RobotFile,
  known: Experiment | null = null,
): Experiment =>
  known && haveSameRobot(known.scene, scene) ? reassemble(known, scene) : assemble(scene, content, { file: name });

/** Whether two are one file. Asked with every change, while a target is dragged too: bytes are compared as they are. */
export function isSameFile(one: RobotFile, other: RobotFile): boolean {
  if (one.name !== other.name) return false;
  const [content, also] = [one.content, other.content];
  if (typeof content === 'string' || typeof also === 'string') return content === also;
  return content.length === also.length && content.every((byte, i) => byte === also[i]);
}
