/** @file The rollout that is looked at, from another start and to another goal than the scene's own. */
import { tensor } from '../../../../core/population-tensor.ts';
import type { Scenario } from '../../../../rollout/scenario.ts';
import type { Experiment } from '../../../../scene/experiment.ts';
import { targetOf } from '../target.ts';
import type { Situation } from './situation.ts';

/** The scene's own rollout from another start, to another goal. */
export function scenarioOf({ scene, given: { scenario } }: Experiment, { q, v, goal }: Situation): Scenario {
  const { goals } = scenario;
  const target = targetOf(scene);
  return {
    ...scenario,
    initial: { q: tensor([...q]), v: tensor([...v]) },
    goals: target && goal ? { ...goals, [target.goal]: { ...goals[target.goal], position: tensor([...goal]) } } : goals,
  };
}
