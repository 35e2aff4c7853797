/** @file Spaces of states and readings: numbers, angles, configurations, side by side. What differs is told by `difference`, never by a minus sign. */
import { requireInteger, requireList, requireParts } from '../core/arguments.ts';
import { sub } from '../core/ops/arithmetic.ts';
import { add } from '../core/ops/elementwise.ts';
import { concat, slice } from '../core/ops/indexing.ts';
import { atan2, cos, sin } from '../core/ops/trigonometric.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { configurationDifference, movedConfiguration } from '../robot/joints/configuration-difference.ts';
import type { RobotModel } from '../robot/model.ts';
import { requireModel } from '../robot/require-model.ts';

/** Where states or readings lie. A distribution on it is a mean, a point, and a covariance of tangents at the mean. */
export interface Space {
  /** Numbers of a point. */
  readonly size: number;
  /** Numbers of a tangent. */
  readonly dimension: number;
  /** The point [size] that lies a tangent [dimension] away. */
  readonly move: (point: PopulationTensor, tangent: PopulationTensor) => PopulationTensor;
  /** The shortest tangent [dimension] that leads from one point to another: move(from, difference(from, to)) is `to`. */
  readonly difference: (from: PopulationTensor, to: PopulationTensor) => PopulationTensor;
}

/** Numbers that differ by subtraction. */
export function euclideanSpace(size: number): Space {
  requireInteger('size', size, 0);
  return {
    size,
    dimension: size,
    move: (point, tangent) => add(point, tangent),
    difference: (from, to) => sub(to, from),
  };
}

/** An angle in (-pi, pi], rad, that names the same direction. */
export const wrapped = (angle: PopulationTensor): PopulationTensor => atan2(sin(angle), cos(angle));

/** Angles, rad, of which whole turns mean nothing: they differ by less than half a turn. */
export function angleSpace(size: number): Space {
  requireInteger('size', size, 0);
  return { ...euclideanSpace(size), difference: (from, to) => wrapped(sub(to, from)) };
}

/** Configurations of a robot: joints without limits differ by the shorter way round. */
export function configurationSpace(model: RobotModel): Space {
  requireModel(model);
  return {
    size: model.nq,
    dimension: model.nv,
    move: (q, tangent) => movedConfiguration(model, q, tangent),
    difference: (from, to) => configurationDifference(model, from, to),
  };
}

/** Spaces side by side, in their order. Parts without numbers take no room. */
export function productSpace(parts: readonly Space[]): Space {
  requireList('parts', parts);
  parts.forEach((part, i) => requireSpace(`parts[${i}]`, part));
  const own = parts.filter(({ size }) => size > 0);
  if (own.length === 1) return own[0];
  const starts = (of: 'size' | 'dimension'): number[] =>
    own.map((_, i) => own.slice(0, i).reduce((total, part) => total + part[of], 0));
  const [places, tangents] = [starts('size'), starts('dimension')];
  const pointOf = (x: PopulationTensor, i: number): PopulationTensor =>
    slice(x, [places[i]], [places[i] + own[i].size]);
  const tangentOf = (x: PopulationTensor, i: number): PopulationTensor =>
    slice(x, [tangents[i]], [tangents[i] + own[i].dimension]);
  return {
    size: own.reduce((total, { size }) => total + size, 0),
    dimension: own.reduce((total, { dimension }) => total + dimension, 0),
    move: (point, tangent) => concat(own.map((part, i) => part.move(pointOf(point, i), tangentOf(tangent, i)))),
    difference: (from, to) => concat(own.map((part, i) => part.difference(pointOf(from, i), pointOf(to, i)))),
  };
}

/** Refuses what is no space. */
export const requireSpace = (argument: string, space: Space): void =>
  requireParts(
    argument,
    space,
    { size: 'a number', dimension: 'a number', move: 'a function', difference: 'a function' },
    'use e.g. euclideanSpace(2)',
  );
