/** @file What varies from member to member: where it starts, what it shall reach, what robot it has. */
import { mul, add } from '../core/ops/elementwise.ts';
import { clamp } from '../core/ops/comparison.ts';
import { slice } from '../core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import type { SampledGoal } from '../robot/goal.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import type { RobotModel } from '../robot/model.ts';
import type { Scenario } from '../rollout/scenario.ts';

/** Something that is drawn anew for each member. */
export interface Variation {
  /** What it is, by which its random numbers are known: two of one name would draw the same ones. */
  readonly name: string;
  /** Random numbers that a member needs. */
  readonly numbers: number;
  /** Uniform in [0, 1), or of the standard normal distribution. */
  readonly distribution: 'uniform' | 'normal';
  /** The scenario with what was drawn [numbers] of each member. */
  readonly vary: (scenario: Scenario, drawn: PopulationTensor) => Scenario;
  /** The longest delay of commands that it can draw, s. */
  readonly mostDelay?: number;
}

/** Part of its range that a joint keeps from its limits where its start is drawn. */
const startMargin = 0.05;

/** Starts around the scene's own: q + spread n, within the limits and a margin, and v + spread n. */
export function startVariation(model: RobotModel, spread: { readonly q: number; readonly v: number }): Variation {
  const ends = independentJoints(model).map(({ limits: { lower, upper } }) => {
    const inside = Number.isFinite(upper - lower) ? startMargin * (upper - lower) : 0;
    return [lower + inside, upper - inside] as const;
  });
  const [lower, upper] = [0, 1].map((end) => tensor(ends.map((pair) => pair[end])));
  return {
    name: 'start',
    numbers: model.nq + model.nv,
    distribution: 'normal',
    vary: (scenario, drawn) => {
      const { q, v } = scenario.initial;
      return {
        ...scenario,
        initial: {
          q: clamp(add(q, mul(spread.q, slice(drawn, [0], [model.nq]))), lower, upper),
          v: add(v, mul(spread.v, slice(drawn, [model.nq]))),
        },
      };
    },
  };
}

/** Goals of their own. */
export const goalVariation = (name: string, { numbers, sample }: SampledGoal): Variation => ({
  name: `goals.${name}`,
  numbers,
  distribution: 'uniform',
  vary: (scenario, drawn) => ({ ...scenario, goals: { ...scenario.goals, [name]: sample(drawn) } }),
});
