/** @file Drags the sheet of a small screen by its handle, and lets it come to rest at a stop. */
import type { Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { stopAfter, type StopHeights } from '../studio/sheet-stops.ts';
import type { SheetStop } from '../studio/store/view.ts';

interface Held<T> {
  readonly current: T | null;
}

/** A finger that moves less presses, px. */
const slop = 6;

/** Heights of the stops, px, as the styles give them: shares of the rows that the sheet may cover. */
function heightsOf(sheet: HTMLElement): StopHeights {
  const style = getComputedStyle(sheet);
  const sizeOf = (stop: SheetStop): number => parseFloat(style.getPropertyValue(`--sheet-${stop}`));
  const rows = getComputedStyle(sheet.parentElement!).gridTemplateRows.split(' ').map(parseFloat);
  const room = rows[1] + rows[2] + rows[3];
  return { closed: sizeOf('closed'), half: (sizeOf('half') / 100) * room, full: (sizeOf('full') / 100) * room };
}

class SheetDrag {
  readonly #sheet: HTMLElement;
  readonly #stop: Signal<SheetStop>;
  #held: { readonly y: number; readonly height: number } | null = null;
  #hasMoved = false;
  #last = { y: 0, at: 0 };
  /** Upwards, px/ms. */
  #speed = 0;

  constructor(sheet: HTMLElement, stop: Signal<SheetStop>) {
    this.#sheet = sheet;
    this.#stop = stop;
  }

  press({ clientY, pointerId, currentTarget, button }: PointerEvent): void {
    if (button !== 0) return;
    (currentTarget as HTMLElement).setPointerCapture(pointerId);
    this.#held = { y: clientY, height: this.#sheet.offsetHeight };
    this.#hasMoved = false;
    this.#speed = 0;
    this.#last = { y: clientY, at: performance.now() };
  }

  move({ clientY }: PointerEvent): void {
    if (!this.#held) return;
    this.#hasMoved ||= Math.abs(clientY - this.#held.y) > slop;
    if (!this.#hasMoved) return;
    const now = performance.now();
    this.#speed = (this.#last.y - clientY) / Math.max(now - this.#last.at, 1);
    this.#last = { y: clientY, at: now };
    const { closed, full } = heightsOf(this.#sheet);
    const height = this.#held.height + this.#held.y - clientY;
    this.#sheet.dataset.dragged = '';
    this.#sheet.style.height = `${Math.min(Math.max(height, closed), full)}px`;
  }

  letGo(): void {
    if (!this.#held) return;
    this.#held = null;
    const height = this.#sheet.offsetHeight;
    this.#sheet.style.height = '';
    delete this.#sheet.dataset.dragged;
    if (this.#hasMoved) this.#stop.value = stopAfter(height, this.#speed, heightsOf(this.#sheet));
  }

  /** The press that ends a drag is none. */
  click(event: MouseEvent): void {
    if (!this.#hasMoved) return;
    this.#hasMoved = false;
    event.preventDefault();
    event.stopPropagation();
  }
}

export function useSheetDrag(handle: Held<HTMLElement>, sheet: Held<HTMLElement>, stop: Signal<SheetStop>): void {
  useEffect(() => {
    const drag = new SheetDrag(sheet.current!, stop);
    const listening = new AbortController();
    const on = <K extends keyof HTMLElementEventMap>(
      type: K,
      handleEvent: (event: HTMLElementEventMap[K]) => void,
      capture = false,
    ): void => handle.current!.addEventListener(type, handleEvent, { signal: listening.signal, capture });
    on('pointerdown', (event) => drag.press(event));
    on('pointermove', (event) => drag.move(event));
    on('pointerup', () => drag.letGo());
    on('pointercancel', () => drag.letGo());
    on('click', (event) => drag.click(event), true);
    return () => listening.abort();
  }, []);
}
