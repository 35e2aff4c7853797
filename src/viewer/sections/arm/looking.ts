/** @file Looks at an experiment: everything of one vector of parameters, ready to be drawn. */
import type { Experiment } from '../../../scene/experiment.ts';
import { type Motion, motionOf } from '../../worker/motion.ts';
import type { Trajectory } from '../../../rollout/trajectory.ts';
import type { Look } from './calls.ts';
import { scenarioOf } from './train/scenario-of.ts';
import type { Situation } from './train/situation.ts';

/** What looks at one experiment, and at those that differ from it in numbers only. */
export class Looking {
  readonly #experiment: Experiment;
  readonly #draw: (trajectory: Trajectory) => Motion;

  constructor(experiment: Experiment, draw = motionOf(experiment.model, experiment.settings.steps)) {
    this.#experiment = experiment;
    this.#draw = draw;
  }

  /** The same programs for other numbers. */
  of(experiment: Experiment): Looking {
    return new Looking(experiment, this.#draw);
  }

  /** `situation`: another start and goal than the scene's own. Numbers that are not finite stay as they are: what diverged is drawn as far as it went. */
  at(parameters: Float64Array, situation: Situation | null = null): Look {
    const found = this.#experiment.inspect(parameters, situation ? scenarioOf(this.#experiment, situation) : undefined);
    return { ...found, motion: this.#draw(found.trajectory) };
  }
}

/** Arrays of a look: they are handed over to the page. */
export const arraysOf = ({ motion, parameters, gradient, trajectory, costates }: Look): ArrayBufferView[] => [
  motion.poses,
  ...Object.values(motion.paths),
  parameters,
  gradient,
  trajectory.q,
  trajectory.v,
  trajectory.tau,
  ...[costates.tau, costates.q, costates.v],
];
