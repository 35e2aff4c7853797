/** @file The loss in the lane of the iterations: a line without axes, and signs of what happened. */
import { fractionOf, linearAxis, logAxis } from '../../figures/axis.ts';
import type { Palette } from '../../figures/colours.ts';
import { nearestIndex, type Points, thinned } from '../../figures/extremes.ts';
import type { FigureMark } from '../../figures/figure-data.ts';
import { gapOf, gapsOf } from '../../figures/gaps.ts';
import { markGlyph } from '../../figures/glyphs.ts';
import { drawGlyph, Layer } from './overlay.ts';

export interface LaneView {
  readonly loss: { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> };
  readonly marks: readonly FigureMark[];
  /** The newest iteration. */
  readonly end: number;
}

/** Free pixels around the line: above it are the signs, beside it is what reaches over the ends of the track. */
const room = { above: 9, below: 5, beside: 6 } as const;

/** Pixels between two signs of a kind at least. */
const signWidth = 8;

/** Where a value lies, px. */
type Place = (value: number) => number;

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
      const toX = (k: number): number => room.beside + fractionOf(x, k) * (width - 2 * room.beside);
      const range = extent(loss.y);
      const y = range && logAxis(range[0], range[1], 2);
      const toY = (value: number): number =>
        room.above + (1 - (y ? fractionOf(y, value) : 1)) * (height - room.above - room.below);
      if (y)
        this.#drawLine(
          context,
          thinned(loss.x, loss.y, 'log', { low: 0, high: x.max, bins: Math.ceil(width) }),
          toX,
          toY,
        );
      const failures = gapsOf(loss.x, loss.y, 'log').filter(({ kind }) => kind === 'not finite');
      const heightOf = ({ x: k, kind }: FigureMark): number => {
        const value = loss.y[nearestIndex(loss.x, k)] ?? NaN;
        return kind === 'best' && !gapOf(value, 'log') ? toY(value) : room.above - 4;
      };
      this.#drawMarks(
        context,
        [...failures.map(({ from }) => ({ x: from, kind: 'nan' as const, label: '' })), ...marks],
        toX,
        heightOf,
      );
    });
  }

  #drawLine(context: CanvasRenderingContext2D, points: Points, toX: Place, toY: Place): void {
    context.beginPath();
    points.x.forEach((k, index) => {
      const value = points.y[index];
      if (Number.isNaN(value)) return;
      const place = [toX(k), toY(value)] as const;
      if (Number.isNaN(points.y[index - 1] ?? NaN)) context.moveTo(place[0], place[1]);
      context.lineTo(place[0], place[1]);
    });
    context.strokeStyle = this.#palette('--now');
    context.lineWidth = 1.75;
    context.lineJoin = 'round';
    context.stroke();
  }

  /** Signs of a kind are not drawn over each other. */
  #drawMarks(
    context: CanvasRenderingContext2D,
    marks: readonly FigureMark[],
    toX: Place,
    heightOf: (mark: FigureMark) => number,
  ): void {
    const last = new Map<FigureMark['kind'], number>();
    for (const mark of marks) {
      const left = Math.round(toX(mark.x));
      if (left - (last.get(mark.kind) ?? -Infinity) < signWidth) continue;
      last.set(mark.kind, left);
      drawGlyph(context, markGlyph(mark.kind, left, heightOf(mark)), this.#palette);
    }
  }

  destroy(): void {
    this.#layer.remove();
  }
}
