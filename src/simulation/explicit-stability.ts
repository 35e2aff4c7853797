/** @file Joints whose friction is too stiff for an explicit integrator: what a run is warned of before it diverges. */
import { at } from '../core/ops/indexing.ts';
import { type PopulationTensor, zeros } from '../core/population-tensor.ts';
import { requireJointVectors, requireParameters } from '../dynamics/arguments.ts';
import { forwardDynamicsDerivatives } from '../dynamics/forward-dynamics-derivatives.ts';
import { jointResistance } from '../dynamics/joint-friction.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import { integratorOf, type StepSettings } from './plant.ts';

/** A joint that an explicit step makes unstable. */
export interface StiffJoint {
  readonly joint: string;
  /** Largest time step that bears its friction, s. */
  readonly limit: number;
}

/**
 * The joints for which dt b (M^-1)_ii > 2 at rest in the configuration q [nq], where Coulomb friction resists most, stiffest first;
 * none where the integrator takes friction implicitly. Throws an ArgumentError or a ShapeError where the arguments do not fit.
 */
export function stiffJoints(settings: StepSettings, q: PopulationTensor, robot?: RobotParameters): StiffJoint[] {
  const { resistance } = integratorOf(settings);
  const { model, dt } = settings;
  const parameters = robot ?? robotParameters(model);
  requireJointVectors(model, { q });
  requireParameters(model, parameters);
  if (resistance === 'implicit' || model.nv === 0) return [];
  const still = zeros([model.nv]);
  const b = jointResistance(model, still, parameters);
  const { dtau } = forwardDynamicsDerivatives(model, q, still, still, parameters);
  return independentJoints(model)
    .map(({ name, vIndex: i }) => ({ joint: name, limit: 2 / (at(b, i).item() * at(dtau, i, i).item()) }))
    .filter(({ limit }) => dt > limit)
    .toSorted((a, b) => a.limit - b.limit);
}
