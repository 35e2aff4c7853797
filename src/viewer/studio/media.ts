/** @file What the screen is like, as signals: its size in the steps that the layout knows, and whether fingers touch it. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';

/** Whether a media query holds, now and later. */
export function media(query: string): ReadonlySignal<boolean> {
  const list = matchMedia(query);
  const holds = signal(list.matches);
  list.addEventListener('change', ({ matches }) => (holds.value = matches));
  return holds;
}

/** Small screens, on end or on their side: what is beside the 3-D view elsewhere lies in a sheet. The same as in layout.css. */
const isSmall = media('(max-width: 819px), (max-height: 500px)');
const isMedium = media('(max-width: 1023px)');
const isNarrow = media('(max-width: 1279px)');

export const layouts = ['sheet', 'drawer', 'columns'] as const;
export type Layout = (typeof layouts)[number];

/** `drawer`: the inspector lies over the rest; `columns`: it has a column of its own. */
export const layout = computed((): Layout => (isSmall.value ? 'sheet' : isMedium.value ? 'drawer' : 'columns'));

/** Figures that lie side by side. */
export const cardCount = computed(() => (isNarrow.value ? 2 : 3));

/** Whether fingers are what the page is used with. */
export const isTouch = media('(pointer: coarse)');
