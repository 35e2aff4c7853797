/** @file Where the page begins: the run's worker is started before all else, and gets ready beside the page. */
import type { WorkerName } from './studio/jobs.ts';

const startWorker = (name: WorkerName): Worker =>
  new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module', name });

let early: Worker | null = startWorker('run');
// one that fails before anybody listens is started again by whoever needs it, and fails where it is heard
early.onerror = () => (early = null);

const { openPage } = await import('./open-page.tsx');
openPage((name) => {
  const worker = name === 'run' ? early : null;
  if (worker) early = null;
  return worker ?? startWorker(name);
});
