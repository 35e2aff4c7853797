/** @file The residuals' Jacobian is exact for every kind of unknown, and costs less than half of what finite differences do. */
import { describe, expect, it } from 'vitest';
import { TracedFunction } from '../../src/core/compile.ts';
import { trace } from '../../src/core/graph.ts';
import { explainProgram } from '../../src/core/backend/explain-program.ts';
import type { Tree } from '../../src/core/tree.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { coordinatesOf, keptForces, type OutputModel, sensitive, simulated } from '../../src/identify/sensitivities.ts';
import { Identification } from '../../src/identify/identification.ts';
import { unknownKinds } from '../../src/identify/unknowns/kinds.ts';
import { knownNumbers } from '../../src/identify/unknowns/unknown.ts';
import type { Chosen } from '../../src/settings/kinds.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { complexTangent } from '../support/complex-step.ts';
import { Random } from '../support/random.ts';
import { mujocoRecording } from '../support/recordings.ts';
import { assetModel, assetText } from '../support/robots.ts';

const everything: readonly Chosen[] = [
  'joint-damping',
  'joint-friction',
  'joint-armature',
  'link-mass',
  'center-of-mass',
  { type: 'payload', link: 'lower', mass: 0.3, at: [0.1, 0, 0.05], center: true },
  'encoder-bias',
  { type: 'command-delay', most: 0.03 },
  'start-state',
];

function outputOf(model: RobotModel, kinds: readonly Chosen[], integrator: string): OutputModel {
  const context = { model, integrator, dt: 0.01, robot: {} };
  return {
    model,
    integrator,
    dt: 0.01,
    numbers: knownNumbers(model),
    unknowns: kinds.map((kind) => unknownKinds.make(kind, context)),
  };
}

function inputsOf(output: OutputModel, steps: number, random: Random) {
  const { nv } = output.model;
  const draw = (shape: number[], size: number): PopulationTensor =>
    tensor(
      Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => size * random.normal()),
      shape,
    );
  const x = Float64Array.from(
    output.unknowns.flatMap(({ start }) => Array.from(start, (value) => value + 0.1 * random.normal())),
  );
  return {
    x: tensor(x),
    q: draw([nv], 0.5),
    v: draw([nv], 0.5),
    forces: draw([steps, keptForces(output), nv], 2),
    told: draw([steps, nv], 0.1),
  };
}

describe.each(['semi-implicit-euler', 'rk4'])('sensitivities by %s', (integrator) => {
  it.each([
    ['every number of joints, links and recordings', everything],
    ['all ten numbers of links', ['link-inertia', 'start-state'] as readonly Chosen[]],
  ])('are those of the complex step to 1e-8: %s', (_, kinds) => {
    const output = outputOf(assetModel('planar-2link'), kinds, integrator);
    const { x, q, v, forces, told } = inputsOf(output, 6, new Random());
    const { nv } = output.model;
    const found = sensitive(output, x, { q, v }, { forces, told });
    const graph = trace(
      (...[a, b, c]: PopulationTensor[]) => {
        const { error, v: velocity } = simulated(output, a, { q: b, v: c }, { forces, told });
        return { error, velocity };
      },
      x,
      q,
      v,
    );
    const size = coordinatesOf(output);
    const columns = size + 2 * nv;
    expect(found.errorBy.shape).toEqual([6, nv, columns]);
    let largest = 0;
    for (let column = 0; column < columns; column++) {
      const [input, place] =
        column < size ? [0, column] : column < size + nv ? [1, column - size] : [2, column - size - nv];
      const [errors, velocities] = complexTangent(graph, [x, q, v], (i, element) =>
        i === input && element === place ? 1 : 0,
      );
      for (let row = 0; row < 6; row++)
        for (let j = 0; j < nv; j++) {
          const byError = found.errorBy.data[(row * nv + j) * columns + column];
          const byVelocity = found.stateBy.data[(row * 2 * nv + nv + j) * columns + column];
          largest = Math.max(largest, Math.abs(byError));
          expect(Math.abs(byError - errors[0][row * nv + j])).toBeLessThan(1e-8);
          expect(Math.abs(byVelocity - velocities[0][row * nv + j])).toBeLessThan(1e-8);
        }
    }
    expect(largest).toBeGreaterThan(0.01);
  });
});

type Four = [PopulationTensor, PopulationTensor, PopulationTensor, PopulationTensor];

/** Operations that run, of all steps. */
const operationsOf = (f: (...args: Four) => Tree, args: readonly PopulationTensor[]): number =>
  new TracedFunction(f, args as Four).executable.factories
    .map((factory) => explainProgram(factory.stage, factory.laidOut('wasm'), { fuses: factory.fuses }))
    .flatMap(({ regions }) => regions)
    .reduce((total, { operations, steps }) => total + operations * steps, 0);

describe('the cost of sensitivities', () => {
  it('is less than half of that of the rollouts of finite differences, at 30 numbers of a Panda', () => {
    const output = outputOf(
      assetModel('panda'),
      [
        'joint-damping',
        'joint-friction',
        'joint-armature',
        'encoder-bias',
        { type: 'payload', link: 'panda_hand' },
        { type: 'command-delay', most: 0.01 },
      ],
      'semi-implicit-euler',
    );
    const { x, q, v, forces, told } = inputsOf(output, 20, new Random());
    expect(coordinatesOf(output)).toBe(30);
    const args = [x, q, v, forces] as const;
    const plain = operationsOf((a, b, c, d) => simulated(output, a, { q: b, v: c }, { forces: d, told }), args);
    const all = operationsOf((a, b, c, d) => sensitive(output, a, { q: b, v: c }, { forces: d, told }), args);
    expect(plain).toBeGreaterThan(1000);
    expect(all / plain).toBeLessThan(31 / 2);
  });

  it('is one simulation a Jacobian: at most half of the rollouts that finite differences need', async () => {
    const model = assetModel('planar-2link');
    const recording = await mujocoRecording(assetText('planar-2link'), model, {
      dt: 0.01,
      steps: 60,
      q: [0.3, 0.5],
      push: (time, j) => Math.sin(5 * time + j),
    });
    const unknown: Chosen[] = [
      'link-inertia',
      'joint-damping',
      'joint-friction',
      'joint-armature',
      'encoder-bias',
      { type: 'payload', link: 'tip' },
      { type: 'command-delay', most: 0.01 },
    ];
    const job = new Identification({ model, integrator: 'semi-implicit-euler', dt: 0.01, unknown, iterations: 5 }, [
      recording,
    ]);
    while (job.end === null) await job.step();
    const { simulations, linearizations, iterations, coordinates } = job.result();
    expect(coordinates.length).toBeGreaterThanOrEqual(30);
    // of each iteration a Jacobian and the steps that were tried
    expect(linearizations).toBe(iterations);
    expect(2 * simulations).toBeLessThan(iterations * (coordinates.length + 1));
  });
});
