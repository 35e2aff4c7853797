/** @file What the primary button of the arm's room says and does. */
import type { Primary } from '../../studio/section.ts';
import type { Studio } from '../../studio/studio.ts';
import type { Store } from '../../studio/store/store.ts';
import { planPrimary } from './plan/primary.ts';
import { taskBy } from './plan/task-of-method.ts';

const verbs = { reach: 'Optimize', train: 'Train', plan: 'Plan' } as const;

function labelOf({ run, experiment }: Store): string {
  const { value: phase } = run.phase;
  const verb = verbs[taskBy(experiment.scene.value?.method)];
  if (phase === 'running') return 'Stop';
  if (phase === 'stopping') return 'Stopping';
  if (phase === 'paused' || run.outcome.value?.outcome === 'iterations') return 'Continue';
  return phase === 'done' ? 'Run again' : verb;
}

export function primaryAction({ store, session }: Studio): Primary {
  if (store.view.isLive.value) return planPrimary(store);
  const { run, experiment } = store;
  const { value: phase } = run.phase;
  const isStop = run.isRunning.value;
  return {
    label: labelOf(store),
    isStop,
    isDisabled: phase === 'loading' || phase === 'stopping' || !experiment.scene.value,
    run: () => (isStop ? session.run.stop() : session.run.optimize()),
  };
}
