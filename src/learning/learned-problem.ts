/** @file A problem of the parameters that are learned by their gradient alone: those that are measured stay as they are. */
import { type Controller, type ControllerParameters, isMeasured } from '../../controllers/controller.ts';
import type { Problem } from '../rollout/problem.ts';

/** The problem without what its controller measures, whose gradient is 0 although the loss depends on it. */
export function learnedProblem(
  problem: Problem<ControllerParameters>,
  controller: Pick<Controller, 'measured'>,
): Problem<ControllerParameters> {
  const pick = (isKept: (name: string) => boolean): ControllerParameters =>
    Object.fromEntries(Object.entries(problem.start).filter(([name]) => isKept(name)));
  const measured = pick((name) => isMeasured(controller, name));
  return {
    ...problem,
    start: pick((name) => !isMeasured(controller, name)),
    rollout: (parameters, scenario) => problem.rollout({ ...measured, ...parameters }, scenario),
  };
}
