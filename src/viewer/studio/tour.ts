/** @file The tour: a few steps, each beside what it is about. It begins by itself on a first visit, and never again. */
import { effect } from '@preact/signals';
import { recall, remember } from './remembered.ts';
import type { Studio } from './studio.ts';

/** Begins the tour when the first experiment can be seen, unless it was seen before, or the page is part of another one. */
export function startFirstTour(studio: Studio): void {
  const {
    store: { run, view },
    section,
  } = studio;
  if (recall('tour') !== null) return;
  const stop = effect(() => {
    if (run.phase.value !== 'ready') return;
    queueMicrotask(() => stop());
    if (view.isEmbedded.peek() || view.tour.peek() !== null || !section.peek().tour?.(studio).length) return;
    remember('tour', 'seen');
    view.tour.value = 0;
  });
}

/** The step after one, or none after the last. */
export const nextStep = (at: number, count: number): number | null => (at + 1 < count ? at + 1 : null);
