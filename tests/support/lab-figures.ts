/** @file Figures of the Lab over numbers that are the same every time: Himmelblau's surface with a hole, a spectrum, orders, regimes. */
import type { ChartData } from '../../src/figures/chart/chart-data.ts';
import { orderChart } from '../../src/figures/chart/order.ts';
import { spectrumChart } from '../../src/figures/chart/spectrum.ts';
import type { ContourData } from '../../src/figures/contour/contour-data.ts';
import type { Levels } from '../../src/figures/contour/levels.ts';
import type { RegimeData } from '../../src/figures/regime/regime-data.ts';
import { levelsOf } from '../../src/learning/surface/levels.ts';

export const evenly = (from: number, to: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, k) => from + ((to - from) * k) / (count - 1));

export const himmelblau = (x: number, y: number): number => (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2;

const slope = (x: number, y: number): readonly [number, number] => [
  4 * x * (x * x + y - 11) + 2 * (x + y * y - 7),
  2 * (x * x + y - 11) + 4 * y * (x + y * y - 7),
];

/** Iterates of descent with momentum. */
function descent([startX, startY]: readonly [number, number], step: number, momentum: number, count: number) {
  const [xs, ys] = [new Float64Array(count), new Float64Array(count)];
  let [x, y, vx, vy] = [startX, startY, 0, 0];
  for (let k = 0; k < count; k++) {
    [xs[k], ys[k]] = [x, y];
    const [gx, gy] = slope(x, y);
    [vx, vy] = [momentum * vx - step * gx, momentum * vy - step * gy];
    [x, y] = [x + vx, y + vy];
  }
  return { x: xs, y: ys };
}

/** Values over a grid, the first y first. */
export const surface = (x: Float64Array, y: Float64Array, f: (x: number, y: number) => number): Float64Array =>
  Float64Array.from({ length: x.length * y.length }, (_, k) => f(x[k % x.length], y[Math.floor(k / x.length)]));

/** Levels even in the logarithm of the height above the least value. */
export function logLevels(z: Float64Array, bands: number): Levels {
  const { values, least } = levelsOf(z, { bands });
  return { levels: Array.from(values.subarray(1)), scale: { kind: 'log', least } };
}

export function contourExample(count = 81): ContourData {
  const [x, y] = [evenly(-6, 6, count), evenly(-6, 6, count)];
  const z = surface(x, y, (a, b) => (a > 4.4 && b > 4.1 + (6 - a) ? NaN : himmelblau(a, b)));
  const residual = Float64Array.from({ length: 60 }, (_, k) => 0.6 * (1 - Math.exp(-k / 15)));
  return {
    id: 'himmelblau',
    title: "Himmelblau's function, and two ways down",
    x: { name: 'first parameter', unit: 'rad', values: x },
    y: { name: 'second parameter', unit: 'rad', values: y },
    z,
    value: { name: 'loss', unit: '' },
    ...logLevels(z, 14),
    marks: [
      { x: -0.27, y: -0.92, kind: 'maximum', label: 'local maximum' },
      { x: 3, y: 2, kind: 'minimum', label: 'minimum, sharpness 82' },
      { x: -2.805, y: 3.131, kind: 'minimum', label: 'minimum' },
      { x: 0.0867, y: 2.8843, kind: 'saddle', label: 'saddle' },
      { x: -0.5, y: -5, kind: 'start', label: 'start' },
    ],
    paths: [
      { id: 'gd', label: 'descent, step 0.01', colour: '--now', ...descent([-0.5, -5], 0.01, 0, 60) },
      { id: 'momentum', label: 'momentum 0.9', colour: '--line-3', ...descent([-0.5, -5], 0.002, 0.9, 60), residual },
    ],
    note: 'The plane holds 93 % of the way; over 8 pairs of directions the largest curvature varies by 12 %. Rings say how far a point lies from the plane.',
  };
}

/** A rough surface with a hole, over uneven places of a logarithmic axis where `seed` is even; the same every time. */
export function roughSurface(seed: number, count: number): ContourData {
  const isLog = seed % 2 === 0;
  const x = isLog ? evenly(-1, 1, count).map((place) => 10 ** place) : evenly(-2, 3, count);
  const y = evenly(0, 5, count + 2);
  const wave = (a: number, b: number): number =>
    Math.sin(1.3 * seed + 5 * a) * Math.cos(0.7 * seed + 6 * b) + 0.8 * Math.sin(9 * a * b + seed);
  const z = Float64Array.from({ length: x.length * y.length }, (_, k) => {
    const [i, j] = [k % count, Math.floor(k / count)];
    return i === 1 + (seed % (count - 2)) && j === 2 ? NaN : wave(i / count, j / count);
  });
  return {
    id: 'rough',
    title: 'A rough surface',
    x: { name: 'gain', unit: 'N m', values: x, ...(isLog && { scale: 'log' as const }) },
    y: { name: 'time', unit: 's', values: y },
    z,
    value: { name: 'loss', unit: 'J' },
    levels: [-1, -0.5, 0, 0.5, 1],
    scale: { kind: 'linear' },
  };
}

export function spectrumExample(): ChartData {
  const nodes = [0.02, 0.05, 0.4, 0.9, 1.7, 2.6, 5.2, 18.4];
  const weights = [0.4, 0.25, 0.12, 0.1, 0.06, 0.04, 0.02, 0.01];
  const kernelWidth = 0.35;
  const grid = evenly(-2, 24, 400);
  const density = grid.map((at) =>
    nodes.reduce(
      (sum, node, k) =>
        sum + (weights[k] * Math.exp(-0.5 * ((at - node) / kernelWidth) ** 2)) / (kernelWidth * Math.sqrt(2 * Math.PI)),
      0,
    ),
  );
  return spectrumChart({
    id: 'spectrum',
    title: 'Where the curvature of the loss lies',
    eigenvalue: { name: 'eigenvalue of the Hessian', unit: 'rad⁻²' },
    nodes,
    weights,
    grid,
    density,
    kernelWidth,
    mass: 0.9997,
    limits: [
      { x: 20, label: 'descent: 2/η = 20', colour: '--bad' },
      { x: 14, label: 'Nesterov: 14', colour: '--line-3' },
    ],
  });
}

export function ordersExample(): ChartData {
  const x = [0.04, 0.02, 0.01, 0.005];
  return orderChart({
    id: 'orders',
    title: 'How far descent is from the flow',
    x: { name: 'step size η', unit: '' },
    y: { name: 'largest distance', unit: 'rad' },
    curves: [
      { id: 'flow', label: 'to the gradient flow', colour: '--now', x, y: x.map((h) => 0.31 * h * (1 + 0.4 * h)) },
      { id: 'modified', label: 'to the modified flow', colour: '--line-1', x, y: x.map((h) => 0.52 * h * h) },
    ],
  });
}

/** Heavy ball on curvature 1: complex roots ring, and shrink by the root of the momentum. */
export function regimeExample(columns = 120, rows = 90): RegimeData {
  const x = evenly(Math.log(0.01), Math.log(5), columns).map(Math.exp);
  const y = evenly(0, 0.99, rows);
  const roots = (a: number, b: number): [number, number] => {
    const half = (1 + b - a) / 2;
    const under = half * half - b;
    if (under < 0) return [1, Math.sqrt(b)];
    const rate = Math.max(Math.abs(half + Math.sqrt(under)), Math.abs(half - Math.sqrt(under)));
    return [half < 0 ? 1 : 0, rate];
  };
  const rate = surface(x, y, (a, b) => roots(a, b)[1]);
  return {
    id: 'regimes',
    title: 'How momentum behaves on the largest curvature',
    x: { name: 'step size × curvature', unit: '', scale: 'log', values: x },
    y: { name: 'momentum', unit: '', values: y },
    regimes: [
      { id: 'monotone', label: 'monotone', letter: 'M', colour: '--line-1' },
      { id: 'ringing', label: 'ringing', letter: 'R', colour: '--line-4' },
      { id: 'divergent', label: 'divergent', letter: 'D', colour: '--bad', isHatched: true },
    ],
    regime: Uint8Array.from(surface(x, y, (a, b) => (roots(a, b)[1] > 1 ? 2 : roots(a, b)[0]))),
    rate,
    rateName: { name: 'factor per step', unit: '' },
    marks: [{ x: 0.1, y: 0.9, label: 'this run' }],
    note: 'On a quadratic with one curvature; on the task itself each curvature has a place of its own along the axis.',
  };
}
