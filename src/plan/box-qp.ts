/** @file Least of a small convex quadratic within a box, by projected Newton steps (Tassa, Mansard and Todorov, ICRA 2014, section III). */
import { type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { abs, div, sub } from '../core/ops/arithmetic.ts';
import { clamp, greaterEqual, less, lessEqual, maximum, minimum } from '../core/ops/comparison.ts';
import { add, choose, equal, mul, neg } from '../core/ops/elementwise.ts';
import { dot, matmul } from '../core/ops/linear-algebra.ts';
import { amax, sum } from '../core/ops/reduction.ts';
import { scan } from '../core/scan.ts';
import { factorOfFree, type FreeFactor, solveFactored } from './box-qp-factor.ts';

/** 1/2 x' H x + g' x over lower <= x <= upper. */
export type BoxQP = {
  /** Symmetric [m, m]. */
  readonly H: PopulationTensor;
  /** [m]. */
  readonly g: PopulationTensor;
  /** [m], may be infinite, or equal. */
  readonly lower: PopulationTensor;
  readonly upper: PopulationTensor;
};

export type BoxQPSolution = {
  /** [m]. */
  readonly x: PopulationTensor;
  /** 1 where x may move, 0 where a bound holds it, [m]. */
  readonly free: PopulationTensor;
  /** Of H's free block. */
  readonly factor: FreeFactor;
  /** 1 where every free block was positive, else 0. */
  readonly isPositive: PopulationTensor;
  /** 1 where x is the least, else 0: steps did not suffice. */
  readonly isLeast: PopulationTensor;
};

/** Part of the slope that a step has to win (Tassa 2014). */
const armijo = 0.1;

/** A gradient below this part of the sum of its terms' magnitudes is rounding: what a bound holds by no more is not let go. */
const roundingOfGradient = 1e-13;

/** What is known at a point x of the box. */
type Outlook = {
  readonly gradient: PopulationTensor;
  /** Newton's direction of what is free, 0 of what is held. */
  readonly direction: PopulationTensor;
  readonly free: PopulationTensor;
  readonly factor: FreeFactor;
  /** x + direction, cut to the box. */
  readonly target: PopulationTensor;
  /** 1 where the target is the least. */
  readonly isLeast: PopulationTensor;
};

const all = (mask: PopulationTensor): PopulationTensor => equal(sum(mask), mask.size);

/** 1 where a bound holds x against the gradient: it is at the bound, and would leave the box or stay. */
function heldAt(qp: BoxQP, x: PopulationTensor, gradient: PopulationTensor): PopulationTensor {
  const { H, g, lower, upper } = qp;
  const rounding = mul(roundingOfGradient, add(abs(g), matmul(abs(H), abs(x))));
  const below = mul(lessEqual(x, lower), lessEqual(neg(rounding), gradient));
  const above = mul(greaterEqual(x, upper), lessEqual(gradient, rounding));
  return maximum(below, above);
}

function outlookAt(qp: BoxQP, x: PopulationTensor): Outlook {
  const { H, g, lower, upper } = qp;
  const gradient = add(g, matmul(H, x));
  const held = heldAt(qp, x, gradient);
  const free = sub(1, held);
  const factor = factorOfFree(H, free);
  const direction = neg(solveFactored(factor, mul(free, gradient)));
  const full = add(x, direction);
  const target = clamp(full, lower, upper);
  // x is in the box and what is held does not move: a cut is one of what is free
  const isWhole = equal(full, target);
  const stillHeld = heldAt(qp, target, add(gradient, matmul(H, sub(target, x))));
  return { gradient, direction, free, factor, target, isLeast: all(mul(isWhole, maximum(free, stillHeld))) };
}

/** A point of the search, and whether all that was factored on the way was positive. */
type Trial = { readonly x: PopulationTensor; readonly isPositive: PopulationTensor };

/** Move along the direction until the first bound stops it, or where it is least: what it wins is certain. Bounds that x is at stop nothing. */
function moveToFirstBound({ H, lower, upper }: BoxQP, x: PopulationTensor, outlook: Outlook): PopulationTensor {
  const { gradient, direction } = outlook;
  const room = choose(less(direction, 0), sub(lower, x), sub(upper, x));
  const moves = choose(equal(room, 0), 0, direction);
  const slope = dot(gradient, moves);
  const curvature = dot(moves, matmul(H, moves));
  const least = choose(less(0, curvature), div(neg(slope), curvature), 0);
  const lengths = choose(equal(moves, 0), Infinity, div(room, moves));
  const length = minimum(least, neg(amax(neg(lengths))));
  return mul(length, moves);
}

/** One step along the projected path where it wins enough, else to the first bound; at the least nothing moves. */
function stepped(qp: BoxQP, { x, isPositive }: Trial): Trial {
  const outlook = outlookAt(qp, x);
  const { gradient, target, factor, isLeast } = outlook;
  const move = sub(target, x);
  // by the slope of the cut move: what is cut away of a long direction cannot be won
  const slope = dot(gradient, move);
  const change = add(slope, mul(0.5, dot(move, matmul(qp.H, move))));
  const wins = mul(lessEqual(slope, 0), lessEqual(change, mul(armijo, slope)));
  const next = choose(wins, target, clamp(add(x, moveToFirstBound(qp, x, outlook)), qp.lower, qp.upper));
  return { x: choose(isLeast, x, next), isPositive: mul(isPositive, factor.isPositive) };
}

/**
 * The least of a convex quadratic within a box that holds 0, after at most `most` + 1 steps from 0, for m up to a dozen; and which entries
 * bounds hold there. Where no bound is met it is found by one factor, bit for bit as without bounds.
 */
export function boxQP(qp: BoxQP, most: number): BoxQPSolution {
  const begin: Trial = { x: clamp(zeros(qp.g.shape), qp.lower, qp.upper), isPositive: tensor(1) };
  const { carry } = scan((trial: Trial) => ({ carry: stepped(qp, trial), output: [] }), begin, [], { length: most });
  const { target, free, factor, isLeast } = outlookAt(qp, carry.x);
  return { x: target, free, factor, isLeast, isPositive: mul(carry.isPositive, factor.isPositive) };
}
