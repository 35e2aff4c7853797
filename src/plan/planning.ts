/** @file What is planned, and what a plan is: states at knots, forces held between them, and feedback about them. */
import type { Task } from '../task/task.ts';
import type { StepSettings } from '../simulation/plant.ts';

/** A robot, its task, and how time is cut. Everything that is a number (start, goals, weights, robot) comes with a `Scenario`. */
export interface PlanningSettings extends StepSettings {
  readonly task: Task;
  /** Number of steps of physics. */
  readonly steps: number;
  /** Steps of physics of a knot, over which forces are held; `steps` is a multiple of it. Default 1. */
  readonly hold?: number;
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
  /** Cost [N] of each knot. */
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
