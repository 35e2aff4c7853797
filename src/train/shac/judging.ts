/** @file What an actor is judged by: how a rollout is cut into windows, and what counts of each. */
import type { ControllerParameters } from '../../../controllers/controller.ts';
import type { NetworkSettings } from '../../../controllers/network/network.ts';
import { isPolicy, type Policy, type PolicyMemory } from '../../../controllers/policy.ts';
import { ArgumentError } from '../../errors.ts';
import type { RolloutSettings } from '../../rollout/settings.ts';
import { isFinal } from '../../task/task.ts';
import type { Discount } from '../lambda-returns.ts';
import { Normalizing } from '../normalizing.ts';
import type { Summary } from '../objective.ts';
import type { Lesson } from '../trainer.ts';

/** What an actor is judged by. */
export interface Judging extends Discount {
  /** Of the window: its steps, and the policy as controller. */
  readonly settings: RolloutSettings;
  readonly policy: Policy;
  /** Parameters of the controller that stay as they are. */
  readonly fixed: ControllerParameters;
  readonly critic: NetworkSettings;
  /** Steps of a whole rollout. */
  readonly horizonSteps: number;
  /**
   * Whether nothing comes after the horizon; else the critic says what does, of the state before the next start. Where final costs are
   * paid it is: the critic sees that no time remains, and of such moments it has no targets.
   */
  readonly isFinal: boolean;
  readonly summary?: Summary | undefined;
}

/** How a rollout is cut and how far ahead is looked, as the trainer's settings say it. */
export interface Cutting extends Discount {
  /** Longest window, s. */
  readonly window: number;
  readonly ends?: boolean | undefined;
}

/** Periods of a window: as many as fit into `longest` s and divide those of the rollout. */
export function periodsOf({ steps, hold = 1, dt }: Lesson['settings'], longest: number): number {
  const periods = steps / hold;
  const most = Math.max(1, Math.floor(longest / (hold * dt) + 1e-9));
  for (let count = Math.min(most, periods); ; count--) if (periods % count === 0) return count;
}

/** What a lesson's policy is judged by, and its normalizer; refused where the controller is no policy. */
export function judgingOf(
  lesson: Lesson,
  { window, ends, gamma, lambda }: Cutting,
  { hidden, activation }: Pick<NetworkSettings, 'hidden' | 'activation'>,
): { readonly judging: Judging; readonly normalizing: Normalizing } {
  const { settings: whole, fixed } = lesson;
  const { controller: policy, steps: horizonSteps, hold = 1, task } = whole;
  if (!isPolicy(policy)) throw new ArgumentError('controller', policy.name, 'a policy, which says what it sees');
  const settings = { ...whole, steps: periodsOf(whole, window) * hold };
  const normalizing = new Normalizing({ ...lesson, settings });
  const judging: Judging = {
    settings: { ...settings, watch: (_, memory, seen) => policy.scaled(policy.values(memory as PolicyMemory, seen)) },
    policy,
    fixed,
    critic: { inputs: policy.settings.inputs + 1, hidden, outputs: 1, activation, layerNorm: false },
    horizonSteps,
    isFinal: ends ?? task.terms.some(isFinal),
    gamma,
    lambda,
    summary: normalizing.summary,
  };
  return { judging, normalizing };
}
