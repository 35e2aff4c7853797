/** @file What a filter expects a sensor to tell: its reading of a believed state, how that depends on the state, and how far it errs. */
import { jacobian } from '../../core/derivative/functions.ts';
import { requireObject, requireParts } from '../../core/arguments.ts';
import { div, sqrt, sub } from '../../core/ops/arithmetic.ts';
import { greaterEqual, lessEqual } from '../../core/ops/comparison.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import { stopGradient } from '../../core/ops/stop-gradient.ts';
import { type PopulationTensor, tensor, zeros } from '../../core/population-tensor.ts';
import { ArgumentError } from '../../errors.ts';
import { biasIn, requireLayout, type RobotStateLayout, type SensedContext, sensedOf } from '../robot-state.ts';
import type { Reading, ReadingModel } from '../state-model.ts';
import { requireSensor } from './measure.ts';
import type { Sensor } from './sensor.ts';

/** What is known to act on a robot. */
export type RobotInput = { readonly tau: PopulationTensor };

/** What a filter believes of a sensor, where that is not what its settings say. */
export interface Believed extends SensedContext {
  /** Standard deviation of its noise, without what its resolution adds, [size] or []. */
  readonly deviation?: PopulationTensor;
  /** What it is known to tell too much, [size] or []. Default 0: a bias is an error, and nobody is told of it. */
  readonly bias?: PopulationTensor;
}

/**
 * Standard deviation [size] that a filter believes: rounding to steps D errs evenly over a step, with the variance D^2 / 12. Throws an
 * ArgumentError for a sensor that is said to err not at all.
 */
export function believedDeviation(sensor: Sensor, deviation?: PopulationTensor): PopulationTensor {
  const { deviation: own, resolution } = sensor.errors;
  if (!deviation)
    own.forEach((noise, i) => {
      if (noise === 0 && resolution[i] === 0)
        throw new ArgumentError(
          `noise of ${sensor.name}`,
          `0 of ${sensor.channels[i].label}`,
          'a standard deviation above 0, as a filter would take the reading for the truth',
        );
    });
  const noise = deviation ?? tensor([...own]);
  if (resolution.every((step) => step === 0)) return add(noise, zeros([own.length]));
  const steps = tensor([...resolution]);
  return sqrt(add(mul(noise, noise), div(mul(steps, steps), 12)));
}

/** Whether there are numbers that the sensor cannot tell. */
const hasEnds = ({ errors: { range } }: Sensor): boolean => range.flat().some(Number.isFinite);

/**
 * How a filter expects a sensor to read a state of the layout. Input: forces on the joints tau [nv] as the reading is taken. Its derivative
 * is the engine's, row by row or column by column, whichever are fewer.
 */
export function readingModelOf(
  sensor: Sensor,
  layout: RobotStateLayout,
  believed: Believed = {},
): ReadingModel<RobotInput> {
  requireSensor('sensor', sensor);
  requireLayout(layout);
  requireObject('believed', believed, 'an object of goals, robot, deviation and bias');
  const { space, name } = sensor;
  const read = (x: PopulationTensor, { tau }: RobotInput): PopulationTensor => {
    const { bias, ...context } = believed;
    const plain = sensor.read(sensedOf(layout, x, { tau }, context));
    const offsets = [bias, biasIn(layout, x, sensor)].filter((offset) => offset !== undefined);
    return offsets.reduce((reading, offset) => space.move(reading, add(offset, zeros([space.dimension]))), plain);
  };
  return {
    name,
    space,
    read,
    linearize: (x, input) => {
      const value = read(x, input);
      const byTangent = (tangent: PopulationTensor): PopulationTensor =>
        space.difference(value, read(layout.space.move(x, tangent), input));
      return { value, byState: jacobian(byTangent)(zeros([layout.space.dimension])) };
    },
    deviation: believedDeviation(sensor, believed.deviation),
    ...(hasEnds(sensor) && { censor: (expected, reading) => censored(sensor, expected, reading) }),
  };
}

/**
 * A reading as a filter may use it: at an end of the sensor's range it only says "at least that". Where what was expected [size] lies at
 * the end or beyond it too, that is nothing new, and the channel is taken as absent; else it is taken as it stands.
 */
export function censored(sensor: Sensor, expected: PopulationTensor, reading: Reading): Reading {
  requireSensor('sensor', sensor);
  requireParts('reading', reading, { value: 'an object', present: 'an object' });
  const { value, present } = reading;
  const [low, high] = sensor.errors.range;
  if (!hasEnds(sensor)) return { value, present };
  const [least, most] = [tensor([...low]), tensor([...high])];
  const isBelow = mul(lessEqual(value, least), lessEqual(expected, least));
  const isAbove = mul(greaterEqual(value, most), greaterEqual(expected, most));
  return { value, present: stopGradient(mul(present, sub(1, add(isBelow, isAbove)))) };
}
