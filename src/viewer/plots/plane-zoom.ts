/** @file Zooming the box of a plane: how far and where hands have moved it, and the box that comes of it. */
import type { Plane } from '../../figures/plane.ts';

/** Pixels of a figure. */
interface Pixel {
  readonly x: number;
  readonly y: number;
}

/** What lay at `from` lies at `to`, and all is `factor` times as large. */
export interface Zoom {
  readonly from: Pixel;
  readonly to: Pixel;
  readonly factor: number;
}

/** Least and largest across, least and largest up. */
export type PlaneBox = readonly [number, number, number, number];

/** Most that one movement does. */
const most = 40;

/** Ends of an axis as far as a hand means them: to a thousandth of what they span. */
function endsOf(min: number, max: number, at: number, share: number, factor: number): readonly [number, number] | null {
  const span = (max - min) / factor;
  const low = min + at * (max - min) - share * span;
  const step = 10 ** (Math.floor(Math.log10(span)) - 3);
  const rounded = (value: number): number => Number((Math.round(value / step) * step).toPrecision(12));
  const ends = [rounded(low), rounded(low + span)] as const;
  return Number.isFinite(ends[0]) && Number.isFinite(ends[1]) && ends[0] < ends[1] ? ends : null;
}

/** The box that a plane of even axes shows then; null where it has none. */
export function zoomedBox({ box, x, y }: Plane, { from, to, factor }: Zoom): PlaneBox | null {
  const [isEven, scale] = [x.scale === 'linear' && y.scale === 'linear', Math.min(Math.max(factor, 1 / most), most)];
  if (!isEven) return null;
  const across = (at: Pixel): number => (at.x - box.left) / box.width;
  const up = (at: Pixel): number => 1 - (at.y - box.top) / box.height;
  const [left, low] = [
    endsOf(x.min, x.max, across(from), across(to), scale),
    endsOf(y.min, y.max, up(from), up(to), scale),
  ];
  return left && low && [left[0], left[1], low[0], low[1]];
}

/** How the picture that is there looks meanwhile, in CSS. */
export const previewOf = ({ from, to, factor }: Zoom): string =>
  `translate(${to.x - factor * from.x}px, ${to.y - factor * from.y}px) scale(${factor})`;
