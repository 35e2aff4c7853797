/** @file Many arms at once: some members of the validation, rolled out by one call, with what their policy and their drives do. */
import { activations } from '../../../../../controllers/network/activations.ts';
import { normalize } from '../../../../../controllers/mlp.ts';
import { network } from '../../../../../controllers/network/network.ts';
import { isPolicy, type MlpParameters, type Policy, type PolicyMemory } from '../../../../../controllers/policy.ts';
import type { ControllerParameters, Observation } from '../../../../../controllers/controller.ts';
import { compile } from '../../../../core/compile.ts';
import { jvp } from '../../../../core/derivative/functions.ts';
import { less } from '../../../../core/ops/comparison.ts';
import { abs } from '../../../../core/ops/arithmetic.ts';
import { mean } from '../../../../core/ops/reduction.ts';
import { ones, type PopulationTensor } from '../../../../core/population-tensor.ts';
import type { Tree } from '../../../../core/tree.ts';
import { independentJoints } from '../../../../robot/independent-joints.ts';
import { rollout, type RolloutSettings } from '../../../../rollout/rollout.ts';
import type { Scenario } from '../../../../rollout/scenario.ts';
import type { Experiment } from '../../../../scene/experiment.ts';

/** Units whose slope is below this part of the largest are saturated. */
const flat = 0.01;

/** From this share of its limit on, a drive is at it. */
const atLimit = 0.999;

/** What many arms came to; a value a member, members last where there are several. */
export interface CrowdRollout {
  /** [steps, nq]. */
  readonly q: PopulationTensor;
  readonly reached: PopulationTensor;
  readonly measures: Readonly<Record<string, PopulationTensor>>;
  /** Forces of the drives, [steps, nv]. */
  readonly tau: PopulationTensor;
  /** Of each hidden layer, the part of its units that is saturated in each period, [periods]. */
  readonly saturated: Readonly<Record<string, PopulationTensor>>;
}

/** Parts of all that could be, 0 to 1: of units that are saturated, by their layer, and of steps at which a drive is at its limit. */
export interface Shares {
  readonly saturated: readonly number[];
  readonly limited: number;
}

/** Names of the layers whose units can be saturated: the hidden ones, counted from 1. */
export const saturableLayers = ({ settings: { controller } }: Experiment): string[] =>
  isPolicy(controller) ? controller.settings.hidden.map((_, i) => `layer ${i + 1}`) : [];

/** Part of each hidden layer's units whose slope is nearly 0 where the policy sees this. */
function saturationOf(policy: Policy, parameters: MlpParameters, memory: PolicyMemory, seen: Observation): Tree {
  const { value, slope } = activations[policy.settings.activation];
  const shares: Record<string, PopulationTensor> = {};
  const observed = normalize(parameters.normalizer, policy.observe(memory, seen));
  network(policy.settings, parameters.policy, observed, (layer, units) => {
    const { tangent } = jvp(value, units, ones(units.shape));
    shares[String(layer)] = mean(less(abs(tangent), flat * slope));
  });
  return shares;
}

/** With what is watched of a policy. */
function watched(settings: RolloutSettings): RolloutSettings {
  const { controller } = settings;
  if (!isPolicy(controller)) return settings;
  return {
    ...settings,
    watch: (parameters, memory, seen) =>
      saturationOf(controller, parameters as never as MlpParameters, memory as never as PolicyMemory, seen),
  };
}

type Program = (parameters: ControllerParameters, scenario: Scenario) => CrowdRollout & Tree;

/** Rollouts of so many members of an experiment's validation: traced once, and for other numbers of it as well. */
export class Crowd {
  readonly count: number;
  readonly #experiment: Experiment;
  readonly #programs: { compiled?: Program };
  /** The members: the first of those that a validation is made of. */
  readonly scenario: Scenario;

  constructor(experiment: Experiment, count: number, programs: { compiled?: Program } = {}) {
    const { validation } = experiment.examinations;
    this.count = Math.min(count, validation.count);
    this.#experiment = experiment;
    this.#programs = programs;
    this.scenario = experiment.sampler.draw({ set: 'validation', seed: validation.seed, count: this.count });
  }

  /** The same programs for other numbers. */
  of(experiment: Experiment): Crowd {
    return new Crowd(experiment, this.count, this.#programs);
  }

  rollOut(x: Float64Array): CrowdRollout {
    const { settings, layout, given } = this.#experiment;
    const parameters = layout.fromVector(x);
    this.#programs.compiled ??= compile(
      (optimized: ControllerParameters, scenario: Scenario) => {
        const found = rollout(watched(settings), { ...given.fixed, ...optimized }, scenario);
        const { states, reached, measures, tau, outputs } = found;
        return { q: states.q, reached, measures, tau, saturated: outputs.watched as Record<string, PopulationTensor> };
      },
      [parameters, this.scenario],
      { checkFinite: false },
    ) as Program;
    return this.#programs.compiled(parameters, this.scenario);
  }

  sharesOf({ saturated, tau }: CrowdRollout): Shares {
    const layers = saturableLayers(this.#experiment);
    return {
      saturated: layers.map((_, i) => meanOf(saturated[String(i)].data)),
      limited: this.#limited(tau),
    };
  }

  /** Part of all steps of all members at which some drive is at its limit. */
  #limited({ data, shape: [steps, nv], population }: PopulationTensor): number {
    const efforts = independentJoints(this.#experiment.model).map(({ limits: { effort } }) => effort);
    let limited = 0;
    for (let step = 0; step < steps; step++)
      for (let member = 0; member < population; member++) {
        const isAt = (effort: number, joint: number): boolean =>
          effort > 0 && Math.abs(data[(step * nv + joint) * population + member]) >= atLimit * effort;
        if (efforts.some(isAt)) limited++;
      }
    return limited / (steps * population);
  }
}

const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
};
