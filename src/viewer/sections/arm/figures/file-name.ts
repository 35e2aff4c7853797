/** @file Names of files that show an iteration: the scene, what is shown, and which iteration it is. */
import type { Store } from '../../../studio/store/store.ts';

/** "panda-reach-loss-k17.svg". */
export function fileNameOf({ experiment, shown }: Store, what: string, ending: string): string {
  const scene = experiment.scene.value?.name ?? 'scene';
  return `${scene}-${what}-k${shown.look.value?.k ?? 0}.${ending}`;
}
