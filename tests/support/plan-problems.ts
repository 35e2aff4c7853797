/** @file Problems to plan: masses that slide, which are linear; an arm of two links; a pendulum that swings up; the Panda's reach with Crocoddyl's weights. */
import { tensor, zeros } from '../../src/core/population-tensor.ts';
import type { PlanningSettings } from '../../src/plan/planning.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { type Scenario, weightsOf } from '../../src/rollout/scenario.ts';
import type { Norm } from '../../src/task/norm.ts';
import { oneSided } from '../../src/task/norms/one-sided.ts';
import { quadratic } from '../../src/task/norms/quadratic.ts';
import type { Residual } from '../../src/task/residual.ts';
import { jointLimits } from '../../src/task/residuals/joint-limits.ts';
import { jointPosition } from '../../src/task/residuals/joint-position.ts';
import { jointVelocity } from '../../src/task/residuals/joint-velocity.ts';
import { linkOrientation } from '../../src/task/residuals/link-orientation.ts';
import { linkPosition } from '../../src/task/residuals/link-position.ts';
import { torque } from '../../src/task/residuals/torque.ts';
import type { Term } from '../../src/task/task.ts';
import type { LinearKnot, Matrix } from './linear-quadratic.ts';
import { assetModel } from './robots.ts';

/** What is planned, and with which numbers. */
export interface PlanProblem {
  readonly settings: PlanningSettings;
  readonly scenario: Scenario;
}

const term = (name: string, residual: Residual, weight: number, when: Term['when'], norm: Norm = quadratic): Term => ({
  ...{ name, residual, norm, weight, when },
});

const slider = (name: string, axis: string, parent: string, child: string, effort: number): string =>
  `<joint name="${name}" type="prismatic"><parent link="${parent}"/><child link="${child}"/><axis xyz="${axis}"/><limit lower="-9" upper="9" effort="${effort}" velocity="99"/></joint>`;
const body = (name: string, mass: number): string =>
  `<link name="${name}"><inertial><mass value="${mass}"/><inertia ixx="0.1" ixy="0" ixz="0" iyy="0.1" iyz="0" izz="0.1"/></inertial></link>`;

/** Masses of which each moves: the second slides on the first, across its way and level. */
const masses = [2, 0.5];
const weights = { stay: 3, slow: 0.2, effort: 0.05, arrive: 40, rest: 4 };

/** Two masses that are pushed to a place by forces of at most `effort` N; linear and quadratic. */
export function slidingMasses({
  knots = 20,
  effort = 1e3,
}: { readonly knots?: number; readonly effort?: number } = {}): PlanProblem & {
  readonly linear: readonly LinearKnot[];
  readonly start: readonly number[];
} {
  const { model } = loadRobot(
    `<robot name="masses"><link name="base"/>${body('first', masses[0] - masses[1])}${body('second', masses[1])}${slider('x', '1 0 0', 'base', 'first', effort)}${slider('y', '0 1 0', 'first', 'second', effort)}</robot>`,
    { file: 'masses.urdf' },
  );
  const task = {
    terms: [
      term('stay', jointPosition(model, 'there'), weights.stay, 'running'),
      term('slow', jointVelocity(model), weights.slow, 'running'),
      term('effort', torque(model), weights.effort, 'running'),
      term('arrive', jointPosition(model, 'there'), weights.arrive, 'final'),
      term('rest', jointVelocity(model), weights.rest, 'final'),
    ],
    measures: {},
  };
  const dt = 0.05;
  const [start, there] = [
    [0.4, -0.7, 0.3, 0.1],
    [0.1, 0.5],
  ];
  return {
    settings: { model, integrator: 'semi-implicit-euler', dt, steps: knots, task },
    scenario: {
      initial: { q: tensor(start.slice(0, 2)), v: tensor(start.slice(2)) },
      goals: { there: { posture: tensor(there) } },
      weights: weightsOf(task),
    },
    linear: linearKnots(knots, dt, there),
    start,
  };
}

/** The same problem in plain numbers: v+ = v + dt u / m, q+ = q + dt v+. */
function linearKnots(knots: number, dt: number, there: readonly number[]): LinearKnot[] {
  const rows = (of: (i: number, j: number) => number, height: number, width: number): Matrix =>
    Array.from({ length: height }, (_, i) => Array.from({ length: width }, (__, j) => of(i, j)));
  const diagonal = (...entries: number[]): Matrix =>
    rows((i, j) => (i === j ? entries[i] : 0), entries.length, entries.length);
  const nothing = [0, 0, 0, 0];
  return Array.from({ length: knots }, (_, k) => {
    const isLast = k === knots - 1;
    // means over two joints, squares without a half
    const byPlace = weights.stay / knots + (isLast ? weights.arrive : 0);
    const bySpeed = weights.slow / knots + (isLast ? weights.rest : 0);
    return {
      A: rows((i, j) => (i === j ? 1 : j === i + 2 ? dt : 0), 4, 4),
      B: rows((i, j) => (i % 2 === j ? (i < 2 ? dt * dt : dt) / masses[j] : 0), 4, 2),
      c: nothing,
      x: nothing,
      u: [0, 0],
      xx: diagonal(...nothing),
      ux: rows(() => 0, 2, 4),
      uu: diagonal(weights.effort / knots, weights.effort / knots),
      arrival: { x: [...there.map((q) => -byPlace * q), 0, 0], xx: diagonal(byPlace, byPlace, bySpeed, bySpeed) },
    };
  });
}

