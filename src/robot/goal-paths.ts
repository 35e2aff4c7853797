/** @file Goals that move: paths that their parts say, and where they are at a time. */
import { div, sub } from '../core/ops/arithmetic.ts';
import { clamp } from '../core/ops/comparison.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { at, stack } from '../core/ops/indexing.ts';
import { matmul } from '../core/ops/linear-algebra.ts';
import { sin } from '../core/ops/trigonometric.ts';
import { type PopulationTensor, zeros } from '../core/population-tensor.ts';
import { requireTensorOf } from '../core/require-tensor.ts';
import type { Goal, Goals } from './goal.ts';

/** How far a goal that moves is from its `position`, as its other parts say: at the start it is there. */
interface Path {
  readonly parts: readonly string[];
  /** The way [3] from the position at a time [], m. */
  readonly offset: (goal: Goal, time: PopulationTensor) => PopulationTensor;
}

/**
 * A figure eight (lemniscate of Gerono) through the position: swing[0] sin(w t) + swing[1] sin(2 w t), w = 2 pi / period, with
 * the vectors `swing` [2, 3] (m) and the `period` [] (s).
 */
const eight: Path = {
  parts: ['swing', 'period'],
  offset: ({ swing, period }, time) => {
    requireTensorOf('swing', swing, [2, 3], 'two vectors');
    requireTensorOf('period', period, [], 'a time');
    const angle = mul(2 * Math.PI, div(time, period));
    return matmul(stack([sin(angle), sin(mul(2, angle))]), swing);
  },
};

/**
 * Through `offsets` [n, 3] (m) from the position at `times` [n] (s), by cubic pieces: at rest at both ends, with the velocity between
 * its neighbours at any other; before the first and after the last where those are.
 */
const throughPoints: Path = {
  parts: ['times', 'offsets'],
  offset: ({ times, offsets }, time) => {
    const [count] = times.shape;
    requireTensorOf('offsets', offsets, [count, 3], 'a point for each time');
    const point = (i: number): PopulationTensor => at(offsets, i);
    const velocity = (i: number): PopulationTensor =>
      i === 0 || i === count - 1
        ? zeros([3])
        : div(sub(point(i + 1), point(i - 1)), sub(at(times, i + 1), at(times, i - 1)));
    const pieces = Array.from({ length: count - 1 }, (_, i) => {
      const duration = sub(at(times, i + 1), at(times, i));
      const u = clamp(div(sub(time, at(times, i)), duration), 0, 1);
      const rest = sub(1, u);
      // the cubic from 0 with its velocities at both ends: nothing before the piece, all of its way after it
      const way = mul(mul(mul(u, u), sub(3, mul(2, u))), sub(point(i + 1), point(i)));
      const first = mul(mul(mul(u, mul(rest, rest)), duration), velocity(i));
      const last = mul(mul(mul(mul(u, u), rest), duration), velocity(i + 1));
      return add(way, sub(first, last));
    });
    return pieces.reduce(add, point(0));
  },
};

const paths: readonly Path[] = [eight, throughPoints];

const pathOf = (goal: Goal): Path | undefined =>
  paths.find(({ parts }) => parts.every((part) => Object.hasOwn(goal, part)));

/** Where a goal of a path is at a time: what is left of it moves no more. */
function placeAt(goal: Goal, { parts, offset }: Path, time: PopulationTensor): Goal {
  const still = Object.fromEntries(Object.entries(goal).filter(([part]) => !parts.includes(part)));
  return { ...still, position: add(goal.position, offset(goal, time)) };
}

/**
 * The goals as they are at a time [], s: those that are a path are places then. Where none is, the very same goals; so it may be
 * asked for again. Throws a ShapeError where parts of a path do not fit.
 */
export function goalsAt(goals: Goals, time: PopulationTensor): Goals {
  const moving = Object.entries(goals).flatMap(([name, goal]) => {
    const path = pathOf(goal);
    return path ? [[name, placeAt(goal, path, time)] as const] : [];
  });
  return moving.length === 0 ? goals : { ...goals, ...Object.fromEntries(moving) };
}
