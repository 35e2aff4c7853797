/** @file The state of a page, as slices of signals. Panels read it; session, cursor and commands change it. */
import { computed } from '@preact/signals';
import { createCursor } from './cursor.ts';
import { createExperiment } from './experiment.ts';
import { createGiven } from './given.ts';
import { createMessages } from './messages.ts';
import { createRun } from './run.ts';
import { createSelection } from './selection.ts';
import { createShown } from './shown.ts';
import { createView } from './view.ts';

/** A state of its own: tests and views side by side have one each. */
export function createStore() {
  const experiment = createExperiment();
  const run = createRun();
  const cursor = createCursor();
  const link = computed(() => experiment.loaded.value?.link ?? null);
  return {
    experiment,
    given: createGiven(),
    run,
    cursor,
    shown: createShown(cursor.t, link),
    selection: createSelection(),
    view: createView(),
    messages: createMessages(),
  };
}

export type Store = ReturnType<typeof createStore>;
