/** @file Learning-rate schedules: the factor on the learning rate at each iteration. */
import { cos } from '../core/scalar/trigonometric.ts';
import { pow } from '../core/scalar/power.ts';
import { ArgumentError } from '../errors.ts';
import { requireSettings } from './checks.ts';

export type Schedule =
  | { readonly type: 'constant' }
  /** Multiplied by `decay` every `every` iterations, smoothly. */
  | { readonly type: 'exponential'; readonly decay: number; readonly every: number }
  /** From 1 to `final` along half a cosine over `iterations`. */
  | { readonly type: 'cosine'; readonly iterations: number; readonly final: number };

/** Refuses a schedule of no known type, or whose factor would be no number. */
export function requireSchedule(schedule: Schedule): void {
  switch (schedule.type) {
    case 'constant':
      return;
    case 'exponential':
      return requireSettings('a positive number', {
        'schedule.decay': schedule.decay,
        'schedule.every': schedule.every,
      });
    case 'cosine':
      requireSettings('a positive number', { 'schedule.iterations': schedule.iterations });
      return requireSettings('a number of at least 0', { 'schedule.final': schedule.final });
    default: {
      const { type } = schedule as { readonly type: unknown };
      throw new ArgumentError('schedule.type', String(type), 'constant, exponential or cosine');
    }
  }
}

/** Factor in front of the learning rate at an iteration (from 0). */
export function scheduleFactor(schedule: Schedule, iteration: number): number {
  requireSchedule(schedule);
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
