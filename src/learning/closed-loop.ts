/** @file A robot and its controller, linear about the start of a rollout: how fast a disturbance grows there, and whose fault it is. */
import { type ControllerParameters, memoryAtStart } from '../../controllers/controller.ts';
import { jacobian, jvp } from '../core/derivative/functions.ts';
import { add } from '../core/ops/elementwise.ts';
import { at, concat, slice } from '../core/ops/indexing.ts';
import { solve } from '../core/ops/factorization.ts';
import { matmul } from '../core/ops/linear-algebra.ts';
import { ones, population, type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { mapTree } from '../core/tree.ts';
import { forwardDynamicsDerivatives } from '../dynamics/forward-dynamics-derivatives.ts';
import { jointFriction } from '../dynamics/joint-friction.ts';
import { massMatrix } from '../dynamics/mass-matrix.ts';
import { completeParameters } from '../robot/partial-parameters.ts';
import type { RolloutSettings } from '../rollout/settings.ts';
import type { Scenario } from '../rollout/scenario.ts';
import type { Chosen } from '../settings/kinds.ts';
import { integrateConfiguration, integratorOf, limitEffort } from '../simulation/plant.ts';
import { logSpectralRadius } from './spectral-radius.ts';

/** A rollout that has been tried: all that it was made of. */
export interface Attempt {
  readonly settings: RolloutSettings;
  /** The parameters that are optimized, and those that are not. */
  readonly optimized: ControllerParameters;
  readonly fixed: ControllerParameters;
  readonly scenario: Scenario;
}

/** The closed loop about the start; matrices of plain numbers, row by row. */
export interface ClosedLoop {
  readonly nv: number;
  /** Forces [nv] that the controller asks for at the start, before limits. */
  readonly tau: readonly number[];
  /** d a / d(q, v), [nv, 2 nv]. */
  readonly byState: readonly number[];
  /** The mass matrix, and its inverse: d a / d tau, [nv, nv]. */
  readonly mass: readonly number[];
  readonly byForce: readonly number[];
  /** What damping and friction of each joint take from its force for a velocity, [nv], N m s/rad. */
  readonly damping: readonly number[];
  /** What the controller takes from each force for a displacement and for a velocity, [nv, nv]. */
  readonly positionGains: readonly number[];
  readonly velocityGains: readonly number[];
}

/** The loop with another step or integrator, or with gains that are a part of its own, a factor a joint. */
export interface LoopChange {
  readonly dt: number;
  readonly integrator: Chosen;
  readonly position?: readonly number[];
  readonly velocity?: readonly number[];
}

/** The forces that the controller asks for at the start, as a function of a displacement and a velocity (2 nv numbers). */
function torqueAtStart({ settings, optimized, fixed, scenario }: Attempt): (x: PopulationTensor) => PopulationTensor {
  const { controller, model, steps, dt } = settings;
  const { initial, goals } = scenario;
  const parameters = { ...fixed, ...optimized };
  const duration = (steps - 1) * dt;
  const planned = mapTree(controller.plan?.(parameters, [0], model, duration) ?? {}, (rows) => at(rows, 0));
  const memory = memoryAtStart(controller, parameters, { ...initial, time: tensor(0), goals }, model);
  const move = integrateConfiguration(model);
  const { nv } = model;
  return (x) => {
    const seen = { q: move(initial.q, slice(x, [0], [nv])), v: add(initial.v, slice(x, [nv])), time: tensor(0), goals };
    return controller.act(parameters, memory, seen, planned, model).tau;
  };
}

/** What the controller asks of the drives at the start, [nv]. */
export const torqueAskedFor = (attempt: Attempt): readonly number[] =>
  torqueAtStart(attempt)(tensor(new Float64Array(2 * attempt.settings.model.nv))).toArray();

/** The closed loop of an attempt about its start. */
export function closedLoop(attempt: Attempt): ClosedLoop {
  const { settings, scenario } = attempt;
  const { model } = settings;
  const { q, v } = scenario.initial;
  const robot = completeParameters(model, scenario.robot);
  const nv = model.nv;
  const rest = tensor(new Float64Array(2 * nv));
  const torque = torqueAtStart(attempt);
  const tau = torque(rest);
  const byMotion = jacobian(torque)(rest);
  const friction = jvp((x: PopulationTensor) => jointFriction(model, x, robot), v, ones([nv]));
  const forces = add(limitEffort(model, tau), friction.value);
  const { dq, dv, dtau } = forwardDynamicsDerivatives(model, q, v, forces, robot, {
    forceByVelocity: () => friction.tangent,
  });
  const taken = (matrix: PopulationTensor): number[] => matrix.toArray().map((entry) => 0 - entry);
  return {
    nv,
    tau: tau.toArray(),
    byState: concat([dq, dv], 1).toArray(),
    mass: massMatrix(model, q, robot).toArray(),
    byForce: dtau.toArray(),
    damping: taken(friction.tangent),
    positionGains: taken(slice(byMotion, [0, 0], [nv, nv])),
    velocityGains: taken(slice(byMotion, [0, nv], [nv, 2 * nv])),
  };
}

/** The loop of joints that nothing resists: da/dv less -M^-1 b. */
export function withoutResistance(loop: ClosedLoop): ClosedLoop {
  const { nv, byForce, damping } = loop;
  const byState = loop.byState.map((entry, k) => {
    const [row, j] = [Math.floor(k / (2 * nv)), (k % (2 * nv)) - nv];
    return j < 0 ? entry : entry + byForce[row * nv + j] * damping[j];
  });
  return { ...loop, byState, damping: damping.map(() => 0) };
}

/** The matrix [2 nv, 2 nv] of one step: forces are held over it, as the controller asked for them at its beginning. */
export function stepMatrix(loop: ClosedLoop, change: LoopChange, settings: RolloutSettings): Float64Array {
  const { nv } = loop;
  const { dt, integrator } = change;
  const ones = new Array<number>(nv).fill(1);
  const { position = ones, velocity = ones } = change;
  const unit = (from: number): PopulationTensor =>
    population(Array.from({ length: 2 * nv }, (_, j) => ones.map((_one, i) => (i + from === j ? 1 : 0))));
  const state = { q: unit(0), v: unit(nv) };
  const feedback = (gains: readonly number[], part: readonly number[]): number[] =>
    gains.map((gain, k) => -gain * part[Math.floor(k / nv)]);
  const square = (entries: readonly number[]): PopulationTensor => matrixOf(entries, nv, nv);
  const tau = add(
    matmul(square(feedback(loop.positionGains, position)), state.q),
    matmul(square(feedback(loop.velocityGains, velocity)), state.v),
  );
  const pushed = matmul(square(loop.byForce), tau);
  const byState = matrixOf(loop.byState, nv, 2 * nv);
  // what resists motion is that of the velocity some time ahead: (M + h b) a = M a'
  const resisted = (a: PopulationTensor, ahead: number): PopulationTensor => {
    const mass = square(loop.mass);
    const diagonal = loop.damping.map((b, i) => ones.map((_one, j) => (i === j ? ahead * b : 0)));
    return solve(add(mass, tensor(diagonal)), matmul(mass, a));
  };
  const next = integratorOf({ ...settings, integrator, dt })(
    ({ q, v }, ahead = 0) => {
      const a = add(matmul(byState, concat([q, v])), pushed);
      return ahead === 0 ? a : resisted(a, ahead);
    },
    add,
    state,
    dt,
  );
  return Float64Array.from([...next.q.data, ...next.v.data]);
}

const matrixOf = (entries: readonly number[], rows: number, columns: number): PopulationTensor =>
  tensor(Array.from({ length: rows }, (_, i) => entries.slice(i * columns, (i + 1) * columns)));

/** Exponent of the growth of a disturbance, 1/s. */
const growthRate = (loop: ClosedLoop, change: LoopChange, settings: RolloutSettings): number =>
  logSpectralRadius(stepMatrix(loop, change, settings), 2 * loop.nv) / change.dt;

/** Steps that are so many times shorter show what the arm does by itself: an upright one falls. */
const refinements = [4, 16, 64, 256, 1024, 4096, 16384] as const;

/** A disturbance that the steps add may grow by e^3 over the horizon: less does not end a rollout. */
export const bearable = 3;

/**
 * Exponent of the growth that steps of this length add over the horizon: of a disturbance that would not grow with short steps. Where the
 * whole growth is bearable, that is what is returned, and nothing is looked into; NaN where the loop has entries that are not finite.
 */
export function addedGrowth(loop: ClosedLoop, change: LoopChange, settings: RolloutSettings): number {
  const seconds = settings.steps * settings.dt;
  const own = growthRate(loop, change, settings);
  if (!(own * seconds > bearable)) return own * seconds;
  const natural = refinements.map((times) => growthRate(loop, { ...change, dt: change.dt / times }, settings));
  const least = natural.reduce((rate, other) => Math.min(rate, other));
  return (own - Math.max(0, least)) * seconds;
}

/** Whether steps of this length make a disturbance grow that would not grow with short ones. What is not finite counts as stable. */
export const isUnstable = (loop: ClosedLoop, change: LoopChange, settings: RolloutSettings): boolean =>
  addedGrowth(loop, change, settings) > bearable;
