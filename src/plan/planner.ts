/** @file plan: from a robot, a task and where it starts to a plan, in one call. */
import type { Controller } from '../../controllers/controller.ts';
import { planFollowing } from '../../controllers/plan-following.ts';
import { requireInteger, requireOptions, requireParts, requireSignal } from '../core/arguments.ts';
import { compile } from '../core/compile.ts';
import { ParameterLayout } from '../core/parameters.ts';
import { zeros } from '../core/population-tensor.ts';
import { largestWord } from '../core/random.ts';
import { limits } from '../errors.ts';
import { singleNumbers } from '../rollout/closed-loop.ts';
import { rollout } from '../rollout/rollout.ts';
import { requireScenario, type Scenario } from '../rollout/scenario.ts';
import { drive, type End, type Progress } from '../run/job.ts';
import { type Guess, holdingForces } from './guess.ts';
import { ilqr } from './ilqr.ts';
import { countOfKnots } from './knot-members.ts';
import type { PlanningMethod, PlanningTask, PlanParameters, PlanScore } from './method.ts';
import type { PlanningJob } from './planning-job.ts';
import { type Plan, type PlanningSettings, requirePlanning } from './planning.ts';

/** How a plan is sought. */
export interface PlanOptions {
  /** Default: `ilqr()`. */
  readonly method?: PlanningMethod;
  /** Where planning starts; default: the forces that hold the robot still where it is. */
  readonly guess?: Guess;
  /** Most iterations; default 100. */
  readonly iterations?: number;
  /** Of the noise on starts; default 0. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** Waited for after each iteration. */
  readonly onProgress?: (progress: Progress) => unknown;
}

/** A plan, and how planning came to it. */
export interface PlanResult extends Plan {
  readonly end: End;
  readonly iterations: number;
  /** Measures of the task, of the rollout that the plan is. */
  readonly measures: Readonly<Record<string, number>>;
  /** Whether the task has succeeded. */
  readonly reached: boolean;
}

/**
 * Plans a motion: what is found is a rollout of its forces, with gains that hold it. Throws an ArgumentError or a ShapeError where settings,
 * scenario or options do not fit; where no plan is found the result says why.
 */
export async function plan(
  settings: PlanningSettings,
  scenario: Scenario,
  options: PlanOptions = {},
): Promise<PlanResult> {
  requirePlanning(settings);
  requireScenario(settings, scenario);
  requireOptions('plan', options, ['method', 'guess', 'iterations', 'seed', 'signal', 'onProgress']);
  const { method = ilqr(), iterations = 100, seed = 0, signal, onProgress } = options;
  requireParts('method', method, { name: 'a text', plan: 'a function' }, 'use e.g. ilqr()');
  requireInteger('iterations', iterations, 1, limits.iterations);
  requireInteger('seed', seed, 0, largestWord);
  if (signal !== undefined) requireSignal(signal);
  const task = planningTask(settings, scenario, { seed, ...(options.guess && { guess: options.guess }) });
  const job = method.plan(task) as PlanningJob;
  const end = await drive(job, { iterations, ...(signal && { signal }), ...(onProgress && { onProgress }) });
  const { measures, reached } = task.score(job.result().parameters);
  return { ...job.plan, end, iterations: job.iteration, measures, reached: reached === 1 };
}

/** A planning without a scene: its score is the rollout of the controller that follows the plan. Throws an ArgumentError. */
export function planningTask(
  settings: PlanningSettings,
  scenario: Scenario,
  { seed, guess }: { readonly seed: number; readonly guess?: Guess },
): PlanningTask {
  const layout = new ParameterLayout(emptyPlan(settings));
  return {
    settings,
    scenario,
    seed,
    layout,
    guess: () => guess ?? { tau: holdingForces(settings, scenario) },
    score: scoring(settings, scenario, layout),
  };
}

function emptyPlan(settings: PlanningSettings): PlanParameters {
  const { nq, nv } = settings.model;
  const knots = countOfKnots(settings);
  return {
    plan: {
      x: zeros([knots + 1, nq + nv]),
      u: zeros([knots, nv]),
      K: zeros([knots, nv, 2 * nv]),
      time: zeros([knots + 1]),
    },
  };
}

/** Rollouts of plans, traced at the first one. */
function scoring(
  settings: PlanningSettings,
  scenario: Scenario,
  layout: ParameterLayout<PlanParameters>,
): PlanningTask['score'] {
  let traced: ((parameters: PlanParameters) => ReturnType<typeof scored>) | undefined;
  const scored = (parameters: PlanParameters) => {
    const controller = planFollowing(parameters.plan) as unknown as Controller;
    const { loss, terms, measures, reached } = rollout({ ...settings, controller }, parameters, scenario);
    return { loss, terms, measures, reached };
  };
  return (vector): PlanScore => {
    const parameters = layout.fromVector(vector);
    traced ??= compile(scored, [parameters], { checkFinite: false });
    const { loss, terms, measures, reached } = traced(parameters);
    return {
      loss: loss.item(),
      terms: singleNumbers(terms),
      measures: singleNumbers(measures),
      reached: reached.item(),
    };
  };
}
