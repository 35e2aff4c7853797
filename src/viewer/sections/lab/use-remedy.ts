/** @file A remedy as a change of settings that the page has, with the way back. */
import type { Remedy } from '../../../learning/doctor/finding.ts';
import { robotOf } from '../../../scene/robot.ts';
import { withSettings } from '../../../scene/with-settings.ts';
import type { Studio } from '../../studio/studio.ts';
import type { Found } from './calls.ts';
import { withRate } from './changes.ts';
import type { Lab } from './lab.ts';

const rateSetting = /^method\.learningRate=(.+)$/;

/** The step size that a remedy consists of; null for any other. */
function rateOf({ settings }: Remedy): number | null {
  const [, rate] = settings.length === 1 ? (rateSetting.exec(settings[0]) ?? []) : [];
  return rate === undefined ? null : Number(rate);
}

/** What sets a remedy, and what takes it back: of what is open in the room of the arm its scene, of an experiment file a method's step size; null where the page has no such setting. */
export function useOf(
  { session, store }: Pick<Studio, 'session' | 'store'>,
  lab: Lab,
  { method }: Found,
  remedy: Remedy,
): { readonly set: () => void; readonly undo: () => void } | null {
  const { value: request } = lab.request;
  if (request?.source.kind === 'scene') {
    const undo = (): void => session.run.undo();
    if (!remedy.settings.some((setting) => setting.startsWith('robot.')))
      return { set: () => session.run.change((scene) => withSettings(scene, remedy.settings)), undo };
    const set = (): void => {
      const { value: scene } = store.experiment.scene;
      if (scene) session.experiments.changeRobot(robotOf(withSettings(scene, remedy.settings)));
    };
    return { set, undo };
  }
  const rate = rateOf(remedy);
  if (rate === null || method === null) return null;
  const { value: before } = lab.changes;
  return {
    set: () => (lab.changes.value = withRate(before, method, rate)),
    undo: () => (lab.changes.value = before),
  };
}
