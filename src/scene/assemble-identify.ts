/** @file What a scene says of an identification, as its settings. */
import type { IdentificationSettings } from '../identify/settings.ts';
import { unknownKinds } from '../identify/unknowns/kinds.ts';
import { driveParameters } from '../robot/drives.ts';
import type { RobotModel } from '../robot/model.ts';
import { made } from './assemble-task.ts';
import { robotOf } from './robot.ts';
import type { Scene } from './schema.ts';

/** What is unknown of a scene's robot, refused by its path where it does not fit; nothing where the scene says nothing of that. */
export function checkUnknown(scene: Scene, model: RobotModel): void {
  const { integrator, step: dt } = scene.time;
  scene.unknown?.forEach((chosen, i) => {
    made(`$.unknown[${i}]`, () => unknownKinds.make(chosen, { model, integrator, dt, robot: {} }));
  });
}

/** Files of the recordings that a scene names. */
export const recordingFilesOf = ({ data = [] }: Scene): readonly string[] => (typeof data === 'string' ? [data] : data);

/** Settings of the identification of a scene's robot. */
export function identificationOf(scene: Scene, model: RobotModel): IdentificationSettings {
  const robot = driveParameters(model, robotOf(scene));
  return {
    model,
    integrator: scene.time.integrator,
    dt: scene.time.step,
    unknown: scene.unknown ?? [],
    ...(robot && { robot }),
  };
}
