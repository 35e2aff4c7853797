/** @file Learning-rate schedules: the factor on the learning rate at each iteration. */
import { cos } from '../core/scalar/trigonometric.ts';
import { pow } from '../core/scalar/power.ts';

export type Schedule =
  | { readonly type: 'constant' }
  /** Multiplied by `decay` every `every` iterations, smoothly. */
  | { readonly type: 'exponential'; readonly decay: number; readonly every: number }
  /** From 1 to `final` along half a cosine over `iterations`. */
  | { readonly type: 'cosine'; readonly iterations: number; readonly final: number };

/** Factor in front of the learning rate at an iteration (from 0). */
export function scheduleFactor(schedule: Schedule, iteration: number): number {
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
