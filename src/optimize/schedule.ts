/** @file Learning-rate schedules: the factor on the learning rate at each iteration. */
import * as z from 'zod/mini';
import { cos } from '../core/scalar/trigonometric.ts';
import { pow } from '../core/scalar/power.ts';
import { checked } from '../settings/checked.ts';
import { field, nonNegative, positive } from '../settings/fields.ts';
import { requireSettings } from './checks.ts';

const part = (schema: typeof positive, title: string, description: string) =>
  field(schema, { title, description, touches: 'input', isAdvanced: true });

const forms = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('constant') }),
  /** Multiplied by `decay` every `every` iterations, smoothly. */
  z.strictObject({
    type: z.literal('exponential'),
    decay: part(positive, 'Decay', 'factor on the step size'),
    every: part(positive, 'Every', 'iterations after which the factor was applied once'),
  }),
  /** From 1 to `final` along half a cosine over `iterations`. */
  z.strictObject({
    type: z.literal('cosine'),
    iterations: part(positive, 'Over', 'iterations from the first step size to the last'),
    final: part(nonNegative, 'Final', 'last step size, as a part of the first'),
  }),
]);

/** How a learning rate changes with the iterations. */
export type Schedule = z.output<typeof forms>;

/** The setting of a method. */
export const scheduleField = field(z._default(forms, { type: 'constant' }), {
  title: 'Schedule',
  description: 'how the step size changes with the iterations',
  touches: 'input',
  isAdvanced: true,
});

/** Factor in front of the learning rate at an iteration (from 0). Throws an ArgumentError where the arguments are no such. */
export function scheduleFactor(schedule: Schedule, iteration: number): number {
  checked('schedule', { schedule: scheduleField }, { schedule });
  requireSettings('a number of at least 0', { iteration });
  switch (schedule.type) {
    case 'constant':
      return 1;
    case 'exponential':
      return pow.value(schedule.decay, iteration / schedule.every, 0);
    case 'cosine': {
      const progress = Math.min(1, iteration / schedule.iterations);
      return schedule.final + (1 - schedule.final) * 0.5 * (1 + cos.value(Math.PI * progress, 0, 0));
    }
  }
}
