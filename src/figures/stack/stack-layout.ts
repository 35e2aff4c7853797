/** @file Where everything of plots over a shared axis lies, in pixels. */
import { linearAxis, logAxis, roomyAxis, type Axis, tickTexts } from '../axis.ts';
import type { Measure, Size } from '../figure-layout.ts';
import { gapOf } from '../gaps.ts';
import type { Plane } from '../plane.ts';
import { extentOf, type StackData, type StackPanel } from './stack-data.ts';

export interface LaidPanel {
  readonly panel: StackPanel;
  readonly plane: Plane;
}

export interface StackLayout {
  /** Over all of them: what lies across. */
  readonly plane: Plane;
  readonly panels: readonly LaidPanel[];
  /** Whether words stand at the left of the plots, rather than above them. */
  readonly hasGutter: boolean;
}

/** Pixels: words above a plot, the free row between plots, numbers and name of the axis below. */
const rows = { words: 18, between: 12, ticks: 18, name: 15, top: 4 } as const;
const right = 12;
/** Beside the numbers of an axis. */
const tickRoom = 8;

function yAxisOf({ lines, band, limits = [], scale = 'linear', min, max }: StackPanel, height: number): Axis {
  const most = Math.max(2, Math.floor(height / 26));
  const shown = (values: ArrayLike<number>): number[] =>
    Array.from(values).filter((value) => gapOf(value, scale) === null);
  const lists = [...lines.map(({ y }) => y), ...(band ? [band.low, band.high] : []), limits.map(({ y }) => y)];
  const [low, high] = extentOf(lists.map(shown)) ?? (scale === 'log' ? [0.1, 10] : [0, 1]);
  if (scale === 'log') return logAxis(min ?? low, max ?? high, most);
  if (min !== undefined || max !== undefined) {
    const [from, to] = [min ?? low, max ?? high];
    return linearAxis(from, to > from ? to : from + 1, most);
  }
  return roomyAxis(low, high, most);
}

/** Places plots in a figure of this size; `gutter`: pixels at the left for words, 0 where they stand above the plots. */
export function layOutStack({ x: words, panels }: StackData, size: Size, measure: Measure, gutter = 0): StackLayout {
  const hasGutter = gutter > 0;
  const head = hasGutter ? 0 : rows.words;
  const below = rows.ticks + rows.name;
  const taken = rows.top + below + rows.between * (panels.length - 1) + head * panels.length;
  const height = Math.max(size.height - taken, 8 * panels.length);
  const shares = panels.reduce((sum, { share }) => sum + share, 0);
  const axes = panels.map((panel) => yAxisOf(panel, (height * panel.share) / shares));
  const widest = axes
    .flatMap(({ ticks }) => tickTexts(ticks))
    .reduce((most, text) => Math.max(most, measure(text, 'tick')), 12);
  const left = hasGutter ? gutter : Math.ceil(widest) + tickRoom;
  const width = Math.max(size.width - left - right, 10);
  const x = linearAxis(words.min, words.max, Math.max(2, Math.floor(width / 64)));
  let top = rows.top;
  const laid = panels.map((panel, k): LaidPanel => {
    const box = { left, top: top + head, width, height: (height * panel.share) / shares };
    top = box.top + box.height + rows.between;
    return { panel, plane: { size, box, x, y: axes[k], words: { x: words, y: panel } } };
  });
  const all = { left, top: rows.top, width, height: Math.max(top - rows.between - rows.top, 1) };
  const level: Axis = { scale: 'linear', min: 0, max: 1, ticks: [] };
  return {
    plane: { size, box: all, x, y: level, words: { x: words, y: { name: '', unit: '' } } },
    panels: laid,
    hasGutter,
  };
}
