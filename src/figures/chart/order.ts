/** @file Distances against step sizes: lines on logarithmic axes whose slope is the order, said at each. */
import type { ChartAxis, ChartCurve, ChartData } from './chart-data.ts';

/**
 * Slope of log y against log x by least squares.
 * @returns NaN where fewer than two points with a logarithm differ in x.
 */
export function orderOf(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const points = Array.from(x, (value, index) => [Math.log(value), Math.log(y[index])]).filter((point) =>
    point.every(Number.isFinite),
  );
  const mean = (of: 0 | 1): number => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const [middleX, middleY] = [mean(0), mean(1)];
  const sum = (term: (dx: number, dy: number) => number): number =>
    points.reduce((total, [px, py]) => total + term(px - middleX, py - middleY), 0);
  const spread = sum((dx) => dx * dx);
  return spread > 0 ? sum((dx, dy) => dx * dy) / spread : NaN;
}

export interface OrderChart extends Omit<ChartData, 'x' | 'y'> {
  readonly x: Omit<ChartAxis, 'scale'>;
  readonly y: Omit<ChartAxis, 'scale'>;
}

/** Both axes logarithmic; each curve says its order. */
export function orderChart({ x, y, curves, ...others }: OrderChart): ChartData {
  const withOrder = (curve: ChartCurve): ChartCurve => {
    const order = orderOf(curve.x, curve.y);
    return Number.isNaN(order) ? curve : { ...curve, words: `order ${order.toFixed(2)}` };
  };
  return { ...others, x: { ...x, scale: 'log' }, y: { ...y, scale: 'log' }, curves: curves.map(withOrder) };
}
