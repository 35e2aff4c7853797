/** @file A plan in force: the forces that follow it at a moment, and where they lead in a while; each compiled once for plans of one size. */
import { type FollowedPlan, followingForces, planRowAt } from '../../../controllers/plan-following.ts';
import { compile } from '../../core/compile.ts';
import { add } from '../../core/ops/elementwise.ts';
import { type PopulationTensor, tensor, zeros } from '../../core/population-tensor.ts';
import { scan } from '../../core/scan.ts';
import { type RobotParameters, robotParameters } from '../../robot/parameters.ts';
import type { State } from '../../simulation/integrators/integrator.ts';
import { articulatedPlant, limitEffort } from '../../simulation/plant.ts';
import type { PlanningSettings } from '../planning.ts';

/** Empty plans of the planned knots: what programs are traced with. */
function examples({ model, steps, hold = 1 }: PlanningSettings): readonly [FollowedPlan, State, PopulationTensor] {
  const knots = steps / hold;
  const { nq, nv } = model;
  const plan = {
    x: zeros([knots + 1, nq + nv]),
    u: zeros([knots, nv]),
    K: zeros([knots, nv, 2 * nv]),
    time: zeros([knots + 1]),
  };
  return [plan, { q: zeros([nq]), v: zeros([nv]) }, tensor(0)];
}

/** Forces [nv] within the drives' limits that follow a plan `since` s [] after its beginning. */
export function forcesOfPlan(
  settings: PlanningSettings,
): (plan: FollowedPlan, state: State, since: PopulationTensor) => PopulationTensor {
  const { model } = settings;
  return compile(
    (plan: FollowedPlan, state: State, since: PopulationTensor) =>
      limitEffort(model, followingForces(model, planRowAt(plan, since), state)),
    [...examples(settings)],
    { checkFinite: false },
  );
}

/**
 * The state after `duration` s of a plan that is followed from `since` s [] after its beginning on, in steps of at most `longest` s: what is
 * measured now is, by the time at which a solution is there, no longer so.
 */
export function stateAfter(
  settings: PlanningSettings,
  duration: number,
  longest: number,
): (plan: FollowedPlan, state: State, since: PopulationTensor, robot: RobotParameters) => State {
  const { model, integrator } = settings;
  // a hair more than a whole number of steps is that number
  const steps = Math.max(1, Math.ceil(duration / longest - 1e-9));
  const dt = duration / steps;
  const plant = articulatedPlant({ model, integrator, dt });
  const begins = tensor(Float64Array.from({ length: steps }, (_, i) => i * dt));
  return compile(
    (plan: FollowedPlan, state: State, since: PopulationTensor, robot: RobotParameters) =>
      scan(
        (now: State, begin: PopulationTensor) => {
          const forces = followingForces(model, planRowAt(plan, add(since, begin)), now);
          return { carry: plant.step(now, limitEffort(model, forces), robot), output: [] };
        },
        state,
        begins,
      ).carry,
    [...examples(settings), robotParameters(model)],
    { checkFinite: false },
  );
}
