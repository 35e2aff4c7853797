/** @file Float32 kernels: every instruction rounds once, on both backends alike, and gradients stay near those in float64. */
import { afterEach, describe, expect, it } from 'vitest';
import { chooseBackend } from '../../../src/core/backend/choose-backend.ts';
import { Executable } from '../../../src/core/backend/executable.ts';
import { compile } from '../../../src/core/compile.ts';
import { grad, vjp } from '../../../src/core/derivative/functions.ts';
import { trace } from '../../../src/core/graph.ts';
import { div, square, sub } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { exp } from '../../../src/core/ops/exponential.ts';
import { at, stack } from '../../../src/core/ops/indexing.ts';
import { norm } from '../../../src/core/ops/linear-algebra.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { sin } from '../../../src/core/ops/trigonometric.ts';
import { ones, PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { instructions } from '../../../src/core/scalar/table.ts';
import { scan } from '../../../src/core/scan.ts';
import { forwardDynamics } from '../../../src/dynamics/forward-dynamics.ts';
import { NonFiniteError } from '../../../src/errors.ts';
import { expectClose } from '../../support/check.ts';
import { drawPlan } from '../../support/random-graphs/plan.ts';
import { evaluatePlainly, runOn, traceProgram } from '../../support/random-graphs/run.ts';
import { Random, testCases, testSeed } from '../../support/random.ts';
import { assetModel } from '../../support/robots.ts';
import { runRecipe } from '../../support/scalar-programs.ts';

afterEach(() => chooseBackend('wasm'));

const float32 = { precision: 'float32' } as const;

const draw = (random: Random, shape: readonly number[], population: number): PopulationTensor => {
  const size = shape.reduce((n, extent) => n * extent, 1) * population;
  return new PopulationTensor(
    { shape, population },
    Float64Array.from({ length: size }, () => random.uniform(-2, 2)),
  );
};

describe('an instruction in float32', () => {
  const random = new Random();
  const { fround } = Math;
  const positive = new Set(['sqrt', 'log', 'pow', 'log1p']);
  const integers: Readonly<Record<string, readonly [number, number]>> = {
    powerOfTwo: [-150, 130],
    digitOfTwoOverPi: [0, 40],
  };

  it.each([...instructions.keys()].filter((name) => name !== 'shiftLeft62'))(
    '%s is its value of rounded operands, rounded once',
    (name) => {
      const instruction = instructions.get(name)!;
      const number = (): number =>
        integers[name] ? random.integer(...integers[name]) : random.uniform(positive.has(name) ? 0 : -1, 1);
      const columns = [0, 1, 2].map(() => Array.from({ length: 65 }, number));
      const expected = columns[0].map((x, lane) =>
        fround(instruction.value(fround(x), fround(columns[1][lane]), fround(columns[2][lane]))),
      );
      for (const backend of ['wasm', 'interpreter'] as const) {
        const [found] = runRecipe((b, [x, y, z]) => [b.apply(instruction, x, y, z)], columns, backend, 'float32');
        expect(found, `${backend}, TEST_SEED=${testSeed}`).toEqual(expected);
      }
    },
  );

  it('has constants rounded alike where they are folded and where they are not', () => {
    const [mulOf, addOf] = ['mul', 'add'].map((name) => instructions.get(name)!);
    const [folded, computed] = runRecipe(
      (b, [x]) => {
        const [third, tenth] = [1 / 3, 0.1].map((value) => b.constant(value));
        return [
          b.apply(addOf, b.apply(mulOf, third, tenth), x),
          b.apply(addOf, b.apply(mulOf, b.apply(addOf, third, x), tenth), x),
        ];
      },
      [[0, 0]],
      'wasm',
      'float32',
    );
    expect(folded).toEqual(computed);
  });

  it('divides by a power of two as by any number, down to subnormal quotients', () => {
    const { value } = instructions.get('div')!;
    for (const divisor of [2 ** 126, 2 ** 127, 2 ** -126, 2 ** -127, 2 ** -149, -4]) {
      const column = [1, 1.5, 3e-39, -1.1754943508222875e-38, 7e37];
      const [found] = runRecipe(
        (b, [x]) => [b.apply(instructions.get('div')!, x, b.constant(divisor))],
        [column],
        'wasm',
        'float32',
      );
      expect(found).toEqual(column.map((x) => Math.fround(value(Math.fround(x), divisor, 0))));
    }
  });
});

describe('programs in float32', () => {
  it(`have the same bits on both backends, and those of the graph node by node, rounded: TEST_SEED=${testSeed}`, () => {
    const count = testCases(80);
    let plain = 0;
    for (let i = 0; i < count; i++) {
      const plan = drawPlan(testSeed, 10_000 + i);
      const program = traceProgram(plan);
      const where = `program ${i} of TEST_SEED=${testSeed}`;
      // every other one with checkpoints, which change no bit
      const compiled = runOn('wasm', program, i % 2 === 0 ? float32 : { ...float32, blockMemory: 1 });
      const interpreted = runOn('interpreter', program, float32);
      const dataOf = ({ data }: PopulationTensor): Float64Array => data;
      expect(compiled.map(dataOf), where).toEqual(interpreted.map(dataOf));
      // what looks across members is no kernel, and float64
      const single = traceProgram({ ...plan, population: 1, wildness: 0 });
      const isKernel = new Executable(single.graph).stages.every(({ kind }) => kind === 'kernel');
      const expected = isKernel && evaluatePlainly(single, Math.fround);
      if (!expected) continue;
      plain++;
      // up to the sign of zero; arguments that are results come back as they were given
      const numbers = ({ data }: PopulationTensor): number[] => Array.from(data, (value) => Math.fround(value) + 0);
      expect(runOn('wasm', single, float32).map(numbers), where).toEqual(expected.map(numbers));
    }
    expect(plain).toBeGreaterThan(0.1 * count);
  });

  it.each([1, 3, 4, 5, 64, 65, 200])('take any population: %i members, in blocks and remainders', (population) => {
    const random = new Random();
    const f = (...x: PopulationTensor[]): PopulationTensor[] => {
      const loss = (y: readonly PopulationTensor[]): PopulationTensor => sum(sin(mul(y[0], exp(y[1]))));
      const { value, pullback } = vjp(loss, x);
      return [value, ...pullback(ones([], value.population))];
    };
    const inputs = [draw(random, [3], population), draw(random, [], 1)];
    const graph = trace(f, ...inputs);
    const [compiled, interpreted] = (['wasm', 'interpreter'] as const).map((backend) => {
      chooseBackend(backend);
      return new Executable(graph, float32).run(inputs);
    });
    const exact = new Executable(graph).run(inputs);
    compiled.forEach(({ data }, i) => {
      expect(data).toEqual(interpreted[i].data);
      expectClose(data, exact[i].data, 1e-5);
    });
  });

  it('sum over the members in float64', () => {
    const members = new PopulationTensor({ shape: [], population: 3 }, Float64Array.of(1, 2 ** -30, -1));
    const gradient = (x: PopulationTensor): PopulationTensor =>
      vjp((shared: PopulationTensor) => mul(shared, x), tensor(1)).pullback(ones([], 3));
    expect(Array.from(compile(gradient, [members], float32)(members).data)).toEqual([2 ** -30]);
  });

  it('name what is too large for them', () => {
    const f = compile((x: PopulationTensor) => div(mul(x, x), 1e30), [tensor(1)], float32);
    expect(() => f(tensor(1e25))).toThrow(NonFiniteError);
    expect(() => f(tensor(1e25))).toThrow('op mul');
    expect(f(tensor(1)).data[0]).toBeCloseTo(1e-30, 35);
  });
});

describe('a rollout of the Panda in float32', () => {
  const model = assetModel('panda');
  const steps = 50;
  const loss = (u: PopulationTensor): PopulationTensor => {
    const start = { q: tensor([0, -0.78, 0, -2.35, 0, 1.57, 0.78]), v: zeros([7]) };
    const { carry } = scan(
      ({ q, v }: { q: PopulationTensor; v: PopulationTensor }, tau: PopulationTensor) => {
        const next = add(v, mul(0.005, forwardDynamics(model, q, v, sub(tau, v))));
        return { carry: { q: add(q, mul(0.005, next)), v: next }, output: [] };
      },
      start,
      u,
    );
    return add(sum(square(carry.q)), mul(0.1, sum(square(carry.v))));
  };
  const gradient = (u: PopulationTensor): PopulationTensor => {
    const { value, pullback } = vjp(loss, u);
    return pullback(ones([], value.population));
  };

  it('has a gradient within 1e-4 of that in float64', () => {
    const u = draw(new Random(), [steps, 7], 5);
    const exact = compile(gradient, [u])(u);
    const scale = Math.max(...exact.data.map(Math.abs));
    expectClose(compile(gradient, [u], float32)(u), exact, 1e-4, scale);
  });
});

describe('the norm in float32', () => {
  const slope = grad((x: PopulationTensor) => sum(norm(x)));

  it.each(['wasm', 'interpreter'] as const)('is 0 at 0, and its slope is, alone and in a loop (%s)', (backend) => {
    chooseBackend(backend);
    const looped = (x: PopulationTensor): PopulationTensor =>
      scan((c: PopulationTensor) => ({ carry: c, output: norm(c) }), x, [], { length: 2 }).outputs;
    expect(compile(norm, [zeros([3])], float32)(zeros([3])).item()).toBe(0);
    expect(compile(slope, [zeros([3])], float32)(zeros([3])).toArray()).toEqual([0, 0, 0]);
    expect(compile(looped, [zeros([2])], float32)(zeros([2])).toArray()).toEqual([0, 0]);
  });

  it('neither overflows nor underflows, nor does its slope, down to the smallest numbers', () => {
    const x = tensor([3, 4]);
    const run = compile((y: PopulationTensor) => stack([norm(y), at(slope(y), 0), at(slope(y), 1)]), [x], float32);
    for (let exponent = -146; exponent <= 124; exponent++) {
      const scale = 2 ** exponent;
      const [length, a, b] = run(mul(x, scale)).toArray();
      expect(length / (5 * scale), `3 and 4 times 2^${exponent}`).toBeCloseTo(1, 6);
      expect(a).toBeCloseTo(0.6, 6);
      expect(b).toBeCloseTo(0.8, 6);
    }
  });

  it('of what is not finite is not finite', () => {
    const run = compile(norm, [zeros([2])], { ...float32, checkFinite: false });
    expect([run(tensor([Infinity, 1])).item(), run(tensor([NaN, 1])).item()]).toEqual([Infinity, NaN]);
  });
});

it('the norm in float64 is scaled as before it had a float32: the same bits', () => {
  const random = new Random();
  for (let i = 0; i < testCases(300); i++) {
    const magnitude = random.uniform(-320, 300);
    const x = random.list(3).map((value) => value * 10 ** (magnitude + random.uniform(-4, 4)));
    const scale = Math.max(1e-290, ...x.map(Math.abs));
    const [a, b, c] = x.map((value) => (value / scale) ** 2);
    expect(norm(tensor(x)).item()).toBe(a + b + c === 0 ? 0 : scale * Math.sqrt(a + b + c));
  }
});
