/** @file Every public function refuses what it is not for by an error that helps: found, expected, what to do. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as adjoint from '../../src/index.ts';
import { testSeed } from '../support/random.ts';

const robot = readFileSync(new URL('../../assets/robots/planar-2link.urdf', import.meta.url), 'utf8');
const { model } = adjoint.loadRobot(robot);
const scene = adjoint.readScene(readFileSync(new URL('../../scenes/two-link-reach.json', import.meta.url), 'utf8'));
const experiment = adjoint.assemble(scene, robot);
const { problem } = experiment;
const rule = adjoint.adam({ learningRate: 0.1 });
const method = adjoint.lbfgs();
const plant = adjoint.articulatedPlant({ model, integrator: 'rk4', dt: 0.01 });
const { Force, full, Motion, ParameterLayout, population, tensor, Transform, zeros } = adjoint;

/** A symbol that has left the function it was made for. */
const held = (): unknown => {
  const symbols: unknown[] = [];
  adjoint.compile((x: adjoint.PopulationTensor) => (symbols.push(x), x), [zeros([2])]);
  return symbols[0];
};

/** What some function is for, so that other arguments are reached. */
const right: readonly unknown[] = [
  tensor(2),
  zeros([2]),
  full([2, 2], 1),
  zeros([3]),
  zeros([3, 3]),
  adjoint.eye(2),
  population([1, 2, 3]),
  full([2], 3, 4),
  [1, 2],
  { a: tensor(1), b: [zeros([2])] },
  (x: unknown) => x,
  model,
  adjoint.robotParameters(model),
  Transform.identity(),
  Motion.zero(),
  Int32Array.of(0, 1),
  { seed: 1 },
  { length: 2 },
  { most: 2 },
  'tip',
  robot,
  1,
  2,
  Float64Array.of(1, 2),
  { q: zeros([2]), v: zeros([2]) },
  { model, integrator: 'rk4', dt: 0.01 },
  { ...experiment.settings, steps: 2 },
  experiment.settings.task,
  experiment.settings.controller,
  scene,
  experiment,
  experiment.one(),
  problem.scenario,
  { ...problem, steps: 2, rollout: (x: never, y: adjoint.Scenario) => problem.rollout(x, y) },
  rule,
  method,
  plant,
  { iterations: 1 },
  { loss: 1, gradient: Float64Array.of(1, 2) },
  adjoint.robotStateLayout(model),
  adjoint.sensorOf({ type: 'joint-encoder', name: 'encoders' }, { model }),
  { model, integrator: 'rk4', dt: 0.01, hold: 1 },
  { force: zeros([2]) },
  { tau: zeros([2]) },
  adjoint.sensedMoment(model, { q: zeros([2]), v: zeros([2]), tau: zeros([2]) }),
];

const wrong: readonly unknown[] = [
  undefined,
  null,
  NaN,
  Infinity,
  -1,
  1.5,
  1e300,
  '',
  'x',
  '__proto__',
  true,
  Symbol('s'),
  10n,
  [],
  {},
  [[1], [1, 2]],
  [1, 'a'],
  [undefined],
  [[]],
  [null, {}],
  () => undefined,
  () => {
    throw new adjoint.ArgumentError('f', 'a call', 'none');
  },
  async () => Promise.resolve(1),
  adjoint.Motion,
  new Date(0),
  /x/,
  new Map([['a', tensor(1)]]),
  new Set([1]),
  new Float32Array(2),
  new Float64Array([NaN, 1]),
  Int32Array.of(-1, 7),
  Object.create(null),
  new Proxy({}, {}),
  { shape: [2], population: 1, data: [1, 2] },
  { x: 'a', y: 3 },
  { name: 'robot', joints: [], nq: 2 },
  held(),
];

/** A tensor that no function may return: its numbers do not fill its shape. */
const isBroken = (x: unknown): boolean =>
  x instanceof adjoint.PopulationTensor &&
  (!x.shape.every((extent) => Number.isInteger(extent) && extent >= 0) ||
    !(Number.isInteger(x.population) && x.population > 0) ||
    (x.isConcrete && x.data.length !== x.size * x.population));

/** What is wrong with a call: an error that is not meant for people, or a result that is none. */
async function problemOf(call: () => unknown): Promise<string | null> {
  try {
    const result = await call();
    return isBroken(result) ? `a tensor of shape [${String(result)}]` : null;
  } catch (error) {
    if (error instanceof adjoint.AdjointError) return null;
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

type Callable = readonly [name: string, call: (...args: readonly unknown[]) => unknown, length: number];

/** Functions, constructors, static methods, and methods of the instances that are at hand, by what a person would write. */
function callables(): Callable[] {
  const found: Callable[] = [];
  const methodsOf = (name: string, owner: object, from: object): void => {
    for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(from)))
      if (typeof value === 'function' && key !== 'constructor')
        found.push([`${name}.${key}`, (...args) => Reflect.apply(value, owner, args) as unknown, value.length]);
  };
  for (const [name, value] of Object.entries(adjoint) as [string, unknown][])
    if (typeof value === 'object' && value !== null) methodsOf(name, value, value);
    else if (typeof value !== 'function') continue;
    else if (!/^class\b/.test(String(value)))
      found.push([name, (...args) => Reflect.apply(value, undefined, args) as unknown, value.length]);
    else if (!isError(value)) {
      found.push([`new ${name}`, (...args) => Reflect.construct(value, args) as unknown, value.length]);
      methodsOf(name, value, value);
    }
  const instances = [
    zeros([2]),
    Motion.zero(),
    Force.zero(),
    Transform.identity(),
    new ParameterLayout({ a: zeros([2]) }),
    experiment,
    adjoint.Optimization.start(experiment.one()),
  ];
  for (const instance of instances)
    methodsOf(`${instance.constructor.name}.prototype`, instance, Object.getPrototypeOf(instance) as object);
  // objects that functions make
  for (const [name, made] of Object.entries({ rule, method, plant, controller: experiment.settings.controller }))
    methodsOf(name, made, made);
  return found;
}

/** Errors are made by the package only. */
const isError = (value: unknown): boolean =>
  value === adjoint.AdjointError || Object.prototype.isPrototypeOf.call(adjoint.AdjointError, value as object);

const argument = fc.oneof(fc.constantFrom(...wrong), fc.constantFrom(...right), fc.constantFrom(...right));
const argumentsOf = (length: number) => fc.array(argument, { maxLength: length + 2 });

describe('public functions refuse what they are not for', () => {
  const all = callables();

  it('are found', () => {
    expect(all.length).toBeGreaterThan(140);
  });

  it.each(all)('%s', async (_, f, length) => {
    await fc.assert(
      fc.asyncProperty(argumentsOf(length), argumentsOf(2), async (first, second) => {
        // what is made of a function is called as well
        const found = await problemOf(() => {
          const result = f(...first);
          return typeof result === 'function' ? (Reflect.apply(result, undefined, second) as unknown) : result;
        });
        expect(found).toBeNull();
      }),
      { seed: testSeed, numRuns: 300 },
    );
  });
});
