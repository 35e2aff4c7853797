/** @file A policy's normalizer while it learns: what is seen is measured, and counts from the next step of training on. */
import { isPolicy, type Normalizer, type Policy } from '../../controllers/policy.ts';
import { sub } from '../core/ops/arithmetic.ts';
import { mul } from '../core/ops/elementwise.ts';
import { mean } from '../core/ops/reduction.ts';
import { stopGradient } from '../core/ops/stop-gradient.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import type { Tree } from '../core/tree.ts';
import type { RolloutSettings } from '../rollout/rollout.ts';
import type { Summary } from './objective.ts';
import type { Lesson } from './trainer.ts';

/** What was seen by a step of training: means over rollouts and periods of x - mean and of its square, [entries] each. */
type Seen = { readonly shift: PopulationTensor; readonly square: PopulationTensor };

/** Whether the policy of a lesson is trained with a normalizer. */
function normalizedPolicy({ settings: { controller }, layout }: Lesson): Policy | undefined {
  const isMeasured = layout.slots.some(({ path }) => path.startsWith('normalizer.'));
  return isMeasured && isPolicy(controller) ? controller : undefined;
}

/**
 * Measures what a policy sees. While rollouts are made it is a constant: the copy that a gradient is made with does not move within
 * (Welford 1962, in the form for groups of Chan, Golub and LeVeque 1983).
 */
export class Normalizing {
  readonly settings: RolloutSettings;
  readonly summary: Summary | undefined;
  readonly #lesson: Lesson;
  readonly #policy: Policy | undefined;

  constructor(lesson: Lesson) {
    const policy = normalizedPolicy(lesson);
    this.#lesson = lesson;
    this.#policy = policy;
    this.settings = policy
      ? { ...lesson.settings, watch: (_, memory, seen) => policy.scaled(policy.values(memory as never, seen)) }
      : lesson.settings;
    this.summary =
      policy &&
      ((watched, parameters) => {
        const { normalizer } = parameters as { readonly normalizer: Normalizer };
        const shifted = sub(stopGradient(watched as PopulationTensor), normalizer.mean);
        return { shift: mean(shifted, 0), square: mean(mul(shifted, shifted), 0) };
      });
  }

  /** Parameters with what was seen by so many members counted in. */
  moved(x: Float64Array, seen: Tree, members: number): Float64Array {
    if (!this.#policy) return x;
    const { layout, settings } = this.#lesson;
    const parameters = layout.fromVector(x) as { readonly normalizer: Normalizer };
    const moments = members * (settings.steps / (settings.hold ?? 1));
    return layout.toVector({ ...parameters, normalizer: countedIn(parameters.normalizer, seen as Seen, moments) });
  }
}

/** A normalizer after so many moments more, of which the means of x - mean and of its square are known. */
export function countedIn(
  { mean: before, var: variance, count }: Normalizer,
  { shift, square }: Seen,
  moments: number,
): Normalizer {
  const known = count.item();
  const all = known + moments;
  const share = moments / all;
  const numbers = (t: PopulationTensor): Float64Array => t.data;
  const [m, v, d, s] = [before, variance, shift, square].map(numbers);
  return {
    mean: tensor(m.map((own, i) => own + share * d[i])),
    // variances within both groups, and between their means
    var: tensor(
      v.map((own, i) => (known * own + moments * (s[i] - d[i] * d[i])) / all + share * (1 - share) * d[i] * d[i]),
    ),
    count: tensor(all),
  };
}
