/** @file The robot that an identification found: as parameters for rollouts, and as plain numbers by the names of joints and links for files. */
import { requireInstance } from '../core/arguments.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { ArgumentError } from '../errors.ts';
import type { PartialRobotParameters } from '../robot/partial-parameters.ts';
import { coordinatesOf, numbersAt } from './sensitivities.ts';
import { type IdentificationSettings, outputModelOf } from './settings.ts';
import type { RecordedNumbers } from './unknowns/unknown.ts';

/** Numbers that were found, by names; SI units. */
export interface IdentifiedNumbers {
  readonly joints: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** By the link that the body's joint carries. */
  readonly links: Readonly<Record<string, Readonly<Record<string, number | readonly number[]>>>>;
  /** rad or m, in the order of the coordinates. */
  readonly bias: readonly number[];
  /** s. */
  readonly delay: number;
}

function numbersOf(settings: IdentificationSettings, coordinates: Float64Array): RecordedNumbers {
  const output = outputModelOf(settings);
  requireInstance('coordinates', coordinates, Float64Array);
  const size = coordinatesOf(output);
  if (coordinates.length !== size)
    throw new ArgumentError('coordinates', `${coordinates.length} numbers`, `${size}, as the result has`);
  return numbersAt(output, tensor(coordinates));
}

/** Parameters of the robot at the coordinates of a result: what a scenario takes. Throws an ArgumentError where they are not of these settings. */
export const identifiedRobot = (settings: IdentificationSettings, coordinates: Float64Array): PartialRobotParameters =>
  numbersOf(settings, coordinates).robot;

/** The same by names, as plain data. */
export function identifiedNumbers(settings: IdentificationSettings, coordinates: Float64Array): IdentifiedNumbers {
  const { robot, bias, delay } = numbersOf(settings, coordinates);
  const { joints, bodies } = settings.model;
  const plain = (value: PopulationTensor): number | number[] => (value.size === 1 ? value.item() : value.toArray());
  const named = (names: readonly string[], parts: readonly object[] = []) =>
    Object.fromEntries(
      parts.flatMap((part, i) => {
        const entries = Object.entries(part as Record<string, PopulationTensor>).map(
          ([name, value]) => [name, plain(value)] as const,
        );
        return entries.length > 0 ? [[names[i], Object.fromEntries(entries)] as const] : [];
      }),
    );
  return {
    joints: named(
      joints.map(({ name }) => name),
      robot.joints,
    ) as IdentifiedNumbers['joints'],
    links: named(
      bodies.map(({ name }) => name),
      robot.bodies,
    ),
    bias: bias.toArray(),
    delay: delay.item(),
  };
}
