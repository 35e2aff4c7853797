/** @file One cursor and one hover for all figures over the same axis: what is pressed in one moves all, and the page's clock. */
import { type Signal, signal } from '@preact/signals';
import { useStudio } from '../../../studio/studio.ts';
import type { Store } from '../../../studio/store/store.ts';

/** x under the pointer, over the iterations and over time. */
interface Hovers {
  readonly k: Signal<number | null>;
  readonly t: Signal<number | null>;
}

const hovers = new WeakMap<Store, Hovers>();

function hoversOf(store: Store): Hovers {
  const known = hovers.get(store) ?? { k: signal(null), t: signal(null) };
  hovers.set(store, known);
  return known;
}

/** What a figure takes of it. */
export interface SharedCursor {
  readonly cursor: number | null;
  readonly onCursor: (x: number) => void;
  readonly hoverX: number | null;
  readonly onHoverX: (x: number | null) => void;
}

/** Of figures over the iterations: the line is at the iteration that is shown. Reads signals. */
export function useIterationCursor(): SharedCursor {
  const { store, session } = useStudio();
  const { k } = hoversOf(store);
  return {
    cursor: store.run.newest.value < 0 ? null : (store.shown.look.value?.k ?? null),
    onCursor: (x) => session.clocks.scrubToK(x),
    hoverX: k.value,
    onHoverX: (x) => (k.value = x),
  };
}

/** Of figures over the time of the motion. Reads signals. */
export function useTimeCursor(): SharedCursor {
  const { store, session } = useStudio();
  const { t } = hoversOf(store);
  return {
    cursor: store.cursor.t.value,
    onCursor: (x) => session.clocks.pointAt(x),
    hoverX: t.value,
    onHoverX: (x) => (t.value = x),
  };
}
