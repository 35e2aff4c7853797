/** @file Rollouts of a line search: many lengths of one step, with feedback about the motion before, as one population. */
import { sub } from '../core/ops/arithmetic.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { at, slice } from '../core/ops/indexing.ts';
import { matmul } from '../core/ops/linear-algebra.ts';
import { type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { scan } from '../core/scan.ts';
import { movedConfiguration } from '../robot/joints/configuration-difference.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import { seenOf } from '../rollout/seen.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import { articulatedPlant, limitEffort } from '../simulation/plant.ts';
import { costOf, isFinal, isRunning } from '../task/task.ts';
import { forcesOfAll } from './driven-joints.ts';
import { stateDifference } from './knot-model.ts';
import type { Numbers } from './numbers.ts';
import type { PlanningSettings } from './planning.ts';

/** What is rolled out: forces [N, m] from a start, and how they are changed. */
export type Course = {
  readonly initial: State;
  /** s since the start at which the first knot begins, []. */
  readonly elapsed: PopulationTensor;
  readonly u: PopulationTensor;
  /** Changes of the forces, and the states about which they are; none where absent: the forces as they are. */
  readonly policy?: Feedback;
};

/** A step of length `alpha` [] along k [N, m], with feedback K [N, m, n] about the states [N + 1, …] of the motion before. */
export type Feedback = {
  readonly alpha: PopulationTensor;
  readonly q: PopulationTensor;
  readonly v: PopulationTensor;
  readonly k: PopulationTensor;
  readonly K: PopulationTensor;
  /** Gaps [N, n] of the motion before, of which a step of length alpha closes that share; a rollout without gaps where absent. */
  readonly gaps?: PopulationTensor;
};

/** What came of it. */
export type RolledOut = {
  readonly loss: PopulationTensor;
  readonly terms: Readonly<Record<string, PopulationTensor>>;
  /** States after each knot: [N, nq], [N, nv]. */
  readonly states: State;
  readonly initial: State;
  /** Forces of all joints [N, nv]. */
  readonly tau: PopulationTensor;
};

type Costs = Readonly<Record<string, PopulationTensor>>;
type Carried = { readonly state: State; readonly costs: Costs };

/** A row of what each knot reads. */
type Item = {
  readonly u: PopulationTensor;
  readonly time: PopulationTensor;
  readonly feedback?: Omit<Feedback, 'alpha'>;
};

/** A state moved by a tangent [2 nv]. */
const movedState = (model: RobotModel, { q, v }: State, tangent: PopulationTensor): State => ({
  q: movedConfiguration(model, q, slice(tangent, [0], [model.nv])),
  v: add(v, slice(tangent, [model.nv], [2 * model.nv])),
});

/** Where a motion with gaps is begun: at its own start moved by a share `alpha` of what leads to the initial state. */
function beginning(model: RobotModel, { initial, policy }: Course): State {
  if (!policy?.gaps) return initial;
  const first: State = { q: at(policy.q, 0), v: at(policy.v, 0) };
  return movedState(model, initial, mul(sub(policy.alpha, 1), stateDifference(model, first, initial)));
}

/** u + alpha k + K (x (-) x_k), within the drives' limits: forces [nv] of all joints. */
function forcesFor(model: RobotModel, { u, feedback }: Item, state: State, alpha: PopulationTensor): PopulationTensor {
  if (!feedback) return limitEffort(model, forcesOfAll(model, u));
  const { q, v, k, K } = feedback;
  const change = add(mul(alpha, k), matmul(K, stateDifference(model, { q, v }, state)));
  return limitEffort(model, forcesOfAll(model, add(u, change)));
}

/** What is done to the state at a step's end, before it is seen. */
type Closing = (state: State) => State;

/**
 * Rolls a course out with the task's costs, which are those of `rollout`. After each knot the state is moved by alpha - 1 of its gap, so
 * that of a gap 1 - alpha is left (Mastalli et al. 2020, Crocoddyl, eq. 20).
 */
export function rollOut(
  settings: PlanningSettings,
  course: Course,
  { goals, weights }: Numbers,
  robot: RobotParameters,
): RolledOut {
  const { model, task, dt, hold = 1 } = settings;
  const { alpha = tensor(1), ...rows } = course.policy ?? {};
  const plant = articulatedPlant(settings);
  const running = task.terms.filter(isRunning);
  const stepped = (
    { state, costs }: Carried,
    tau: PopulationTensor,
    time: PopulationTensor,
    close: Closing,
  ): Carried => {
    const next = close(plant.step(state, tau, robot));
    const seen = seenOf(model, next, tau, add(time, dt), robot);
    const paid = running.map((term) => [
      term.name,
      add(costs[term.name], costOf(term, weights[term.name], seen, goals)),
    ]);
    return { state: next, costs: Object.fromEntries(paid) as Costs };
  };
  const knot = (before: Carried, item: Item) => {
    const tau = forcesFor(model, item, before.state, alpha);
    const gap = item.feedback?.gaps;
    const close: Closing = (state) => (gap ? movedState(model, state, mul(sub(alpha, 1), gap)) : state);
    const led = hold > 1 ? heldOver(before, tau, item.time) : before;
    const carry = stepped(led, tau, add(item.time, (hold - 1) * dt), close);
    return { carry, output: { state: carry.state, tau } };
  };
  const heldOver = (before: Carried, tau: PopulationTensor, time: PopulationTensor): Carried =>
    scan(
      (now: Carried, ahead: PopulationTensor) => ({
        carry: stepped(now, tau, add(time, ahead), (state) => state),
        output: [],
      }),
      before,
      tensor(Float64Array.from({ length: hold - 1 }, (_, i) => i * dt)),
    ).carry;
  const knots = course.u.shape[0];
  const initial = beginning(model, course);
  const { carry, outputs } = scan(
    knot,
    { state: initial, costs: Object.fromEntries(running.map(({ name }) => [name, zeros([])])) },
    {
      u: course.u,
      time: timesOf(course, knots, hold * dt),
      ...(course.policy ? { feedback: rowsOf(rows as Rows, knots) } : {}),
    } as Item,
  );
  const steps = knots * hold;
  const end = seenOf(model, carry.state, at(outputs.tau, knots - 1), add(course.elapsed, steps * dt), robot);
  const terms = Object.fromEntries(
    task.terms.map((term) => {
      const parts = [
        ...(isRunning(term) ? [mul(1 / steps, carry.costs[term.name])] : []),
        ...(isFinal(term) ? [costOf(term, weights[term.name], end, goals)] : []),
      ];
      return [term.name, parts.reduce(add)];
    }),
  );
  const loss = Object.values(terms).reduce(add, tensor(0));
  return { loss, terms, states: outputs.state, initial, tau: outputs.tau };
}

type Rows = Omit<Feedback, 'alpha'>;

/** A row a knot; of the states those that knots depart from. */
const rowsOf = ({ q, v, ...rows }: Rows, knots: number): Rows => ({
  ...rows,
  q: slice(q, [0], [knots]),
  v: slice(v, [0], [knots]),
});

/** s since the start at which each knot begins, [N]. */
const timesOf = ({ elapsed }: Course, knots: number, period: number): PopulationTensor =>
  add(elapsed, tensor(Float64Array.from({ length: knots }, (_, k) => k * period)));
