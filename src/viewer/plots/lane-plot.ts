/** @file The loss in the lane of the iterations: a line without axes, and signs of what happened. */
import { fractionOf, linearAxis, logAxis } from './axis.ts';
import type { Palette } from './colours.ts';
import { thinned } from './extremes.ts';
import type { FigureMark } from './figure-data.ts';
import { gapOf, gapsOf } from './gaps.ts';
import { markGlyph } from './glyphs.ts';
import { drawGlyph, Layer } from './overlay.ts';

export interface LaneView {
  readonly loss: { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> };
  readonly marks: readonly FigureMark[];
  /** The newest iteration. */
  readonly end: number;
}

/** Pixels above and below the line, where the signs are. */
const room = 9;

/** Smallest and largest value that can be shown; null where there is none. */
function extent(values: ArrayLike<number>): [number, number] | null {
  let [low, high] = [Infinity, 0];
  for (let index = 0; index < values.length; index++) {
    if (gapOf(values[index], 'log')) continue;
    low = Math.min(low, values[index]);
    high = Math.max(high, values[index]);
  }
  return high > 0 ? [low, high] : null;
}

export class LanePlot {
  readonly #layer: Layer;
  readonly #palette: Palette;

  constructor(host: HTMLElement, palette: Palette) {
    this.#layer = new Layer(host, 'lane-canvas');
    this.#palette = palette;
  }

  draw({ loss, marks, end }: LaneView): void {
    this.#layer.draw((context, { width, height }) => {
      const x = linearAxis(0, Math.max(end, 1), 2);
      const toX = (k: number): number => fractionOf(x, k) * width;
      const range = extent(loss.y);
      if (range) {
        const y = logAxis(range[0], range[1], 2);
        const points = thinned(loss.x, loss.y, 'log', { low: 0, high: x.max, bins: Math.ceil(width) });
        context.beginPath();
        points.x.forEach((k, index) => {
          const value = points.y[index];
          if (Number.isNaN(value)) return;
          const place = [toX(k), room + (1 - fractionOf(y, value)) * (height - 2 * room)] as const;
          if (Number.isNaN(points.y[index - 1] ?? NaN)) context.moveTo(place[0], place[1]);
          context.lineTo(place[0], place[1]);
        });
        context.strokeStyle = this.#palette('--now');
        context.lineWidth = 1.75;
        context.lineJoin = 'round';
        context.stroke();
      }
      const failures = gapsOf(loss.x, loss.y, 'log').filter(({ kind }) => kind === 'not finite');
      this.#drawMarks(
        context,
        [...marks, ...failures.map(({ from }) => ({ x: from, kind: 'nan' as const, label: '' }))],
        toX,
      );
    });
  }

  /** One sign of a kind in a pixel. */
  #drawMarks(context: CanvasRenderingContext2D, marks: readonly FigureMark[], toX: (k: number) => number): void {
    const drawn = new Set<string>();
    for (const { x, kind } of marks) {
      const left = Math.round(toX(x));
      if (drawn.has(`${kind} ${left}`)) continue;
      drawn.add(`${kind} ${left}`);
      drawGlyph(context, markGlyph(kind, left, room - 4), this.#palette);
    }
  }

  destroy(): void {
    this.#layer.remove();
  }
}