/** A task that brings the tip of an arm to a point, and to rest. */
const reaching = (model: RobotModel, link: string) => ({
  terms: [
    term('reach', linkPosition(link, 'point'), 1, 'running'),
    term('effort', torque(model, true), 0.01, 'running'),
    term('arrive', linkPosition(link, 'point'), 100, 'final'),
    term('rest', jointVelocity(model), 0.1, 'final'),
  ],
  measures: { distance: { residual: linkPosition(link, 'point'), when: 'end' as const } },
});

/** The arm of two links reaches a point; a step a knot, or several. */
export function twoLinkReach({
  steps = 75,
  hold = 1,
  q = [-0.4, 1.2],
}: { readonly steps?: number; readonly hold?: number; readonly q?: readonly number[] } = {}): PlanProblem {
  const model = assetModel('planar-2link');
  const task = reaching(model, 'tip');
  return {
    settings: { model, integrator: 'semi-implicit-euler', dt: 0.02, steps, hold, task },
    scenario: {
      initial: { q: tensor([...q]), v: zeros([2]) },
      goals: { point: { position: tensor([0.45, 0, 1.5]) } },
      weights: weightsOf(task),
    },
  };
}

/** The same with a limit that the way would go beyond: of 1.6 rad at the elbow. */
export function limitedReach(): PlanProblem {
  const { settings, scenario } = twoLinkReach();
  const { model } = settings;
  const task = {
    ...settings.task,
    terms: [...settings.task.terms, term('limits', jointLimits(model, 1.2), 0.1, 'running', oneSided)],
  };
  return { settings: { ...settings, task }, scenario: { ...scenario, weights: weightsOf(task) } };
}

/** The pendulum, whose motor cannot lift it, from rest at its lowest point to the top. */
export function pendulumSwing(): PlanProblem {
  const model = assetModel('pendulum');
  const task = {
    terms: [
      term('effort', torque(model, true), 0.02, 'running'),
      term('arrive', linkPosition('tip', 'point'), 10, 'final'),
      term('rest', jointVelocity(model), 0.1, 'final'),
    ],
    measures: { distance: { residual: linkPosition('tip', 'point'), when: 'end' as const } },
  };
  return {
    settings: { model, integrator: 'rk4', dt: 0.02, steps: 150, task },
    scenario: {
      initial: { q: zeros([1]), v: zeros([1]) },
      goals: { point: { position: tensor([0, 0, 1.3]) } },
      weights: weightsOf(task),
    },
  };
}

/**
 * The Panda brings its hand to a pose: Crocoddyl's arm example (T = 100, 10 ms, symplectic Euler; pose 1, state 0.1, control 0.1, at the end
 * pose `final`). Its sum over 100 knots times 10 ms is our mean over 1 s; its weights of seven joints are ours of their mean times 7; its half
 * is of the whole loss and changes nothing.
 */
export function pandaReach(final: number): PlanProblem {
  const model = assetModel('panda');
  const link = 'panda_hand_tcp';
  const [position, orientation] = [linkPosition(link, 'pose'), linkOrientation(link, 'pose')];
  const task = {
    terms: [
      term('position', position, 1, 'running'),
      term('orientation', orientation, 1, 'running'),
      term('posture', jointPosition(model, 'start'), 0.7, 'running'),
      term('speed', jointVelocity(model), 0.7, 'running'),
      term('effort', torque(model), 0.7, 'running'),
      term('final-position', position, final, 'final'),
      term('final-orientation', orientation, final, 'final'),
    ],
    measures: { distance: { residual: position, when: 'end' as const } },
  };
  const q = [0, -0.785, 0, -2.356, 0, 1.571, 0.785];
  const down = tensor([
    [1, 0, 0],
    [0, -1, 0],
    [0, 0, -1],
  ]);
  return {
    settings: { model, integrator: 'semi-implicit-euler', dt: 0.01, steps: 100, task },
    scenario: {
      initial: { q: tensor(q), v: zeros([7]) },
      goals: { pose: { position: tensor([0.6, 0.2, 0.5]), rotation: down }, start: { posture: tensor(q) } },
      weights: weightsOf(task),
    },
  };
}
