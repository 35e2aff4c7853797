/** @file How a sensor errs and when it speaks, as settings: once for all kinds. */
import * as z from 'zod/mini';
import { ArgumentError } from '../../errors.ts';
import { field, finite, fraction, name, nonNegative, type ValuesOf } from '../../settings/fields.ts';
import { counted } from '../../text/counted.ts';
import type { Channel, Errors } from './sensor.ts';

/** One number for all channels, or a list with one each. */
const perChannel = <T extends z.ZodMiniType>(entry: T) => z.union([entry, z.array(entry)]);

/** Fields of every sensor; its noise is `usual` where nothing is said, in `unit` of its channels. */
export const sensorFields = (usual: number | readonly number[], unit: string) => ({
  name: field(name, {
    title: 'Name',
    description: 'name of the sensor in readings, figures and files',
    touches: 'structure',
  }),
  noise: field(z._default(perChannel(nonNegative), usual as number | number[]), {
    title: 'Noise',
    description: 'standard deviation of white noise, one number for all channels or one each',
    unit,
    touches: 'input',
  }),
  bias: field(z._default(perChannel(finite), 0), {
    title: 'Bias',
    description: 'what is added to every reading, one number for all channels or one each',
    unit,
    touches: 'input',
  }),
  resolution: field(z._default(perChannel(nonNegative), 0), {
    title: 'Resolution',
    description: 'step of the numbers that it tells; 0 where it tells all',
    unit,
    touches: 'structure',
  }),
  range: field(z.optional(z.tuple([perChannel(finite), perChannel(finite)])), {
    title: 'Range',
    description: 'least and largest number that it tells, of all channels or one each; none where it is absent',
    unit,
    touches: 'structure',
    isAdvanced: true,
  }),
  dropout: field(z._default(fraction, 0), {
    title: 'Drop-outs',
    description: 'probability that a reading is lost',
    touches: 'input',
  }),
  period: field(z._default(nonNegative, 0), {
    title: 'Period',
    description: 'time from one reading to the next; 0 for every tick',
    unit: 's',
    touches: 'structure',
  }),
  delay: field(z._default(nonNegative, 0), {
    title: 'Delay',
    description: 'time from the moment that a reading is of to that at which it is known',
    unit: 's',
    touches: 'structure',
  }),
});

type SensorSettings = Omit<ValuesOf<ReturnType<typeof sensorFields>>, 'name'>;

/** One number a channel. Throws an ArgumentError where a list has another length. */
function spreadOver(channels: readonly Channel[], setting: string, given: number | readonly number[]): number[] {
  if (typeof given === 'number') return channels.map(() => given);
  if (given.length === channels.length) return [...given];
  const labels = channels.map(({ label }) => label).join(', ');
  throw new ArgumentError(
    setting,
    counted(given.length, 'number'),
    `one number, or ${counted(channels.length, 'number')}: ${labels}`,
  );
}

/** The errors that settings say, a number a channel. Throws an ArgumentError where a list has another length or a range is empty. */
export function errorsOf(settings: SensorSettings, channels: readonly Channel[]): Errors {
  const each = (setting: 'noise' | 'bias' | 'resolution'): number[] => spreadOver(channels, setting, settings[setting]);
  const [low, high] = settings.range ?? [-Infinity, Infinity];
  const range = [spreadOver(channels, 'range[0]', low), spreadOver(channels, 'range[1]', high)] as const;
  range[0].forEach((least, i) => {
    if (!(least < range[1][i]))
      throw new ArgumentError('range', `${least} to ${range[1][i]}`, 'a least number below the largest');
  });
  return {
    deviation: each('noise'),
    bias: each('bias'),
    resolution: each('resolution'),
    range,
    dropout: settings.dropout,
    period: settings.period,
    delay: settings.delay,
  };
}
