/** @file Takes the evidence of an experiment: each measurement once, the event loop turning between them. */
import type { Controller, ControllerParameters } from '../../../controllers/controller.ts';
import { isPlanFollowing } from '../../../controllers/plan-following.ts';
import { isPolicy } from '../../../controllers/policy.ts';
import type { ParameterLayout } from '../../core/parameters.ts';
import { gravityForces } from '../../dynamics/inverse-dynamics.ts';
import { independentJoints } from '../../robot/independent-joints.ts';
import { type Problem, rolledOut } from '../../rollout/problem.ts';
import type { LayerCondition } from '../../run/job.ts';
import { addedGrowth, type Attempt, closedLoop, torqueAskedFor } from '../closed-loop.ts';
import { diagnoseDivergence, diagnoseInstability } from '../diagnose-divergence.ts';
import type { Pace } from '../pace.ts';
import { hessianProduct } from '../spectrum/product.ts';
import type { DriveUse, Evidence, SceneFacts } from './evidence.ts';
import { examineLearning, type Learner, partsOf } from './examine-learning.ts';
import { type Growth, growthOf } from './growth.ts';
import { attainabilityOf } from './attainable.ts';

/** What can be examined. */
export interface Examinable extends Pick<Learner, 'x' | 'describe' | 'evaluate' | 'run'> {
  readonly scene: SceneFacts;
  readonly problem: Problem<ControllerParameters>;
  readonly layout: ParameterLayout<ControllerParameters>;
  readonly disconnected: readonly string[];
  readonly attempt: Attempt;
  /** Forces of the drives, steps x nv, and where the task's links are after the first step, [3] each. */
  readonly simulate: (x: Float64Array) => {
    readonly tau: Float64Array;
    readonly links: Readonly<Record<string, Float64Array>>;
  };
  readonly layers: () => readonly LayerCondition[];
  readonly gradientNoise: (pace: Pace) => Promise<Evidence['gradientNoise']>;
}

/** Everything that is measured of an experiment. `onPart` hears of each measurement, in words, before it is made. */
export async function examine(patient: Examinable, pace: Pace, onPart?: (part: string) => void): Promise<Evidence> {
  const { problem, layout, x, attempt, scene, disconnected } = patient;
  const part = partsOf(pace, onPart);
  const isNetwork = isPolicy(attempt.settings.controller as Controller);
  const learned = await examineLearning(
    {
      ...patient,
      isDetermined: !isNetwork,
      product: (at) =>
        hessianProduct(
          (parameters: ControllerParameters) => rolledOut(problem, parameters, problem.scenario).loss,
          layout,
          at,
        ),
      haveOtherLimits: (from, to) => haveOtherLimits(patient, from, to),
    },
    part,
    pace,
  );
  const isFinite = Number.isFinite(learned.loss);
  const instability = await part('stability of the steps', () => instabilityOf(attempt, isFinite));
  const growth = await part('growth along the rollout', () => (isFinite ? growthIn(attempt, pace) : null));
  const { tau, links } = await part('use of the drives', () => patient.simulate(x));
  return {
    ...learned,
    scene,
    isPolicy: isNetwork,
    isPlan: isPlanFollowing(attempt.settings.controller),
    steps: problem.steps,
    disconnected,
    instability,
    growth,
    drives: drivesOf(attempt, tau),
    layers: await part('layers', () => patient.layers()),
    gradientNoise: await part('noise of the gradient', () => (isFinite ? patient.gradientNoise(pace) : null)),
    hopeless: attainabilityOf(
      attempt.settings,
      attempt.scenario,
      Object.values(links).map((rows) => rows.subarray(0, 3)),
    ),
  };
}

function instabilityOf(attempt: Attempt, isFinite: boolean): Evidence['instability'] {
  const found = isFinite ? diagnoseInstability(attempt) : diagnoseDivergence(attempt, {}, true);
  if (!found) return null;
  if (!isFinite) return { ...found, exponent: Infinity };
  const { settings } = attempt;
  const { dt, integrator } = settings;
  return { ...found, exponent: addedGrowth(closedLoop(attempt), { dt, integrator }, settings) };
}

const growthIn = ({ settings, optimized, fixed, scenario }: Attempt, pace: Pace): Promise<Growth | null> =>
  growthOf(settings, { ...fixed, ...optimized }, scenario, pace);

/** How each joint with an effort limit is driven. */
function drivesOf(attempt: Attempt, tau: Float64Array): DriveUse[] {
  const { settings, scenario } = attempt;
  const { model, steps } = settings;
  const asked = torqueAskedFor(attempt);
  const weights = gravityForces(model, scenario.initial.q).toArray();
  return independentJoints(model).flatMap(({ name, vIndex, limits: { effort } }) => {
    if (!(effort < Infinity) || (effort === 0 && isPlanFollowing(settings.controller))) return [];
    let count = 0;
    for (let t = 0; t < steps; t++) if (Math.abs(tau[t * model.nv + vIndex]) >= effort) count++;
    const part = (force: number): number => Math.abs(force) / effort;
    return [{ joint: name, effort, share: count / steps, asked: part(asked[vIndex]), gravity: part(weights[vIndex]) }];
  });
}

/** Whether drives come to their limits, or leave them, between two vectors of parameters. */
function haveOtherLimits({ simulate, attempt }: Examinable, from: Float64Array, to: Float64Array): boolean {
  const { model } = attempt.settings;
  const efforts = independentJoints(model).map(({ limits }) => limits.effort);
  const atLimits = (x: Float64Array): string =>
    simulate(x)
      .tau.map((force, k) => (Math.abs(force) >= efforts[k % model.nv] ? 1 : 0))
      .join('');
  return atLimits(from) !== atLimits(to);
}
