/** @file What of a scene is planned: its task, from what its own controller does to a plan that a controller follows. */
import type { Controller, ControllerParameters } from '../../controllers/controller.ts';
import { planFollowing } from '../../controllers/plan-following.ts';
import { compile } from '../core/compile.ts';
import type { ParameterLayout } from '../core/parameters.ts';
import { diagonalOf } from '../core/diagonal.ts';
import { mul } from '../core/ops/elementwise.ts';
import { concat } from '../core/ops/indexing.ts';
import { broadcastTo } from '../core/ops/structural.ts';
import { eye, type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { gravityForces } from '../dynamics/inverse-dynamics.ts';
import { massMatrix } from '../dynamics/mass-matrix.ts';
import { ArgumentError } from '../errors.ts';
import type { RunState } from '../optimize/run-state.ts';
import { plannerKinds } from '../plan/kinds.ts';
import { isPlanning, type PlannedJob, type PlanningTask, type PlanParameters } from '../plan/method.ts';
import type { Motion } from '../plan/planning.ts';
import { singleNumbers } from '../rollout/closed-loop.ts';
import { rollout } from '../rollout/rollout.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RolloutSettings } from '../rollout/settings.ts';
import type { Scenario } from '../rollout/scenario.ts';
import type { Given, Programs } from './programs.ts';
import type { Scene } from './schema.ts';

/** What planning starts from: the scene's own controller, as it stands. */
export interface Guide {
  readonly settings: RolloutSettings;
  readonly parameters: ControllerParameters;
}

/** What is planned: an experiment has it. */
interface Planned {
  readonly method: { readonly name: string };
  readonly guide: Guide | undefined;
  readonly settings: RolloutSettings;
  readonly given: Given;
  readonly scene: Pick<Scene, 'seed'>;
  readonly layout: ParameterLayout<ControllerParameters>;
  readonly programs: Programs;
}

/** The controller of an experiment whose method plans; before there is a plan it holds the robot where it starts. */
export function followerFor({ model, steps, hold = 1, dt }: RolloutSettings, start: readonly number[]): Controller {
  const knots = steps / hold;
  const q = tensor([...start]);
  const driven = tensor(independentJoints(model).map(({ limits }) => (limits.effort === 0 ? 0 : 1)));
  const rows = (row: PopulationTensor, count: number): PopulationTensor => broadcastTo(row, [count, row.size]);
  const follower = planFollowing({
    x: rows(tensor([...start, ...zeros([model.nv]).data]), knots + 1),
    u: rows(mul(driven, gravityForces(model, q)), knots),
    K: broadcastTo(holdingGains(model, q, driven), [knots, model.nv, 2 * model.nv]),
    time: tensor(Float64Array.from({ length: knots + 1 }, (_, knot) => knot * hold * dt)),
  });
  return follower as unknown as Controller;
}

/** How quickly a robot is held where it starts, rad/s. */
const holdingRate = 8;

/** Gains [nv, 2 nv] of a critically damped spring at each joint, of what the joint moves there; none where a joint is not driven, as others then feel less. */
function holdingGains(model: RobotModel, q: PopulationTensor, driven: PopulationTensor): PopulationTensor {
  if (driven.data.includes(0)) return zeros([model.nv, 2 * model.nv]);
  const moved = diagonalOf(massMatrix(model, q));
  const springs = (factor: number): PopulationTensor => mul(eye(model.nv), mul(-factor, moved));
  return concat([springs(holdingRate ** 2), springs(2 * holdingRate)], 1);
}

/** The job of an experiment whose method plans. Refused where it does not. */
export function plannedJob(experiment: Planned, saved?: RunState, now?: () => number): PlannedJob {
  const { method, guide } = experiment;
  if (!isPlanning(method) || !guide)
    throw new ArgumentError(
      'method',
      method.name,
      'a method that plans',
      `choose one of ${plannerKinds.all.map(({ type }) => type).join(', ')}`,
    );
  return method.plan({ ...planningTaskOf(experiment, guide), ...(now && { now }) }, saved);
}

/** What a method that plans works on. */
function planningTaskOf({ settings, given, scene, layout, programs }: Planned, guide: Guide): PlanningTask {
  const { initial, goals, weights, robot } = given.scenario;
  return {
    settings,
    scenario: { initial, goals, weights, ...(robot && { robot }) },
    seed: scene.seed,
    layout: layout as unknown as ParameterLayout<PlanParameters>,
    guess: () => motionOf(guide, given.scenario),
    score: (parameters) => {
      const { loss, terms, measures, reached } = programs.simulation()(layout.fromVector(parameters), given);
      return {
        loss: loss.item(),
        terms: singleNumbers(terms),
        measures: singleNumbers(measures),
        reached: reached.item(),
      };
    },
  };
}

/** States at the knots of a rollout, and the mean of the forces over each. */
function motionOf({ settings, parameters }: Guide, scenario: Scenario): Motion {
  const { model, steps, hold = 1 } = settings;
  const { nq, nv } = model;
  const roll = compile(
    (x: ControllerParameters, given: Scenario) => {
      const { states, tau } = rollout(settings, x, given);
      return { states, tau };
    },
    [parameters, scenario],
    { checkFinite: false },
  );
  const { states, tau } = roll(parameters, scenario);
  const knots = steps / hold;
  const atKnots = (start: PopulationTensor, all: PopulationTensor, size: number): Float64Array => {
    const rows = new Float64Array((knots + 1) * size);
    rows.set(start.data.subarray(0, size));
    for (let knot = 1; knot <= knots; knot++) {
      const after = (knot * hold - 1) * size;
      rows.set(all.data.subarray(after, after + size), knot * size);
    }
    return rows;
  };
  const forces = new Float64Array(knots * nv);
  tau.data.forEach((force, at) => {
    forces[Math.floor(at / (nv * hold)) * nv + (at % nv)] += force / hold;
  });
  return { q: atKnots(scenario.initial.q, states.q, nq), v: atKnots(scenario.initial.v, states.v, nv), tau: forces };
}
