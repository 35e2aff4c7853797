/** @file What the address knows of an experiment besides the store: its robot's fingerprint, and with which parameters it was opened. */
import { effect, signal, type Signal } from '@preact/signals';
import { tellingInstant } from '../../sections/arm/push.ts';
import type { Store } from '../store/store.ts';
import type { Known } from './experiment-fields.ts';
import { fingerprintOf } from './fingerprint.ts';
import { isOwnRobot } from './linked-scene.ts';

export interface Knowledge extends Known {
  readonly robot: Signal<string | null>;
  readonly start: Signal<Float64Array | null>;
  readonly instant: Signal<number | null>;
}

/** Follows the store. */
export function knowledgeOf({ experiment }: Store): Knowledge {
  const robot = signal<string | null>(null);
  const start = signal<Float64Array | null>(null);
  const instant = signal<number | null>(null);
  effect(() => {
    const { value: file } = experiment.robot;
    robot.value = null;
    if (!file || !isOwnRobot(file)) return;
    void fingerprintOf(file.content).then((found) => {
      if (experiment.robot.peek() === file) robot.value = found;
    });
  });
  effect(() => {
    const { value: opened } = experiment.opened;
    const loaded = opened && experiment.isFresh.peek() ? experiment.loaded.peek() : null;
    start.value = loaded && loaded.parameters.slice(0, loaded.parameterList.length);
    instant.value = loaded?.look ? tellingInstant(loaded.look, loaded.model.nv) : null;
  });
  return { robot, start, instant };
}
