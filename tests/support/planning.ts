/** @file What plans are tested with: every residual under every norm, motions of plain numbers, and knots about their departure alone. */
import { complexStepJacobian } from './complex-step.ts';
import type { Random } from './random.ts';
import { lastLink } from './rollouts.ts';
import { forcesOfAll } from '../../src/plan/driven-joints.ts';
import type { KnotModels, Motion, PlanningSettings } from '../../src/plan/planning.ts';
import { concat, slice } from '../../src/core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { ArgumentError } from '../../src/errors.ts';
import { robotParameters } from '../../src/robot/parameters.ts';
import { seenOf } from '../../src/rollout/seen.ts';
import type { Goals } from '../../src/robot/goal.ts';
import type { State } from '../../src/simulation/integrators/integrator.ts';
import { articulatedPlant } from '../../src/simulation/plant.ts';
import type { Fields } from '../../src/settings/fields.ts';
import type { Chosen, Kinds } from '../../src/settings/kinds.ts';
import { normKinds } from '../../src/task/norms/kinds.ts';
import type { Residual } from '../../src/task/residual.ts';
import { residualKinds } from '../../src/task/residuals/kinds.ts';
import type { Term } from '../../src/task/task.ts';

/** A goal that is of every sort: a place with a radius, axes, a posture. */
export const everyGoal = (random: Random, { nq }: RobotModel): Goals => ({
  there: {
    position: tensor(random.list(3, 0.2, 0.9)),
    rotation: turned,
    posture: tensor(random.list(nq, -1, 1)),
    radius: tensor(0.1),
  },
});

const turned = tensor([
  [0.36, 0.48, -0.8],
  [-0.8, 0.6, 0],
  [0.48, 0.64, 0.6],
]);

/** Each kind of a registry, with values for the settings that it cannot do without; not those that a robot is too small for. */
function everyKind<C, T>(kinds: Kinds<C, T>, values: Readonly<Record<string, unknown>>, context: C): [string, T][] {
  return kinds.all.flatMap(({ type, settings }) => {
    const needed = Object.entries(settings as Fields).filter(([, schema]) => !schema.safeParse(undefined).success);
    const given = needed.map(([name]) => {
      if (!(name in values)) throw new Error(`give a value of "${name}" to test ${type}`);
      return [name, values[name]];
    });
    try {
      return [[type, kinds.make({ type, ...Object.fromEntries(given) } as Chosen, context)] as [string, T]];
    } catch (error) {
      if (error instanceof ArgumentError && error.message.startsWith('model')) return [];
      throw error;
    }
  });
}

/** A chain of three bars, the smallest robot that can meet itself, and its tip. */
export const threeBars = (): RobotModel => {
  const bar =
    '<inertial><origin xyz="0.2 0 0"/><mass value="1"/><inertia ixx="0.01" iyy="0.05" izz="0.05"/></inertial>';
  const links = ['upper', 'middle', 'lower'].map((name) => `<link name="${name}">${bar}</link>`);
  const joint = (name: string, parent: string, child: string, x: number, axis: string): string =>
    `<joint name="${name}" type="revolute"><origin xyz="${x} 0 0"/><parent link="${parent}"/><child link="${child}"/><axis xyz="${axis}"/><limit lower="-3" upper="3" effort="30" velocity="9"/></joint>`;
  const joints = [
    joint('a', 'base', 'upper', 0, '0 -1 0'),
    joint('b', 'upper', 'middle', 0.5, '0 0 1'),
    joint('c', 'middle', 'lower', 0.4, '0 -1 0'),
    '<joint name="t" type="fixed"><origin xyz="0.4 0 0"/><parent link="lower"/><child link="tip"/></joint>',
  ];
  return loadRobot(
    `<robot name="bars"><link name="base"/>${links.join('')}<link name="tip"/>${joints.join('')}</robot>`,
  ).model;
};

/** Entries of a residual beyond which a graph of plain numbers takes too long. */
const most = 30;

/** Terms of all residuals and norms, named `residual x norm`: every pair, or each residual under one of them by turns; so is when they count. */
export function everyTerm(model: RobotModel, goals: Goals, pairs: 'all' | 'by turns' = 'all'): Term[] {
  const made = everyKind(residualKinds, { link: lastLink(model), to: 'there' }, { model, goals });
  const residuals = made.filter(([, { size }]) => size <= most);
  const norms = everyKind(normKinds, { width: 0.3 }, null);
  const whens = ['running', 'final', 'both'] as const;
  const chosen = residuals.flatMap((residual, i) =>
    norms.flatMap((norm, j) => (pairs === 'all' || i % norms.length === j ? [[residual, norm] as const] : [])),
  );
  return chosen.map(([[residual, r], [norm, n]], i) => ({
    name: `${residual} x ${norm}`,
    residual: r,
    norm: n,
    weight: 1,
    when: whens[i % 3],
  }));
}

