/** @file Motions in a second physics and in ours, for tests that compare them. */
import { pd } from '../../controllers/pd.ts';
import type { Controller } from '../../controllers/controller.ts';
import { population, type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import type { RolloutSettings } from '../../src/rollout/rollout.ts';
import { adjointPhysics } from '../../src/sim2sim/adjoint-physics.ts';
import type { SecondPhysics } from '../../src/sim2sim/second-physics.ts';
import { type Trial, trialOf } from '../../src/sim2sim/trial.ts';
import { Random } from './random.ts';

/** A robot whose joints resist nothing and have no limits. */
export const unresisted = (model: RobotModel): RobotModel => ({
  ...model,
  joints: model.joints.map((joint) => ({
    ...joint,
    damping: 0,
    friction: 0,
    limits: { ...joint.limits, lower: -Infinity, upper: Infinity },
  })),
});

/** A motion of one robot from a state under held forces: q and v of each joint after it. */
export interface Motion {
  readonly q: readonly number[];
  readonly v: readonly number[];
  readonly tau: readonly number[];
  readonly steps: number;
}

/** Where a motion ends, q and v one after another. */
export function endOf(physics: SecondPhysics, { q, v, tau, steps }: Motion): number[] {
  physics.reset(Float64Array.from(q), Float64Array.from(v));
  const forces = Float64Array.from(tau);
  for (let i = 0; i < steps; i++) physics.step(forces);
  return [...physics.q, ...physics.v];
}

/** Where it ends in truth: in ours, by Runge-Kutta steps so short that their error is far below what is compared. */
export const trueEnd = (model: RobotModel, dt: number, motion: Motion): number[] =>
  endOf(adjointPhysics(model, { dt, integrator: 'rk4', substeps: 4 }), motion);

/** Largest difference of two lists of numbers. */
export const farthest = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

/** A posture of the Panda far from singular ones. */
export const pandaHome = [0, -0.785398, 0, -2.356194, 0, 1.570796, 0.785398];

/** A trial of PD with gravity compensation from `pandaHome` to set points around it, one a member, over `time` s. */
export function pandaTrial(model: RobotModel, members: number, dt: number, time: number): Trial {
  const controller = pd({
    kp: [120, 120, 100, 100, 30, 25, 10],
    kd: [18, 18, 14, 14, 2.5, 2, 0.6],
    gravityCompensation: true,
  }) as unknown as Controller;
  const random = new Random(1);
  const around = (): number[] => pandaHome.map((x) => x + random.uniform(-0.5, 0.5));
  const parameters = {
    ...controller.parameters(model, pandaHome),
    reference: population(Array.from({ length: members }, around)),
  };
  const settings: RolloutSettings = {
    model,
    controller,
    task: { terms: [], measures: {} },
    integrator: 'semi-implicit-euler',
    dt,
    steps: Math.round(time / dt),
  };
  return trialOf(settings, parameters, { initial: { q: tensor(pandaHome), v: atRest(model) }, goals: {}, weights: {} });
}

export const atRest = ({ nv }: RobotModel): PopulationTensor => tensor(new Float64Array(nv));
