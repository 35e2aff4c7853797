/** @file Residual: how far an axis of a link points away from a direction of the world; upright where both are up. */
import * as z from 'zod/mini';
import { requireNumbers, requireText } from '../../core/arguments.ts';
import { sub } from '../../core/ops/arithmetic.ts';
import { minimum } from '../../core/ops/comparison.ts';
import { mul } from '../../core/ops/elementwise.ts';
import { dot, matmul, norm } from '../../core/ops/linear-algebra.ts';
import { asin } from '../../core/ops/trigonometric.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { requireLink, linkName } from '../../dynamics/settings.ts';
import { ArgumentError } from '../../errors.ts';
import { described } from '../../text/described.ts';
import { field, vector3 } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import type { Residual, ResidualContext, Seen } from '../residual.ts';

const up: readonly [number, number, number] = [0, 0, 1];

/** A unit vector along one that is given; one without a direction is refused by the name of its setting. */
function unit(setting: string, vector: readonly number[]): PopulationTensor {
  requireNumbers(setting, vector, 'a vector of three numbers');
  if (vector.length !== 3 || !vector.every(Number.isFinite))
    throw new ArgumentError(setting, described(vector), 'a vector of three numbers');
  // by the largest entry first, so that no square overflows
  const largest = Math.max(Math.abs(vector[0]), Math.abs(vector[1]), Math.abs(vector[2]));
  if (!(largest > 0)) throw new ArgumentError(setting, 'a vector of length 0', 'a vector with a direction');
  const scaled = vector.map((x) => x / largest);
  const length = Math.sqrt(scaled.reduce((sum, x) => sum + x * x, 0));
  return tensor(scaled.map((x) => x / length));
}

/**
 * R a - d [3] of the link's axis a (in its own frame) and a direction d of the world, both taken to length 1: the chord of the angle
 * between them, which people read in rad. Half of its square is 1 - cos, smooth everywhere. Throws an ArgumentError where either has no direction.
 */
export function linkAxis(
  link: string,
  axis: readonly [number, number, number] = up,
  direction: readonly [number, number, number] = up,
): Residual {
  requireText('link', link);
  const [own, wanted] = [unit('axis', axis), unit('direction', direction)];
  const pointing = (seen: Seen): PopulationTensor => matmul(seen.link(link).rotation, own);
  return {
    name: 'tilt',
    size: 3,
    unit: 'rad',
    links: [link],
    evaluate: (seen) => sub(pointing(seen), wanted),
    oneMinusCos: (seen) => sub(1, dot(pointing(seen), wanted)),
    chord: (seen) => mul(Math.sqrt(0.5), sub(pointing(seen), wanted)),
    read: (entries) => mul(2, asin(minimum(mul(0.5, norm(entries)), 1))),
  };
}

const direction = (title: string, description: string) =>
  field(z._default(vector3, [...up]), { title, description, touches: 'structure', isAdvanced: true });

export const linkAxisKind = kind({
  type: 'link-axis',
  title: 'Tilt',
  settings: {
    link: linkName,
    axis: direction('Axis', "axis of the link's own frame"),
    direction: direction('Direction', 'where it shall point, in world axes'),
  },
  make({ link, axis, direction: wanted }, { model }: ResidualContext) {
    requireLink(model, link);
    return linkAxis(link, axis, wanted);
  },
});