/** A point in the middle of nowhere: configuration, velocity and driven forces, end to end. */
export const parted = (x: PopulationTensor, { nq, nv }: RobotModel): { state: State; u: PopulationTensor } => ({
  state: { q: slice(x, [0], [nq]), v: slice(x, [nq], [nq + nv]) },
  u: slice(x, [nq + nv], [x.size]),
});

/** The state after some steps of physics under held forces, [nq + nv], of (q, v, u). */
export const afterSteps =
  (settings: PlanningSettings, steps: number) =>
  (x: PopulationTensor): PopulationTensor => {
    const { model } = settings;
    const plant = articulatedPlant(settings);
    const { state, u } = parted(x, model);
    let now = state;
    for (let i = 0; i < steps; i++) now = plant.step(now, forcesOfAll(model, u), robotParameters(model));
    return concat([now.q, now.v]);
  };

/** What a residual makes of the moment after some steps, of (q, v, u). */
export const entriesAfter =
  (settings: PlanningSettings, evaluate: Residual['evaluate'], goals: Goals, steps: number) =>
  (x: PopulationTensor): PopulationTensor => {
    const { model, dt } = settings;
    const { u } = parted(x, model);
    const { state } = parted(concat([afterSteps(settings, steps)(x), u]), model);
    return evaluate(seenOf(model, state, forcesOfAll(model, u), tensor(steps * dt), robotParameters(model)), goals);
  };

export type Matrix = readonly (readonly number[])[];

export const matrixOf = (data: ArrayLike<number>, columns: number): number[][] =>
  Array.from({ length: data.length / columns }, (_, i) =>
    Array.from({ length: columns }, (__, j) => data[i * columns + j]),
  );
export const transposedOf = (a: Matrix): number[][] => a[0].map((_, j) => a.map((row) => row[j]));
export const productOf = (a: Matrix, b: Matrix): number[][] =>
  a.map((row) => b[0].map((_, j) => row.reduce((total, x, k) => total + x * b[k][j], 0)));
export const sumOf = (a: Matrix, b: Matrix): number[][] => a.map((row, i) => row.map((x, j) => x + b[i][j]));

/** Gradient and model Hessian of one knot's cost by (x, u): the arrival's part led back by A and B. */
export function wholeModel(knot: KnotModels, n: number): { readonly gradient: number[]; readonly hessian: number[][] } {
  const { A, B, departure, arrival } = knot;
  const m = departure.u.length;
  const led = matrixOf(A, n).map((row, i) => [...row, ...B.subarray(i * m, (i + 1) * m)]);
  const back = transposedOf(led);
  const ofArrival = productOf(back, productOf(matrixOf(arrival.xx, n), led));
  const ux = matrixOf(departure.ux, n);
  const own = [
    ...matrixOf(departure.xx, n).map((row, i) => [...row, ...ux.map((other) => other[i])]),
    ...matrixOf(departure.uu, m).map((row, i) => [...ux[i], ...row]),
  ];
  const gradient = productOf(back, matrixOf(arrival.x, 1)).map(([x]) => x);
  return {
    gradient: [...departure.x, ...departure.u].map((x, i) => x + gradient[i]),
    hessian: sumOf(own, ofArrival),
  };
}

/** A motion of one knot from (q, v, u), all joints driven, that ends where the steps lead. */
export function oneKnot(settings: PlanningSettings, at: readonly number[]): Motion {
  const { nq, nv } = settings.model;
  const end = afterSteps(settings, settings.hold ?? 1)(tensor([...at])).toArray();
  return {
    q: Float64Array.from([...at.slice(0, nq), ...end.slice(0, nq)]),
    v: Float64Array.from([...at.slice(nq, nq + nv), ...end.slice(nq)]),
    tau: Float64Array.from(at.slice(nq + nv)),
  };
}

export const jacobianAt = (f: (x: PopulationTensor) => PopulationTensor, at: readonly number[]): number[][] =>
  complexStepJacobian(f, tensor([...at]));

/** |a - b| / |b| in the largest entry, of 1 where all of b is smaller. */
export function farthest(a: readonly number[], b: readonly number[]): number {
  const scale = Math.max(1, ...b.map(Math.abs));
  return Math.max(...a.map((x, i) => Math.abs(x - b[i]))) / scale;
}
