/** @file What is planned, and what a plan is: states at knots, forces held between them, and feedback about them. */
import { requireInstance, requireInteger, requireParts } from '../core/arguments.ts';
import { ArgumentError, limits, ShapeError } from '../errors.ts';
import type { RobotModel } from '../robot/model.ts';
import { requireTask, type Task } from '../task/task.ts';
import { integratorOf, type StepSettings } from '../simulation/plant.ts';

/** A robot, its task, and how time is cut. Everything that is a number (start, goals, weights, robot) comes with a `Scenario`. */
export interface PlanningSettings extends StepSettings {
  readonly task: Task;
  /** Number of steps of physics. */
  readonly steps: number;
  /** Steps of physics of a knot, over which forces are held; `steps` is a multiple of it. Default 1. */
  readonly hold?: number;
}

/** Refuses what is no settings, by the name of what is wrong. */
export function requirePlanning(settings: PlanningSettings): void {
  integratorOf(settings);
  requireTask(settings.task);
  const { steps, hold = 1 } = settings;
  requireInteger('steps', steps, 1, limits.horizonSteps);
  requireInteger('hold', hold, 1, steps);
  if (steps % hold !== 0)
    throw new ArgumentError('hold', `${hold} of ${steps} steps`, 'a number of steps that the horizon is a multiple of');
}

/**
 * States x_0 … x_N at the knots and forces u_0 … u_(N-1) held between them, in rows. Where it comes of no single rollout, the states
 * after a knot's steps need not be the next knot's: the gaps.
 */
export interface Motion {
  /** Configurations [N + 1, nq], rad or m. */
  readonly q: Float64Array;
  /** Velocities [N + 1, nv], rad/s or m/s. */
  readonly v: Float64Array;
  /** Generalized forces [N, nv] of all joints, N m or N; 0 of joints without a drive (effort limit 0). */
  readonly tau: Float64Array;
}

/** Refuses what is no motion of a robot, by the name of what is wrong. */
export function requireMotion({ nq, nv }: RobotModel, motion: Motion): void {
  const list = 'a Float64Array of rows';
  requireParts('motion', motion, { q: 'an object', v: 'an object', tau: 'an object' });
  for (const name of ['q', 'v', 'tau'] as const) requireInstance(`motion.${name}`, motion[name], Float64Array, list);
  const knots = motion.tau.length / nv;
  const expected = { q: (knots + 1) * nq, v: (knots + 1) * nv };
  if (!(knots >= 1 && Number.isInteger(knots)))
    throw new ShapeError('motion.tau', [[motion.tau.length]], `not of rows of ${nv}`, 'give a row a knot');
  for (const name of ['q', 'v'] as const)
    if (motion[name].length !== expected[name])
      throw new ShapeError(
        `motion.${name}`,
        [[motion[name].length]],
        `not of ${knots + 1} rows, ${expected[name]} numbers`,
        'give a row a knot, and one more',
      );
}

/**
 * All knots of a motion, to second order; n = 2 nv (tangent of q, then v), m = driven joints (effort limit not 0) in their order.
 * The cost of knot k is what the steps that lead from x_k to x_(k+1) cost, of the last one with the final terms: their sum is the loss of the
 * rollout. It is written about the departure (x_k, u_k) and about the arrival x_(k+1), to which what needs no chain is left.
 * Rows [N, …].
 */
export interface KnotModels {
  /** Where each knot leads, [N, nq] and [N, nv]. */
  readonly next: { readonly q: Float64Array; readonly v: Float64Array };
  /** x_(k+1) by x_k, [N, n, n], and by u_k, [N, n, m]; in tangent spaces. */
  readonly A: Float64Array;
  readonly B: Float64Array;
  /** phi(x_k, u_k) (-) x_(k+1), [N, n]: 0 of a rollout but for rounding. */
  readonly gaps: Float64Array;
  /** Cost [N] of each knot: of its forces, of the states on its way, and of x_(k+1) as the motion has it. */
  readonly cost: Float64Array;
  readonly departure: {
    readonly x: Float64Array;
    readonly u: Float64Array;
    readonly xx: Float64Array;
    /** [N, m, n]. */
    readonly ux: Float64Array;
    readonly uu: Float64Array;
  };
  readonly arrival: { readonly x: Float64Array; readonly xx: Float64Array };
}

/** What a backward pass finds: the change a k + K dx of the driven forces, and what it promises. */
export interface Policy {
  /** [N, m], N m or N. */
  readonly k: Float64Array;
  /** [N, m, n]; rows of clamped forces are 0. */
  readonly K: Float64Array;
  /** The loss changes by a slope + a^2 / 2 curvature at a step of length a (with the unregularized Quu). */
  readonly slope: number;
  readonly curvature: number;
  /** Largest |Qu| of forces that are not held at a limit: 0 at an optimum. */
  readonly stationarity: number;
}

/** A plan: what is done, and how to hold on to it. */
export interface Plan {
  /** s between knots. */
  readonly period: number;
  readonly motion: Motion;
  /** Gains [N, nv, 2 nv] of all joints: tau = tau_k + K_k (x (-) x_k). */
  readonly gains: Float64Array;
  readonly loss: number;
  /** Cost of each term. */
  readonly terms: Readonly<Record<string, number>>;
  /** Largest entry of all gaps; a plan that is rolled out has none. */
  readonly gap: number;
}
