/** @file One knot of the backward pass: the value before it from the value after it, and the policy between (Tassa 2012, Mastalli 2020). */
import { eye, type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { abs, sub } from '../core/ops/arithmetic.ts';
import { greaterEqual, less, lessEqual, maximum } from '../core/ops/comparison.ts';
import { add, choose, equal, mul } from '../core/ops/elementwise.ts';
import { concat, reshape, slice, transpose } from '../core/ops/indexing.ts';
import { dot, matmul } from '../core/ops/linear-algebra.ts';
import { amax, sum } from '../core/ops/reduction.ts';
import { boxQP } from './box-qp.ts';
import { factorOfFree, type FreeFactor, solveFactored } from './box-qp-factor.ts';
import { denseJacobians, type Jacobians, semiImplicitJacobians } from './riccati-jacobians.ts';
import { symmetricProduct } from './riccati-products.ts';
import { lowerHalf, symmetricOf } from './symmetric.ts';

/** A knot: its motion and cost to second order, the gap after it, and how far its forces may change. */
export type Knot = {
  /** [n, n] and [n, m]. */
  readonly A: PopulationTensor;
  readonly B: PopulationTensor;
  readonly departure: {
    readonly x: PopulationTensor;
    readonly u: PopulationTensor;
    readonly xx: PopulationTensor;
    readonly ux: PopulationTensor;
    readonly uu: PopulationTensor;
  };
  /** About the next knot's state. */
  readonly arrival: { readonly x: PopulationTensor; readonly xx: PopulationTensor };
  /** From the next knot's state to where this one leads, [n]. */
  readonly gap: PopulationTensor;
  /** Of the change of forces, [m]. */
  readonly lower: PopulationTensor;
  readonly upper: PopulationTensor;
};

/** What is left to pay from a knot on, to second order; and what all steps from there on promise. */
export type Value = {
  /** With the whole step taken by all later knots. */
  readonly x: PopulationTensor;
  readonly xx: PopulationTensor;
  /** With feedback alone: later knots' k and gaps are 0. */
  readonly still: PopulationTensor;
  readonly slope: PopulationTensor;
  readonly curvature: PopulationTensor;
  readonly stationarity: PopulationTensor;
  /** 1 where all factors were positive; 1 where every k is the least within (limited) or without (free) limits, and inside. */
  readonly isPositive: PopulationTensor;
  readonly isFound: PopulationTensor;
};

/** Nothing is left to pay after the last knot; its final terms are its own. */
export const endValue = (n: number): Value => ({
  x: zeros([n]),
  xx: zeros([n, n]),
  still: zeros([n]),
  slope: tensor(0),
  curvature: tensor(0),
  stationarity: tensor(0),
  isPositive: tensor(1),
  isFound: tensor(1),
});

/** What is regularized by mu: forces, Quu + mu I; or states, B' (V' + mu I) B and B' (V' + mu I) A. */
export type Regularization = 'forces' | 'states';

export interface StepSettings {
  readonly regularization: Regularization;
  /** s, where q moves by that times the new velocity: half of the products are known then. */
  readonly period?: number;
  /** Most steps of a knot's box QP; none where forces have no limits. */
  readonly most?: number;
}

/** Second-order terms of a knot's cost-to-go by what is changed in it. */
type Quadratic = {
  readonly x: PopulationTensor;
  readonly u: PopulationTensor;
  readonly xx: PopulationTensor;
  readonly ux: PopulationTensor;
  readonly uu: PopulationTensor;
  /** Gradients with feedback alone. */
  readonly still: { readonly x: PopulationTensor; readonly u: PopulationTensor };
};

/** What is left to pay where a knot leads to: what arriving costs, and the value there. */
type Ahead = Pick<Value, 'x' | 'xx' | 'still'>;

const aheadOf = ({ arrival }: Knot, next: Value): Ahead => ({
  x: add(next.x, arrival.x),
  xx: add(next.xx, arrival.xx),
  still: add(next.still, arrival.x),
});

function quadraticOf({ departure, gap }: Knot, { gradients, curvatures }: Jacobians, ahead: Ahead): Quadratic {
  // what is ahead is known about the next knot's state, which the gap parts from where this knot leads
  const carried = gradients(add(ahead.x, matmul(ahead.xx, gap)));
  const still = gradients(ahead.still);
  const { xx, ux, uu } = curvatures(ahead.xx);
  return {
    x: add(departure.x, carried.x),
    u: add(departure.u, carried.u),
    xx: add(departure.xx, xx),
    ux: add(departure.ux, ux),
    uu: add(departure.uu, uu),
    still: { x: add(departure.x, still.x), u: add(departure.u, still.u) },
  };
}

/** Quu and Qux that gains are made from. */
function regularized(Q: Quadratic, { curvatures }: Jacobians, mu: PopulationTensor, kind: Regularization): Answering {
  if (kind === 'forces') return { uu: add(Q.uu, mul(mu, eye(Q.u.size))), ux: Q.ux };
  const { ux, uu } = curvatures(eye(Q.x.size));
  return { uu: add(Q.uu, mul(mu, uu)), ux: add(Q.ux, mul(mu, ux)) };
}

/** How forces answer: to one another and to the state. */
type Answering = Pick<Quadratic, 'uu' | 'ux'>;

type Gains = {
  readonly k: PopulationTensor;
  readonly K: PopulationTensor;
  readonly isPositive: PopulationTensor;
  readonly isFound: PopulationTensor;
};

const column = (x: PopulationTensor): PopulationTensor => reshape(x, [x.size, 1]);

const minusSolved = (factor: FreeFactor, b: PopulationTensor): PopulationTensor => sub(0, solveFactored(factor, b));

/** k and K without limits, found where k is within them. */
function freeGains({ lower, upper }: Knot, u: PopulationTensor, { uu, ux }: Answering): Gains {
  const [m, n] = ux.shape;
  const factor = factorOfFree(uu);
  const both = minusSolved(factor, concat([column(u), ux], 1));
  const k = reshape(slice(both, [0, 0], [m, 1]), [m]);
  const isInside = equal(sum(mul(lessEqual(lower, k), lessEqual(k, upper))), m);
  return { k, K: slice(both, [0, 1], [m, n + 1]), isPositive: factor.isPositive, isFound: isInside };
}

/** k and K within limits: forces that a limit holds do not answer to the state. */
function limitedGains({ lower, upper }: Knot, u: PopulationTensor, { uu, ux }: Answering, most: number): Gains {
  const { x, free, factor, isPositive, isLeast } = boxQP({ H: uu, g: u, lower, upper }, most);
  const answers = column(free);
  const K = choose(answers, minusSolved(factor, mul(answers, ux)), 0);
  return { k: x, K, isPositive, isFound: isLeast };
}

/** Largest |Qu| of forces that are not at a limit which it presses them against. */
function stationarityOf({ lower, upper }: Knot, u: PopulationTensor): PopulationTensor {
  const isHeld = maximum(mul(greaterEqual(lower, 0), less(0, u)), mul(lessEqual(upper, 0), less(u, 0)));
  return amax(choose(isHeld, 0, abs(u)));
}

/** What the whole step promises in this knot: by its slope at length 0, and by its curvature. */
function promiseOf({ gap }: Knot, ahead: Ahead, Q: Quadratic, k: PopulationTensor): Pick<Value, 'slope' | 'curvature'> {
  const byLaterSteps = sub(ahead.x, ahead.still);
  return {
    slope: add(dot(Q.still.u, k), dot(ahead.still, gap)),
    curvature: add(
      dot(k, add(matmul(Q.uu, k), mul(2, sub(Q.u, Q.still.u)))),
      dot(gap, add(mul(2, byLaterSteps), matmul(ahead.xx, gap))),
    ),
  };
}

/** Gradient and curvature before the knot, with the unregularized Quu and in full form: right whatever k and K are. */
function valueBefore(Q: Quadratic, { k, K }: Gains): Ahead {
  const Kt = transpose(K);
  const KQuuQux = add(matmul(Q.uu, K), Q.ux);
  return {
    x: add(add(Q.x, matmul(Kt, add(matmul(Q.uu, k), Q.u))), matmul(transpose(Q.ux), k)),
    xx: symmetricOf(lowerHalf(add(Q.xx, symmetricProduct(concat([K, Q.ux]), concat([KQuuQux, K])))), Q.x.size),
    still: add(Q.still.x, matmul(Kt, Q.still.u)),
  };
}

/** The value before a knot and the policy in it, from the value after it. */
export function riccatiStep(
  knot: Knot,
  next: Value,
  mu: PopulationTensor,
  { regularization, period, most }: StepSettings,
): { readonly value: Value; readonly k: PopulationTensor; readonly K: PopulationTensor } {
  const { A, B } = knot;
  const jacobians = period === undefined ? denseJacobians(A, B) : semiImplicitJacobians(A, B, period);
  const ahead = aheadOf(knot, next);
  const Q = quadraticOf(knot, jacobians, ahead);
  const forGains = regularized(Q, jacobians, mu, regularization);
  const gains = most === undefined ? freeGains(knot, Q.u, forGains) : limitedGains(knot, Q.u, forGains, most);
  const { slope, curvature } = promiseOf(knot, ahead, Q, gains.k);
  const isPositive = mul(next.isPositive, gains.isPositive);
  const value = {
    ...valueBefore(Q, gains),
    slope: add(next.slope, slope),
    curvature: add(next.curvature, curvature),
    stationarity: maximum(next.stationarity, stationarityOf(knot, Q.u)),
    isPositive,
    // what comes after a factor that is not positive says nothing
    isFound: mul(next.isFound, maximum(gains.isFound, sub(1, isPositive))),
  };
  return { value, k: gains.k, K: gains.K };
}
