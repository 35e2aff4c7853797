/** @file Some leaves of a robot's parameters, by their places: what derivative rules are asked for. */
import type { Needed } from '../core/derivative/with-adjoint.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { tensorsOf, unflatten } from '../core/tree.ts';
import type { RobotParameters } from '../robot/parameters.ts';

export const placesOf = (parameters: RobotParameters, isAsked: Needed): number[] =>
  tensorsOf(parameters).flatMap((leaf, i) => (isAsked(leaf) ? [i] : []));

export function pickLeaves(parameters: RobotParameters, places: readonly number[]): PopulationTensor[] {
  const all = tensorsOf(parameters);
  return places.map((place) => all[place]);
}

export function replaceLeaves(
  parameters: RobotParameters,
  places: readonly number[],
  leaves: readonly PopulationTensor[],
): RobotParameters {
  if (places.length === 0) return parameters;
  const all = tensorsOf(parameters);
  places.forEach((place, k) => (all[place] = leaves[k]));
  return unflatten(parameters, all);
}
