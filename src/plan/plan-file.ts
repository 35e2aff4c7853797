/** @file A plan as a controller file: x, u, K and time, with moments at which its controller must act as it did. */
import { type FollowedPlan, planFollowing, type PlanFollowingParameters } from '../../controllers/plan-following.ts';
import type { Controller } from '../../controllers/controller.ts';
import { requireFiniteNumber, requireParts, requireText } from '../core/arguments.ts';
import { ParameterLayout } from '../core/parameters.ts';
import { zeros } from '../core/population-tensor.ts';
import { normal } from '../core/random.ts';
import { SceneError } from '../errors.ts';
import type { RobotModel } from '../robot/model.ts';
import { requireModel } from '../robot/require-model.ts';
import { actionsOf } from '../rollout/moments.ts';
import type { Decisions } from '../rollout/rollout.ts';
import { type ControllerFacts, factsOfRobot } from '../run/controller-facts.ts';
import {
  type ControllerFile,
  controllerVector,
  decodeController,
  encodeController,
  replayController,
} from '../run/controller-file.ts';
import { differencesFrom, requireFit } from '../run/controller-fit.ts';
import { settingOf } from '../settings/kinds.ts';

/** What is said of a plan besides. */
export interface PlanFileFacts extends Pick<
  ControllerFacts,
  'robotChecksum' | 'sceneChecksum' | 'seed' | 'validation' | 'licence'
> {
  /** s from one look at the state to the next. */
  readonly controlPeriod: number;
  /** Whether it is followed with feedback; default true. */
  readonly feedback?: boolean;
}

/** A plan that acts as it did where it was written. */
export interface OpenedPlan {
  readonly file: ControllerFile;
  readonly plan: FollowedPlan;
  readonly feedback: boolean;
  /** What was another thing where it was planned, in words that follow "with"; nothing of it changes what was replayed. */
  readonly differences: readonly string[];
}

/** Moments in a span between two knots, and spans beyond the end: what is held there is replayed, too. */
const perKnot = 2;
const beyond = 2;
/** Most moments; of a long plan, these are spread over it. */
const mostMoments = 1000;
/** How far from the plan the robot is seen, rad and rad/s (m, m/s): its gains have to show. */
const farness = 0.01;

/** The rollout whose periods are a plan's moments. */
function replayed(model: RobotModel, plan: FollowedPlan, feedback: boolean): Decisions {
  const knots = plan.u.shape[0];
  const end = plan.time.data[knots];
  const steps = Math.min(mostMoments, perKnot * (knots + beyond));
  return {
    model,
    controller: planFollowing(plan, { feedback }) as unknown as Controller,
    dt: (end * (knots + beyond)) / (knots * steps),
    steps,
  };
}

const factsOf = (model: RobotModel, plan: FollowedPlan, facts: PlanFileFacts): ControllerFacts => {
  const { feedback = true, ...rest } = facts;
  return {
    controller: { type: planFollowing(plan).name, feedback },
    ...factsOfRobot(model),
    horizon: plan.time.data[plan.u.shape[0]],
    defaultConfiguration: [...plan.x.data.subarray(0, model.nq)],
    ...rest,
  };
};

/** States near those of a plan, with times: rows [steps, nq + nv + 1]. */
function moments({ model, dt, steps }: Decisions, { x, u }: FollowedPlan): Float64Array {
  const width = model.nq + model.nv;
  const rows = new Float64Array(steps * (width + 1));
  const knots = u.shape[0];
  for (let step = 0; step < steps; step++) {
    const knot = Math.min(knots, Math.round((step * (knots + beyond)) / steps));
    const away = normal({ seed: 0, step }, width);
    for (let i = 0; i < width; i++) rows[step * (width + 1) + i] = x.data[knot * width + i] + farness * away[i];
    rows[step * (width + 1) + width] = step * dt;
  }
  return rows;
}

/**
 * Bytes of the controller file of a plan, with moments near it, some beyond its end. Throws an ArgumentError, a ShapeError or a SceneError
 * where plan, robot and facts do not fit one another.
 */
export function writePlan(model: RobotModel, plan: FollowedPlan, facts: PlanFileFacts): Uint8Array {
  requireModel(model);
  const parts = { robotChecksum: 'a text', sceneChecksum: 'a text', seed: 'a number' } as const;
  requireParts('facts', facts, parts);
  requireFiniteNumber('facts.controlPeriod', facts.controlPeriod, ' of seconds');
  const settings = replayed(model, plan, facts.feedback ?? true);
  const parameters = settings.controller.parameters(model, []);
  const observation = moments(settings, plan);
  const layout = new ParameterLayout(parameters);
  return encodeController({
    facts: factsOf(model, plan, facts),
    parameters: layout.slots,
    vector: layout.toVector(parameters),
    replay: { observation, action: actionsOf(settings, parameters, {}, observation) },
  });
}

/** A plan of so many knots for a robot, to be filled. */
const emptyPlan = ({ nq, nv }: RobotModel, knots: number): FollowedPlan => ({
  x: zeros([knots + 1, nq + nv]),
  u: zeros([knots, nv]),
  K: zeros([knots, nv, 2 * nv]),
  time: zeros([knots + 1]),
});

/**
 * The plan in a controller file, for a robot; `robotChecksum`: the CRC-32 of its file's text, where it shall be compared. Throws an
 * ArgumentError where the bytes are damaged, and a SceneError that says what differs: the kind of the controller, a joint, a tensor, a force
 * that was stored.
 */
export function openPlan(bytes: Uint8Array, model: RobotModel, robotChecksum?: string): OpenedPlan {
  requireModel(model);
  if (robotChecksum !== undefined) requireText('robotChecksum', robotChecksum);
  const file = decodeController(bytes);
  const { facts } = file;
  const time = file.parameters.find(({ path }) => path === 'plan.time');
  const layout = new ParameterLayout<PlanFollowingParameters>({
    plan: emptyPlan(model, Math.max(1, (time?.shape[0] ?? 0) - 1)),
  });
  const feedback = settingOf<boolean>(facts.controller, 'feedback') ?? true;
  const { name: controller } = planFollowing(emptyPlan(model, 1));
  const own = { ...facts, ...factsOfRobot(model), robotChecksum: robotChecksum ?? facts.robotChecksum };
  requireFit(facts, { ...own, controller }, false);
  const { plan } = layout.fromVector(controllerVector(file, layout.slots));
  requireGrowing(plan.time.data);
  const settings = replayed(model, plan, feedback);
  replayController(file, controllerVector(file, layout.slots), (vector, observation) =>
    actionsOf(settings, layout.fromVector(vector), {}, observation),
  );
  return { file, plan, feedback, differences: differencesFrom(facts, own) };
}

/** Refuses times that are none of knots. */
function requireGrowing(time: Float64Array): void {
  const wrong = time.findIndex((at, k) => !(k === 0 ? at === 0 : at > time[k - 1]));
  if (wrong >= 0) throw new SceneError('tensor "plan.time"', `${time[wrong]} s at knot ${wrong}`, 'times that grow from 0 s'); // prettier-ignore
}
