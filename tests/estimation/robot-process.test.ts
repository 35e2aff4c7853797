import { describe, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import { square } from '../../src/core/ops/arithmetic.ts';
import { add } from '../../src/core/ops/elementwise.ts';
import { at, concat, slice, stack } from '../../src/core/ops/indexing.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { robotProcess, type TickSettings } from '../../src/estimation/robot-process.ts';
import { partOf, robotStateLayout, type UnknownPart } from '../../src/estimation/robot-state.ts';
import { sensorOf } from '../../src/estimation/sensors/kinds.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { robotParameters } from '../../src/robot/parameters.ts';
import { articulatedPlant } from '../../src/simulation/plant.ts';
import { complexStepJacobian } from '../support/complex-step.ts';
import { countOperations } from '../support/count-operations.ts';
import { gradientError } from '../support/gradient-error.ts';
import { Random } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';
import { mixedArm } from '../support/sensors.ts';

const dt = 0.002;

const farthest = (found: readonly number[], exact: readonly number[]): number =>
  Math.max(...found.map((y, i) => Math.abs(y - exact[i]))) / Math.max(...exact.map(Math.abs));

const unknownOf = (model: RobotModel): UnknownPart[] => [
  { part: 'goal', goal: 'cup', spread: 0.1, walk: 0.002 },
  { part: 'forces', spread: 0.5, walk: model.joints.map((_, i) => (i === 0 ? 0.01 : 0)) },
  { part: 'bias', sensor: sensorOf({ type: 'joint-encoder', name: 'encoders' }, { model }), spread: 0.01 },
];

/** A process, a state and forces on the way of a tick, with all that can be unknown. */
function caseOf(settings: TickSettings) {
  const random = new Random();
  const { model, hold } = settings;
  const n = model.nv;
  const layout = robotStateLayout(model, unknownOf(model));
  const force = tensor(random.list(n, 0.5, 2));
  const x = tensor(random.list(layout.space.size, -1, 1));
  const tau = tensor(Array.from({ length: hold }, () => random.list(n, -2, 2)));
  return { random, n, layout, force, x, tau, process: robotProcess(settings, layout, { force }) };
}

/** Configuration and velocity after a tick with forces f [nv] besides, step by step. */
function afterTick({ model, integrator, hold }: TickSettings, { layout, x, tau, n }: ReturnType<typeof caseOf>) {
  return (f: PopulationTensor): PopulationTensor => {
    const plant = articulatedPlant({ model, integrator, dt });
    let state = { q: slice(x, [0], [n]), v: slice(x, [n], [2 * n]) };
    for (let k = 0; k < hold; k++)
      state = plant.step(state, add(add(at(tau, k), partOf(layout, x, 'forces')!), f), robotParameters(model));
    return concat([state.q, state.v]);
  };
}

describe.each([
  ['pendulum', assetModel('pendulum'), 'semi-implicit-euler', 4],
  ['pendulum', assetModel('pendulum'), 'rk4', 1],
  ['planar-2link', assetModel('planar-2link'), 'semi-implicit-euler', 1],
  ['planar-2link', assetModel('planar-2link'), 'rk4', 3],
  ['mixed arm', mixedArm, 'semi-implicit-euler', 3],
  ['mixed arm', mixedArm, 'rk4', 2],
  ['panda', assetModel('panda'), 'semi-implicit-euler', 2],
] as const)('the process of the %s', (_, model, integrator, hold) => {
  const settings: TickSettings = { model, integrator, dt, hold };
  const all = caseOf(settings);
  const { process, x, tau, n, layout, force } = all;

  it(`under ${integrator}, ${hold} steps a tick, moves as the simulation does and is linear as the complex step says`, () => {
    const step = (y: PopulationTensor) => process.step(y, { tau });
    const { value, byState } = process.linearize(x, { tau });
    expect(farthest(byState.toArray(), complexStepJacobian(step, x).flat())).toBeLessThan(1e-9);
    expect(farthest(value.toArray(), step(x).toArray())).toBeLessThan(1e-13);
    const moved = afterTick(settings, all)(tensor(Array.from({ length: n }, () => 0))).toArray();
    expect(farthest(step(x).toArray(), [...moved, ...x.toArray().slice(2 * n)])).toBeLessThan(1e-13);
  });

  it(`under ${integrator} carries forces that nobody commands through the dynamics, held over the tick`, () => {
    const byForce = complexStepJacobian(afterTick(settings, all), tensor(Array.from({ length: n }, () => 0)));
    const noise = process.noise(x, { tau });
    const [rows, columns] = noise.shape;
    expect([rows, columns]).toEqual([layout.space.dimension, n + 4]);
    const entry = (i: number, j: number): number => noise.data[i * columns + j];
    const expected = byForce.map((row) => row.map((y, j) => y * force.data[j]));
    const found = byForce.map((row, i) => row.map((__, j) => entry(i, j)));
    expect(farthest(found.flat(), expected.flat())).toBeLessThan(1e-9);
    // what wanders: the goal's three coordinates and the first force, each by itself
    const wandering = Array.from({ length: rows * 4 }, (__, k) => entry(Math.floor(k / 4), n + (k % 4)));
    const where = wandering.flatMap((y, k) => (y === 0 ? [] : [[Math.floor(k / 4), k % 4, y]]));
    expect(where).toEqual([
      [2 * n, 0, 0.002],
      [2 * n + 1, 1, 0.002],
      [2 * n + 2, 2, 0.002],
      [2 * n + 3, 3, 0.01],
    ]);
  });
});

describe('the process', () => {
  const model = assetModel('pendulum');

  it('compiles to what it computes eagerly, bit for bit', () => {
    const settings = { model, integrator: 'semi-implicit-euler', dt, hold: 5 } as const;
    const { process, x, tau } = caseOf(settings);
    const both = (y: PopulationTensor, forces: PopulationTensor) => ({
      ...process.linearize(y, { tau: forces }),
      noise: process.noise(y, { tau: forces }),
    });
    const compiled = compile(both, [x, tau])(x, tau);
    const eager = both(x, tau);
    for (const part of ['value', 'byState', 'noise'] as const)
      expect([...compiled[part].data]).toEqual([...eager[part].data]);
  });

  it("has gradients by the state, the forces' spread and the robot", () => {
    const layout = robotStateLayout(model);
    const tau = tensor([[0.3], [0.4]]);
    const f = ({ x, force, mass }: { x: PopulationTensor; force: PopulationTensor; mass: PopulationTensor }) => {
      const own = robotParameters(model);
      const robot = { ...own, bodies: [{ ...own.bodies[0], mass }] };
      const process = robotProcess({ model, integrator: 'rk4', dt, hold: 2, robot }, layout, { force });
      return stack([sum(square(process.linearize(x, { tau }).byState)), sum(square(process.noise(x, { tau })))]);
    };
    const at = { x: tensor([0.4, 1]), force: tensor([0.7]), mass: tensor(1.3) };
    expect(gradientError(new Random(), f, at)).toBeLessThan(1e-9);
  });

  it("of a Panda costs less than twice its step's Jacobian", () => {
    const panda = assetModel('panda');
    const { process, x, tau } = caseOf({ model: panda, integrator: 'semi-implicit-euler', dt, hold: 1 });
    const count = countOperations(
      (y: PopulationTensor, forces: PopulationTensor) => ({
        ...process.linearize(y, { tau: forces }),
        noise: process.noise(y, { tau: forces }),
      }),
      x,
      tau,
    );
    expect(count).toBeLessThan(6000);
  });
});
