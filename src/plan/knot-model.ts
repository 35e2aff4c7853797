/** @file One knot to second order: its steps of physics under held forces, and what they cost, by the state before and the forces. */
import { sub } from '../core/ops/arithmetic.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { concat, gather, transpose } from '../core/ops/indexing.ts';
import { matmul } from '../core/ops/linear-algebra.ts';
import { isKnownZero } from '../core/known-zero.ts';
import { eye, type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { scan } from '../core/scan.ts';
import type { Goals } from '../robot/goal.ts';
import { configurationDifference } from '../robot/joints/configuration-difference.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import { stepJacobian, type StepJacobian } from '../simulation/step-jacobian.ts';
import { isFinal, isRunning, type Term } from '../task/task.ts';
import { costModel, type CostModel } from './cost-model.ts';
import { drivenJoints, forcesOfAll } from './driven-joints.ts';
import type { PlanningSettings } from './planning.ts';

/** Where a knot starts and where the motion goes on after it, the forces [m] held between, and its place in time. */
export interface Knot {
  readonly departure: State;
  readonly arrival: State;
  readonly u: PopulationTensor;
  /** s since the start at the departure, []. */
  readonly time: PopulationTensor;
  /** Factor [] of the final terms: 1 of a motion's last knot, else 0. */
  readonly last: PopulationTensor;
}

/** What knots share: the numbers of a scenario. */
export interface Shared {
  readonly goals: Goals;
  readonly weights: Readonly<Record<string, PopulationTensor>>;
  readonly robot: RobotParameters;
  /** Factor [] of the running terms: one over the steps of the motion. */
  readonly share: PopulationTensor;
}

/** A knot's step with Jacobians, its gap to where the motion goes on, and its cost about both ends. */
export interface KnotModel extends StepJacobian {
  /** next (-) arrival [n]. */
  readonly gap: PopulationTensor;
  readonly departure: CostModel;
  readonly arrival: Pick<CostModel, 'x' | 'xx'>;
}

/** Tangent [2 nv] that leads from one state to another. */
export const stateDifference = (model: RobotModel, from: State, to: State): PopulationTensor =>
  concat([configurationDifference(model, from.q, to.q), sub(to.v, from.v)]);

/** A x, where A' A may be known to be 0. */
const times = (left: PopulationTensor, right: PopulationTensor, shape: readonly number[]): PopulationTensor =>
  isKnownZero(left) || isKnownZero(right) ? zeros(shape) : matmul(left, right);

const plus = (x: PopulationTensor, y: PopulationTensor): PopulationTensor =>
  isKnownZero(x) ? y : isKnownZero(y) ? x : add(x, y);

/** A step by the driven forces alone. */
function drivenStep(
  settings: PlanningSettings,
  state: State,
  u: PopulationTensor,
  robot: RobotParameters,
): StepJacobian {
  const { model } = settings;
  const step = stepJacobian(settings, state, forcesOfAll(model, u), robot);
  const joints = drivenJoints(model);
  return joints.length === model.nv ? step : { ...step, B: gather(step.B, joints, 1) };
}

/** What was done since the departure: where it led, d/d(x, u) of that, and what it cost. */
type SoFar = {
  readonly state: State;
  readonly A: PopulationTensor;
  readonly B: PopulationTensor;
  readonly costs: CostModel;
};

/** One more step under the same forces. */
function onward(
  settings: PlanningSettings,
  { state, A, B }: Omit<SoFar, 'costs'>,
  u: PopulationTensor,
  { robot }: Shared,
) {
  const step = drivenStep(settings, state, u, robot);
  return { state: step.next, A: matmul(step.A, A), B: add(matmul(step.A, B), step.B) };
}

/** The sum of costs of two moments. */
const costsAdded = (a: CostModel, b: CostModel): CostModel => ({
  cost: plus(a.cost, b.cost),
  x: plus(a.x, b.x),
  u: plus(a.u, b.u),
  xx: plus(a.xx, b.xx),
  ux: plus(a.ux, b.ux),
  uu: plus(a.uu, b.uu),
});

/** The part of an arrival's cost that is of the forces, and of forces and state together, about the departure. */
function ofForces({ cost, u, ux, uu }: CostModel, { A, B }: Pick<SoFar, 'A' | 'B'>): CostModel {
  const [m, n] = ux.shape;
  const mixed = times(ux, B, [m, m]);
  return {
    cost,
    x: zeros([n]),
    u,
    xx: zeros([n, n]),
    ux: times(ux, A, [m, n]),
    uu: plus(uu, plus(mixed, isKnownZero(mixed) ? mixed : transpose(mixed))),
  };
}

/** A whole arrival's cost about the departure: x+ = A x + B u. */
function aboutDeparture(arrival: CostModel, by: Pick<SoFar, 'A' | 'B'>): CostModel {
  const [m, n] = arrival.ux.shape;
  const [At, Bt] = [transpose(by.A), transpose(by.B)];
  const curvedA = times(arrival.xx, by.A, [n, n]);
  const ofState: CostModel = {
    cost: tensor(0),
    x: times(At, arrival.x, [n]),
    u: times(Bt, arrival.x, [m]),
    xx: times(At, curvedA, [n, n]),
    ux: times(Bt, curvedA, [m, n]),
    uu: times(Bt, times(arrival.xx, by.B, [n, m]), [m, m]),
  };
  return costsAdded(ofForces(arrival, by), ofState);
}

const factorsOf = (terms: readonly Term[], factor: (term: Term) => PopulationTensor, { weights }: Shared) =>
  terms.map((term) => mul(weights[term.name], factor(term)));

/** All steps of a knot but the last, their costs about the departure. */
function beforeTheLast(settings: PlanningSettings, knot: Knot, shared: Shared, hold: number): SoFar {
  const { model, task, dt } = settings;
  const { departure, u, time } = knot;
  const [n, m] = [2 * model.nv, u.size];
  const none: CostModel = {
    cost: tensor(0),
    x: zeros([n]),
    u: zeros([m]),
    xx: zeros([n, n]),
    ux: zeros([m, n]),
    uu: zeros([m, m]),
  };
  const begin: SoFar = { state: departure, A: eye(n), B: zeros([n, m]), costs: none };
  const running = task.terms.filter(isRunning);
  const factors = factorsOf(running, () => shared.share, shared);
  const within = Float64Array.from({ length: hold - 1 }, (_, i) => (i + 1) * dt);
  return scan(
    (before: SoFar, ahead: PopulationTensor) => {
      const now = onward(settings, before, u, shared);
      const at = { model, ...shared, state: now.state, u, time: add(time, ahead) };
      const costs = aboutDeparture(costModel(running, factors, at), now);
      return { carry: { ...now, costs: costsAdded(before.costs, costs) }, output: [] };
    },
    begin,
    tensor(within),
  ).carry;
}

/**
 * A knot about its departure (x, u) and its arrival: A and B are products over its steps; costs of steps before the last are about the
 * departure, those of the last about the arrival, to which x+ = A x + B u + gap leads, and what couples it with the forces about both.
 */
export function knotModel(settings: PlanningSettings, knot: Knot, shared: Shared): KnotModel {
  const { model, task, dt, hold = 1 } = settings;
  const { departure, arrival, u, time, last } = knot;
  const first = hold > 1 ? beforeTheLast(settings, knot, shared, hold) : undefined;
  const led = first ? onward(settings, first, u, shared) : drivenLed(settings, departure, u, shared);
  const factors = factorsOf(
    task.terms,
    (term) => (isFinal(term) ? (isRunning(term) ? add(shared.share, last) : last) : shared.share),
    shared,
  );
  const at = { model, ...shared, state: arrival, u, time: add(time, hold * dt) };
  const costs = costModel(task.terms, factors, at);
  const gap = stateDifference(model, arrival, led.state);
  const own = ofForces(costs, led);
  const towards = { ...own, u: plus(own.u, times(costs.ux, gap, [u.size])) };
  return {
    next: led.state,
    A: led.A,
    B: led.B,
    gap,
    departure: first ? costsAdded(first.costs, towards) : towards,
    arrival: { x: costs.x, xx: costs.xx },
  };
}

/** The only step of a knot: no product of Jacobians. */
function drivenLed(settings: PlanningSettings, departure: State, u: PopulationTensor, { robot }: Shared) {
  const { next, A, B } = drivenStep(settings, departure, u, robot);
  return { state: next, A, B };
}
