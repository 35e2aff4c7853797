/** @file A recording of the page's two-link arm with more damping than its file says: what its identification has to find. */
import { trajectoryCsv } from '../../src/rollout/trajectory-files.ts';
import { assemble } from '../../src/scene/assemble.ts';
import { assetText, sceneText } from './robots.ts';

/** Of both joints, N m s/rad. */
export const recordedDamping = [0.35, 0.22] as const;

/** The CSV of a motion under the scene's own controller, as the page saves it. */
export function recordedSwing(): string {
  let joint = 0;
  const robot = assetText('planar-2link').replaceAll(/damping="[^"]*"/g, () => `damping="${recordedDamping[joint++]}"`);
  const experiment = assemble(JSON.parse(sceneText('two-link-reach')), robot);
  return trajectoryCsv(experiment.simulate(experiment.initialParameters), experiment.model);
}
