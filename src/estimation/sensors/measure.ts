/** @file What a sensor tells of a moment: its reading with all its errors, and which channels are there. */
import { requireObject, requireParts } from '../../core/arguments.ts';
import { div, sub } from '../../core/ops/arithmetic.ts';
import { clamp, greaterEqual } from '../../core/ops/comparison.ts';
import { add, choose, equal, mul } from '../../core/ops/elementwise.ts';
import { stopGradient } from '../../core/ops/stop-gradient.ts';
import { ones, type PopulationTensor, tensor, type TensorLike } from '../../core/population-tensor.ts';
import { requireTensorOf } from '../../core/require-tensor.ts';
import { requireSpace } from '../space.ts';
import type { Reading } from '../state-model.ts';
import type { Sensed, Sensor } from './sensor.ts';

/** What a reading errs by. Parts that are left out are the sensor's own. */
export type Mistakes = {
  /** Of the standard normal distribution, [size]. */
  readonly normal: PopulationTensor;
  /** Uniform in [0, 1), [] for all channels or [size]. */
  readonly uniform: PopulationTensor;
  /** Standard deviations [size] or []. */
  readonly deviation?: PopulationTensor;
  /** [size] or []. */
  readonly bias?: PopulationTensor;
  /** Probability that a reading is lost, []. */
  readonly dropout?: PopulationTensor;
  /** 1 where the sensor, or a channel of it, is blinded by hand, else 0: [] or [size]. */
  readonly blind?: PopulationTensor;
};

/** Refuses what is no sensor. */
export function requireSensor(argument: string, sensor: Sensor): void {
  const parts = { name: 'a text', channels: 'a list', errors: 'an object', read: 'a function' } as const;
  requireParts(argument, sensor, parts, 'use sensorOf(…)');
  requireSpace(`${argument}.space`, sensor.space);
  const lists = {
    deviation: 'a list',
    bias: 'a list',
    resolution: 'a list',
    range: 'a list',
    dropout: 'a number',
  } as const;
  requireParts(`${argument}.errors`, sensor.errors, lists);
}

/** 2^52 + 2^51: what is added and taken away again leaves the nearest whole number, of two the even one. */
const shifter = 6755399441055744;

/**
 * The nearest multiple of the step, channel by channel; x itself where the step is 0. Its derivative is 1, that of x (straight-through),
 * as that of the staircase, 0 almost everywhere, says nothing.
 */
export function quantized(x: PopulationTensor, steps: readonly number[]): PopulationTensor {
  if (steps.every((step) => step === 0)) return x;
  const step = tensor([...steps]);
  const whole = sub(add(div(x, choose(equal(step, 0), 1, step)), shifter), shifter);
  return choose(equal(step, 0), x, mul(step, whole));
}

/** x kept within the ends of what a sensor can tell, channel by channel; beyond them its derivative is 0. */
export function saturated(x: PopulationTensor, [low, high]: Sensor['errors']['range']): PopulationTensor {
  if (low.every((end) => end === -Infinity) && high.every((end) => end === Infinity)) return x;
  return clamp(x, tensor([...low]), tensor([...high]));
}

/** 1 for each channel [size] that tells something; no derivative flows through it. */
function presence(sensor: Sensor, sensed: Sensed, { uniform, dropout, blind }: Mistakes): PopulationTensor {
  const parts: TensorLike[] = [greaterEqual(uniform, dropout ?? sensor.errors.dropout)];
  if (sensor.sees) parts.push(sensor.sees(sensed));
  if (blind) parts.push(sub(1, blind));
  return stopGradient(parts.reduce<PopulationTensor>((all, part) => mul(all, part), ones([sensor.space.dimension])));
}

/**
 * What a sensor tells of a moment: its reading moved by bias and noise, rounded to its resolution, held at the ends of its range; absent
 * where it is out of sight, lost or blinded. Derivatives flow to the moment, to deviation and to bias. Throws an ArgumentError or a
 * ShapeError where the arguments do not fit.
 */
export function measure(sensor: Sensor, sensed: Sensed, mistakes: Mistakes): Reading {
  requireSensor('sensor', sensor);
  requireParts('sensed', sensed, { q: 'an object', v: 'an object', tau: 'an object', link: 'a function' });
  requireObject('mistakes', mistakes, 'an object of normal and uniform');
  const { space, errors } = sensor;
  const { normal, bias = tensor([...errors.bias]), deviation = tensor([...errors.deviation]) } = mistakes;
  requireTensorOf('normal', normal, [space.dimension], 'one number a channel');
  const moved = space.move(sensor.read(sensed), add(bias, mul(deviation, normal)));
  return {
    value: saturated(quantized(moved, errors.resolution), errors.range),
    present: presence(sensor, sensed, mistakes),
  };
}
