/** @file Preact hook: a drawing that lives as long as its host element, redrawn together with its neighbours. */
import { type RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { cancelDrawing, drawTogether } from './draw-together.ts';
import { onTheme } from './page-palette.ts';

/** All plots of the page show one iteration, so they are drawn in one frame. */
const group = 'plots';

export interface Drawing<T> {
  readonly host: RefObject<HTMLDivElement | null>;
  /** What was made; null before the first and after the last effect. */
  readonly made: RefObject<T | null>;
  /** Asks for a drawing with the others. */
  readonly redraw: () => void;
}

/**
 * Makes something in the host element, draws it when asked, when the element's size changes and when the theme does; removes it at the end.
 * Both functions are those of the latest render.
 */
export function useDrawing<T extends { destroy(): void }>(
  make: (host: HTMLElement) => T,
  draw: (made: T) => void,
): Drawing<T> {
  const host = useRef<HTMLDivElement>(null);
  const made = useRef<T>(null);
  const latest = useRef(draw);
  latest.current = draw;
  const redraw = useRef(() => {
    if (made.current) latest.current(made.current);
  }).current;
  const ask = useRef(() => drawTogether(group, [redraw])).current;
  useLayoutEffect(() => {
    made.current = make(host.current!);
    const observer = new ResizeObserver(ask);
    observer.observe(host.current!);
    const stop = onTheme(ask);
    return () => {
      stop();
      observer.disconnect();
      cancelDrawing(redraw);
      made.current?.destroy();
      made.current = null;
    };
  }, []);
  return { host, made, redraw: ask };
}
