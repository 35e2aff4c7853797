/** @file Adjoint's own physics behind the interface of another: what it is compared with, and the same with one thing changed. */
import { requireInteger, requireOptions, requireWord } from '../core/arguments.ts';
import { compile } from '../core/compile.ts';
import { PopulationTensor, zeros } from '../core/population-tensor.ts';
import type { Precision } from '../core/program/record/number-format.ts';
import type { RobotModel } from '../robot/model.ts';
import type { Chosen } from '../settings/kinds.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import { articulatedPlant } from '../simulation/plant.ts';
import { type PhysicsSettings, physicsSettings } from './physics-settings.ts';
import { requireEntries, type SecondPhysics } from './second-physics.ts';

/** How Adjoint is run. */
export interface AdjointSettings extends PhysicsSettings {
  /** The name of an integrator, or an object with its settings. */
  readonly integrator: Chosen;
  /** Steps of the integrator in one of dt; default 1. */
  readonly substeps?: number;
  /** Numbers that it computes with, states included; default 'float64'. */
  readonly precision?: Precision;
}

const settingNames = [
  'dt',
  'members',
  'robot',
  'integrator',
  'substeps',
  'precision',
] as const satisfies readonly (keyof AdjointSettings)[];

/** A population of a robot in Adjoint's physics. Throws an ArgumentError or a ShapeError where the settings do not fit the robot. */
export function adjointPhysics(model: RobotModel, settings: AdjointSettings): SecondPhysics {
  requireOptions('adjointPhysics', settings, settingNames);
  const { dt, members, robot } = physicsSettings(model, settings);
  const { integrator, substeps = 1, precision = 'float64' } = settings;
  requireInteger('substeps', substeps, 1);
  requireWord('precision', precision, ['float64', 'float32']);
  const plant = articulatedPlant({ model, integrator, dt: dt / substeps });
  const tensorOf = (data: Float64Array): PopulationTensor =>
    new PopulationTensor({ shape: [data.length / members], population: members }, data);
  const like = zeros([model.nv], members);
  const move = compile(
    (state: State, tau: PopulationTensor): State => plant.step(state, tau, robot),
    [{ q: zeros([model.nq], members), v: like }, like],
    { checkFinite: false, precision },
  );
  const [q, v] = [new Float64Array(model.nq * members), new Float64Array(model.nv * members)];
  return {
    name: 'Adjoint',
    members,
    dt,
    differences: precision === 'float32' ? ['numbers are float32, 24 bits'] : [],
    q,
    v,
    reset: (from, velocity) => {
      requireEntries('q', from, model.nq, members);
      requireEntries('v', velocity, model.nv, members);
      q.set(from);
      v.set(velocity);
    },
    step: (tau) => {
      requireEntries('tau', tau, model.nv, members);
      const held = tensorOf(tau.slice());
      let state: State = { q: tensorOf(q.slice()), v: tensorOf(v.slice()) };
      for (let i = 0; i < substeps; i++) state = move(state, held);
      q.set(state.q.data);
      v.set(state.v.data);
    },
    close: () => undefined,
  };
}
