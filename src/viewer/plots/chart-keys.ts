/** @file Keys that move along the curves of a chart: to the next point, to the next curve. */
import type { ChartCurve } from '../../figures/chart/chart-data.ts';

/** A point of a curve. */
export interface ChartPoint {
  readonly curve: ChartCurve;
  readonly index: number;
}

/** The point that a key leads to; null: the key is another, or there is no point. `isLong`: ten at once. */
export function pointAfterKey(
  key: string,
  isLong: boolean,
  curves: readonly ChartCurve[],
  from: ChartPoint | null,
): ChartPoint | null {
  const drawn = curves.filter(({ x }) => x.length > 0);
  if (drawn.length === 0 || !/^(Arrow(Left|Right|Up|Down)|Home|End)$/.test(key)) return null;
  const clamped = (value: number, count: number): number => Math.min(Math.max(value, 0), count - 1);
  const at = from ? drawn.indexOf(from.curve) : -1;
  if (!from || at < 0) return { curve: drawn[0], index: key === 'End' ? drawn[0].x.length - 1 : 0 };
  const turn = { ArrowUp: -1, ArrowDown: 1 }[key] ?? 0;
  const curve = drawn[clamped(at + turn, drawn.length)];
  const step = (isLong ? 10 : 1) * ({ ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[key] ?? 0);
  return { curve, index: clamped(from.index + step, curve.x.length) };
}
