/** @file Many arms at once: some members of the validation, rolled out by one call. */
import type { ControllerParameters } from '../../../../../controllers/controller.ts';
import { compile } from '../../../../core/compile.ts';
import type { PopulationTensor } from '../../../../core/population-tensor.ts';
import type { Tree } from '../../../../core/tree.ts';
import { independentJoints } from '../../../../robot/independent-joints.ts';
import { rollout } from '../../../../rollout/rollout.ts';
import type { Scenario } from '../../../../rollout/scenario.ts';
import { atLimit } from '../at-limit.ts';
import type { Experiment } from '../../../../scene/experiment.ts';

/** What many arms came to; each may have a value for each member. */
export interface CrowdRollout {
  /** [steps, nq]. */
  readonly q: PopulationTensor;
  readonly reached: PopulationTensor;
  readonly measures: Readonly<Record<string, PopulationTensor>>;
  /** Forces of the drives, [steps, nv]. */
  readonly tau: PopulationTensor;
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
        const found = rollout(settings, { ...given.fixed, ...optimized }, scenario);
        const { states, reached, measures, tau } = found;
        return { q: states.q, reached, measures, tau };
      },
      [parameters, this.scenario],
      { checkFinite: false },
    ) as Program;
    return this.#programs.compiled(parameters, this.scenario);
  }

  /** Part of all steps of all members at which some drive is at its limit. */
  limitedShare({
    tau: {
      data,
      shape: [steps, nv],
      population,
    },
  }: CrowdRollout): number {
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
