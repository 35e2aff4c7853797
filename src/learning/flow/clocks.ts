/** @file Clocks of methods: how much time of the gradient flow a step takes, where there is an answer. */
import { requireParts } from '../../core/arguments.ts';
import type { UpdateRule } from '../../optimize/update-rule.ts';

/** How a method's steps stand on the time axis of the flow. */
export interface Clock {
  /** Time of a step with this step size; null where the method and the flow have no common clock. */
  readonly timeOf: ((stepSize: number) => number) | null;
  /** In words. */
  readonly says: string;
}

const noClock: Clock = {
  timeOf: null,
  says: 'no common clock with the flow: its steps are measured in units of each gradient entry’s own size',
};

/**
 * The clock of a rule: the sum of its step sizes eta for descent, of eta / (1 - b) with momentum b, as a gradient acts for 1 / (1 - b)
 * steps; none for rules that divide by the gradient's own size. Throws an ArgumentError where it is no rule.
 */
export function clockOf(rule: UpdateRule): Clock {
  requireParts('rule', rule, { start: 'a function', update: 'a function' }, 'give e.g. momentum(…)');
  const { besideFlow } = rule;
  if (!besideFlow) return noClock;
  const { timePerRate } = besideFlow;
  return {
    timeOf: (stepSize) => timePerRate * stepSize,
    says:
      timePerRate === 1
        ? 'time: the sum of its step sizes'
        : 'effective time: the sum of its step sizes over 1 less the momentum',
  };
}
