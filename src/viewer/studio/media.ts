/** @file What the screen is like, as signals: its size in the steps that the layout knows, and whether fingers touch it. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';

/** Whether a media query holds, now and later. */
export function media(query: string): ReadonlySignal<boolean> {
  const list = matchMedia(query);
  const holds = signal(list.matches);
  list.addEventListener('change', ({ matches }) => (holds.value = matches));
  return holds;
}

/** The same steps as in layout.css. */
const isLow = media('(max-height: 500px) and (min-width: 560px)');
const isSmall = media('(max-width: 819px), (max-height: 500px)');
const isMedium = media('(max-width: 1023px)');
const isNarrow = media('(max-width: 1279px)');

export type Layout = 'sheet' | 'beside' | 'drawer' | 'columns';

/**
 * `sheet`: what is beside the 3-D view elsewhere is drawn out from below; `beside`: it stands at the right of a low screen;
 * `drawer`: the inspector lies over the rest; `columns`: it has a column of its own.
 */
export const layout = computed((): Layout => {
  if (isLow.value) return 'beside';
  if (isSmall.value) return 'sheet';
  return isMedium.value ? 'drawer' : 'columns';
});

/** Whether there is one place for all panels. */
export const hasSheet = computed(() => layout.value === 'sheet' || layout.value === 'beside');

/** Figures that lie side by side. */
export const cardCount = computed(() => (isNarrow.value ? 2 : 3));

/** Whether fingers are what the page is used with. */
export const isTouch = media('(pointer: coarse)');
