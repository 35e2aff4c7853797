/** @file The second-order flow of heavy ball: a mass in the loss's landscape, with friction. */
import { requireCallback, requireFiniteNumber, requireInstance, requireParts } from '../../core/arguments.ts';
import { ArgumentError } from '../../errors.ts';
import { scaled } from '../../optimize/vector.ts';
import { evaluated, type Gradient, type HessianProduct, multiplied } from './gradient-flow.ts';
import type { FlowSystem } from './system.ts';

/** Step size eta and the part b of the last direction that is kept: m <- b m + g; x <- x - eta m. */
export interface HeavyBall {
  readonly learningRate: number;
  readonly momentum: number;
}

function requireHeavyBall(given: HeavyBall): void {
  requireParts('settings', given, { learningRate: 'a number', momentum: 'a number' });
  const { learningRate, momentum } = given;
  if (!(learningRate > 0 && learningRate < Infinity))
    throw new ArgumentError('settings.learningRate', String(learningRate), 'more than 0');
  if (!(momentum >= 0 && momentum < 1))
    throw new ArgumentError('settings.momentum', String(momentum), 'at least 0 and less than 1');
}

/** Mass eta (1 + b) / (2 (1 - b)^2) of the flow, in the time of gradient flow: eta / (1 - b) a step. */
function massOf({ learningRate, momentum }: HeavyBall): number {
  return (learningRate * (1 + momentum)) / (2 * (1 - momentum) ** 2);
}

const halves = (x: Float64Array): readonly [Float64Array, Float64Array] => [
  x.subarray(0, x.length / 2),
  x.subarray(x.length / 2),
];

const joined = (first: Float64Array, second: Float64Array): Float64Array => {
  const both = new Float64Array(2 * first.length);
  both.set(first);
  both.set(second, first.length);
  return both;
};

/**
 * mass x'' + x' = -grad L(x), as a system of x and v = x': [x; v]. A step of heavy ball takes the time eta / (1 - b). Throws an
 * ArgumentError where an argument does not fit.
 */
export function momentumFlow(gradient: Gradient, settings: HeavyBall, product?: HessianProduct): FlowSystem {
  requireCallback('gradient', gradient);
  requireHeavyBall(settings);
  const mass = massOf(settings);
  const field = async (both: Float64Array): Promise<Float64Array> => {
    const [x, v] = halves(both);
    const { gradient: g } = await evaluated(gradient, x.slice());
    return joined(
      v,
      v.map((speed, i) => -(speed + g[i]) / mass),
    );
  };
  if (product === undefined) return { field };
  requireCallback('product', product);
  return {
    field,
    product: async (both, by) => {
      const [dx, dv] = halves(by);
      const bent = await multiplied(product, halves(both)[0].slice(), dx.slice());
      return joined(
        dv,
        dv.map((speed, i) => -(speed + bent[i]) / mass),
      );
    },
  };
}

/**
 * [x; v] from which the momentum flow leaves as heavy ball leaves from x without momentum: v = -(1 - b) / (1 + b) grad L, so that
 * both agree to second order once the start has died away.
 */
export async function momentumFlowStart(
  gradient: Gradient,
  settings: HeavyBall,
  x: Float64Array,
): Promise<Float64Array> {
  requireCallback('gradient', gradient);
  requireHeavyBall(settings);
  requireInstance('x', x, Float64Array);
  const { momentum } = settings;
  return joined(x, scaled(-(1 - momentum) / (1 + momentum), (await evaluated(gradient, x)).gradient));
}

/** How heavy ball moves along a direction of a given curvature. */
export interface Damping {
  /**
   * Of its two roots: both real and positive; one; a complex pair; both real and negative; one beyond -1; or, where the curvature is
   * not positive, one that is not below 1.
   */
  readonly regime: 'overdamped' | 'critically damped' | 'underdamped' | 'alternating' | 'unstable' | 'not bound';
  /** Factor of a distance a step in the long run: sqrt(b) where it is underdamped. */
  readonly rate: number;
  /** Of the flow: 1 where it is critically damped, more where it is overdamped; NaN where the curvature is not positive. */
  readonly dampingRatio: number;
}

/** Rounding of a discriminant. */
const rounding = 1e-12;

/** Damping of heavy ball along a direction in which the Hessian's eigenvalue is `curvature`. Throws an ArgumentError where a number does not fit. */
export function dampingOf(curvature: number, settings: HeavyBall): Damping {
  requireFiniteNumber('curvature', curvature);
  requireHeavyBall(settings);
  const { learningRate, momentum: b } = settings;
  const step = learningRate * curvature;
  const middle = (1 + b - step) / 2;
  const discriminant = middle * middle - b;
  const root = Math.sqrt(Math.max(0, discriminant));
  const isCritical = Math.abs(discriminant) <= rounding;
  const rate = isCritical || discriminant < 0 ? Math.sqrt(b) : Math.abs(middle) + root;
  const dampingRatio = curvature > 0 ? 1 / (2 * Math.sqrt(massOf(settings) * curvature)) : NaN;
  if (!(curvature > 0)) return { regime: 'not bound', rate, dampingRatio };
  if (isCritical) return { regime: 'critically damped', rate, dampingRatio };
  if (discriminant < 0) return { regime: 'underdamped', rate, dampingRatio };
  if (middle > 0) return { regime: 'overdamped', rate, dampingRatio };
  return { regime: step >= 2 + 2 * b ? 'unstable' : 'alternating', rate, dampingRatio };
}
