/** @file A Lab without a page, whose worker is in the same thread. */
import { setTimeout as wait } from 'node:timers/promises';
import type { LabChanges } from '../../../../src/viewer/sections/lab/calls.ts';
import { Lab } from '../../../../src/viewer/sections/lab/lab.ts';
import { createStore } from '../../../../src/viewer/studio/store/store.ts';
import { LabWorker } from './lab-worker.ts';

export function openLab(experiment = 'toy', changes: LabChanges = {}) {
  const store = createStore();
  const workers: LabWorker[] = [];
  const lab = new Lab(store, () => {
    const worker = new LabWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  lab.open(experiment);
  lab.change({ points: 11, ...changes });
  const end = lab.follow();
  const enter = (): void => void (store.view.room.value = 'lab');
  const leave = (): void => void (store.view.room.value = 'arm');
  return { store, lab, workers, enter, leave, end };
}

export async function drawn(lab: Lab): Promise<void> {
  do await wait(2);
  while (lab.isDrawing.value);
}
