/** @file How the state of a robot moves over a tick: the simulator's own steps, their Jacobians, and what forces that nobody commands make of it. */
import { add, mul } from '../core/ops/elementwise.ts';
import { concat, gather, reshape, slice } from '../core/ops/indexing.ts';
import { matmul } from '../core/ops/linear-algebra.ts';
import { eye, type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { requireInteger, requireObject } from '../core/arguments.ts';
import { requireTensorOf } from '../core/require-tensor.ts';
import { scan } from '../core/scan.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import { articulatedPlant, type StepSettings } from '../simulation/plant.ts';
import { stepJacobian } from '../simulation/step-jacobian.ts';
import { motionIn, partOf, requireLayout, type RobotStateLayout } from './robot-state.ts';
import type { RobotInput } from './sensors/reading-model.ts';
import type { ProcessModel } from './state-model.ts';

/** A robot, how its time is cut into steps, and how many of them are a tick. */
export interface TickSettings extends StepSettings {
  readonly hold: number;
  /** Default: the model's own. */
  readonly robot?: RobotParameters;
}

/** The robot after a tick, and d (q, v)+ by (q, v) [2 nv, 2 nv] and by a force held over the tick [2 nv, nv]. */
type LinearTick = { readonly next: State; readonly A: PopulationTensor; readonly B: PopulationTensor };

/** Runs a step for each row of tau [hold, nv]; a single one without a loop. */
function overTick<C extends { readonly [name: string]: PopulationTensor }>(
  carry: C,
  tau: PopulationTensor,
  step: (carry: C, row: PopulationTensor) => C,
): C {
  const [hold, nv] = tau.shape;
  if (hold === 1) return step(carry, reshape(tau, [nv]));
  return scan((now: C, row: PopulationTensor) => ({ carry: step(now, row), output: [] }), carry, tau).carry;
}

/**
 * The latest result for a state and an input: filters ask for the derivative and for the noise of one state, which share all their work.
 */
function remembered<R>(f: (x: PopulationTensor, input: RobotInput) => R): typeof f {
  const known = new WeakMap<PopulationTensor, { readonly tau: PopulationTensor; readonly result: R }>();
  return (x, input) => {
    const latest = known.get(x);
    if (latest?.tau === input.tau) return latest.result;
    const result = f(x, input);
    known.set(x, { tau: input.tau, result });
    return result;
  };
}

/** Columns of the process noise: a force on each joint, and each coordinate that wanders. */
export const noiseSources = ({ model, parts }: RobotStateLayout): number =>
  model.nv + parts.flatMap(({ walk }) => walk).filter((walk) => walk > 0).length;

/** Unit columns of the coordinates that wander, times their standard deviations: [dimension, so many]. */
function walkColumns({ parts, space }: RobotStateLayout): PopulationTensor {
  const walks = parts.flatMap(({ walk }) => walk);
  const moving = walks.flatMap((walk, i) => (walk > 0 ? [i] : []));
  return gather(mul(eye(space.dimension), tensor(walks)), moving, 1);
}

/**
 * The process of a robot's state under forces tau [hold, nv], a row a step of the simulation: nothing else moves but by chance. Forces of
 * standard deviation `force` [nv] (N m, N) that nobody commands are held over a tick and drawn anew for the next (zero-order hold), so
 * that their part in the noise is d state / d force times it: the discretization is the simulator's own. Throws an ArgumentError or a
 * ShapeError where the arguments do not fit.
 */
export function robotProcess(
  settings: TickSettings,
  layout: RobotStateLayout,
  unforeseen: { readonly force: PopulationTensor },
): ProcessModel<RobotInput> {
  requireObject('settings', settings, 'an object of model, integrator, dt and hold');
  requireLayout(layout);
  requireObject('unforeseen', unforeseen, 'an object of force');
  const { force } = unforeseen;
  const { model, space } = layout;
  const { hold, robot = robotParameters(model) } = settings;
  requireInteger('hold', hold, 1);
  requireTensorOf('force', force, [model.nv], 'a standard deviation for each joint');
  const plant = articulatedPlant(settings);
  const own = 2 * model.nv;
  const rest = space.dimension - own;

  /** Forces of each step, with those that the state says nobody commands. */
  const acting = (x: PopulationTensor, { tau }: RobotInput): PopulationTensor => {
    requireTensorOf('tau', tau, [hold, model.nv], 'forces on the joints, a row a step of the tick');
    const unknown = partOf(layout, x, 'forces');
    return unknown ? add(tau, unknown) : tau;
  };
  const unmoved = (x: PopulationTensor): PopulationTensor => slice(x, [model.nq + model.nv]);
  const stateOf = ({ q, v }: State, x: PopulationTensor): PopulationTensor =>
    concat(rest > 0 ? [q, v, unmoved(x)] : [q, v]);

  const linearTick = remembered((x, input): LinearTick => {
    const first = { ...motionIn(layout, x), A: eye(own), B: zeros([own, model.nv]) };
    const { q, v, A, B } = overTick(first, acting(x, input), (now, row) => {
      const { next, A: byState, B: byForce } = stepJacobian(settings, { q: now.q, v: now.v }, row, robot);
      return { ...next, A: matmul(byState, now.A), B: add(matmul(byState, now.B), byForce) };
    });
    return { next: { q, v }, A, B };
  });

  /** What the rest of the state does to the robot's motion, [2 nv, rest]: unknown forces push it, goals and biases do not. */
  const byRest = (B: PopulationTensor): PopulationTensor =>
    concat(
      layout.parts.slice(2).map(({ name, size }) => (name === 'forces' ? B : zeros([own, size]))),
      1,
    );

  return {
    space,
    step: (x, input) => {
      const next = overTick(motionIn(layout, x), acting(x, input), ({ q, v }, row) => plant.step({ q, v }, row, robot));
      return stateOf(next, x);
    },
    linearize: (x, input) => {
      const { next, A, B } = linearTick(x, input);
      if (rest === 0) return { value: stateOf(next, x), byState: A };
      const unchanged = concat([zeros([rest, own]), eye(rest)], 1);
      return { value: stateOf(next, x), byState: concat([concat([A, byRest(B)], 1), unchanged]) };
    },
    noise: (x, input) => {
      const pushed = mul(linearTick(x, input).B, force);
      const ofForce = rest > 0 ? concat([pushed, zeros([rest, model.nv])]) : pushed;
      const walks = walkColumns(layout);
      return walks.shape[1] > 0 ? concat([ofForce, walks], 1) : ofForce;
    },
  };
}
