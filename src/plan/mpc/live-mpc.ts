/** @file A loop's controller for whoever lives in time that passes: it plans when that is due, and says what that took. */
import { requireFiniteNumber, requireFunction, requireOptions } from '../../core/arguments.ts';
import { ArgumentError } from '../../errors.ts';
import type { PlanningSettings } from '../planning.ts';
import type { LiveMpc, LiveSettings, Solved } from './live.ts';
import type { Measured } from './measured.ts';
import type { Asked, MpcTick } from './loop.ts';
import { Mpc } from './mpc.ts';
import { type Horizon, receding, usualHorizon } from './receding.ts';

/** How it plans, and the clock. */
export interface LiveOptions extends Horizon {
  /** ms. Default 5. */
  readonly budget?: number;
  /** Simulated time from one plan to the next, s. Default 0.005. */
  readonly every?: number;
  /** A clock, ms. */
  readonly now: () => number;
}

const usual = { budget: 5, every: 0.005 } as const;
/** s that sums of times may be off by. */
const rounding = 1e-9;

/**
 * Control in a loop of a task's robot (see `Mpc`), which plans at the first moment that it sees, every `every` s after it, and at once where
 * something else is asked for. Throws an ArgumentError where an option does not fit.
 */
export function liveMpc(
  task: Pick<PlanningSettings, 'model' | 'task' | 'integrator'>,
  asked: Asked,
  options: LiveOptions,
): LiveMpc {
  requireOptions('liveMpc', options, ['horizon', 'period', 'substeps', 'budget', 'every', 'now']);
  const { now, budget = usual.budget, every = usual.every, ...horizon } = options;
  requireFunction('now', now);
  requireFiniteNumber('every', every, ' of seconds');
  if (every <= 0) throw new ArgumentError('every', `${every} s`, 'a time above 0 s');
  const settings: LiveSettings = { horizon: horizon.horizon ?? usualHorizon.horizon, budget };
  const names = task.task.terms.map(({ name }) => name);
  const mpc = new Mpc({ planning: receding(task, horizon), budget });
  mpc.prepare();
  let wanted = asked;
  let due = -Infinity;
  const planFrom = (measured: Measured): MpcTick => {
    due = measured.time + every;
    return mpc.tick(measured, wanted, now);
  };
  const solvedOf = ({ took, notice }: MpcTick): Solved => ({ took, notice });
  return {
    settings,
    act: (measured, onSolved) => {
      if (measured.time >= due - rounding) {
        const tick = planFrom(measured);
        onSolved?.(solvedOf(tick));
      }
      return mpc.forces(measured);
    },
    settle: (measured, most) => {
      const begun = now();
      while (planFrom(measured).isImproved && now() - begun < most);
    },
    turnTo: ({ goals, weights, robot }) => {
      wanted = { goals, weights, ...(robot && { robot }) };
      due = -Infinity;
    },
    restart: (measured) => {
      mpc.reset();
      planFrom(measured);
    },
    planned: () => {
      const { plan } = mpc;
      if (!plan) throw new ArgumentError('plan', 'none', 'a plan', 'call restart(…) or act(…) first');
      return { q: plan.motion.q, from: plan.from, costs: Float64Array.from(names, (name) => plan.terms[name]) };
    },
  };
}
