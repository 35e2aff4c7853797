/** @file Results that are used again: a call may read results of the call before it, in any form, and gives what new arrays would hold. */
import { afterEach, describe, expect, it } from 'vitest';
import { chooseBackend } from '../../../src/core/backend/choose-backend.ts';
import { compile } from '../../../src/core/compile.ts';
import { sub } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { populationMean, sum } from '../../../src/core/ops/reduction.ts';
import { populationSum, spread } from '../../../src/core/ops/structural.ts';
import { PopulationTensor } from '../../../src/core/population-tensor.ts';
import { tensorsOf, type Tree } from '../../../src/core/tree.ts';
import { expectEqual } from '../../support/check.ts';
import { Random, testCases, testSeed } from '../../support/random.ts';

type Tensor = PopulationTensor;
type Step = (x: Tensor, y: Tensor) => { readonly x: Tensor; readonly y: Tensor };

const copyOf = (x: Tensor): Tensor => new PopulationTensor(x, x.data.slice());
const drawn = (random: Random, population: number, shape = [3]): Tensor => {
  const size = shape.reduce((n, extent) => n * extent, population);
  return new PopulationTensor({ shape, population }, Float64Array.from(random.list(size)));
};
const expectSame = (found: Tree, right: Tree): void =>
  tensorsOf(found).forEach(({ data }, i) => expectEqual(data, tensorsOf(right)[i].data));

/** Functions of two tensors of one type whose first stage writes what later ones still read. */
const steps: Readonly<Record<string, Step>> = {
  'a first stage and a mean': (x, y) => ({ x: mul(x, 1.5), y: sub(y, mul(2, populationMean(x))) }),
  'an argument that is handed on': (x, y) => ({ x: y, y: add(mul(x, 0.5), populationMean(y)) }),
  'one result twice': (x, y) => {
    const both = add(mul(x, 0.5), y);
    return { x: both, y: add(both, 0) };
  },
  'three stages': (x, y) => {
    const centred = sub(x, populationMean(x));
    return { x: mul(centred, 0.5), y: add(y, populationMean(mul(centred, sum(x)))) };
  },
};

afterEach(() => chooseBackend('wasm'));

describe.each(['wasm', 'interpreter'] as const)(`on %s (TEST_SEED=${testSeed})`, (backend) => {
  it.each(Object.entries(steps))('x = f(x) with %s has the numbers of new arrays', (_, step) => {
    chooseBackend(backend);
    const random = new Random();
    for (const population of [1, 2, 70, 257]) {
      const [x, y] = [drawn(random, population), drawn(random, population)];
      const [reused, plain] = [true, false].map((reuseResults) => compile(step, [x, y], { reuseResults }));
      let [found, right] = [reused(x, y), plain(x, y)];
      for (let k = 0; k < testCases(20); k++) {
        const order = random.pick([
          (r: ReturnType<Step>) => [r.x, r.y] as const,
          (r: ReturnType<Step>) => [r.y, r.x] as const,
          (r: ReturnType<Step>) => [r.x, r.x] as const,
        ]);
        [found, right] = [reused(...order(found)), plain(...order(right))];
        expectSame(found, right);
      }
    }
  });
});

describe('results of the call before', () => {
  const shared = (x: Tensor, y: Tensor): Tensor => add(y, mul(populationMean(x), populationSum(mul(y, 0.1))));

  it('may be seen by views of their memory', () => {
    const random = new Random();
    const f = (x: Tensor): { readonly all: Tensor; readonly rest: Tensor } => ({
      all: add(x, 1),
      rest: sub(x, populationMean(x)),
    });
    const x = drawn(random, 5);
    const [reused, plain] = [true, false].map((reuseResults) => compile(f, [x], { reuseResults }));
    const seen = ({ all }: ReturnType<typeof f>): Tensor => new PopulationTensor(all, all.data.subarray(0));
    let [found, right] = [reused(x), plain(x)];
    for (let k = 0; k < 4; k++) {
      [found, right] = [reused(seen(found)), plain(seen(right))];
      expectSame(found, right);
    }
  });

  it('may be shared by members that do not have their numbers yet', () => {
    const random = new Random();
    const [x, y] = [drawn(random, 6), drawn(random, 6)];
    const f = (a: Tensor, b: Tensor) => ({ mean: populationMean(a), next: shared(a, b) });
    const [reused, plain] = [true, false].map((reuseResults) => compile(f, [x, y], { reuseResults }));
    let [found, right] = [reused(x, y), plain(x, y)];
    for (let k = 0; k < 4; k++) {
      [found, right] = [found, right].map(({ mean, next }, i) => [reused, plain][i](next, spread(mean, 6)));
      expectSame(found, right);
    }
  });

  it('lie in two arrays in turn, as long as each call reads those of the one before', () => {
    const x = drawn(new Random(), 4);
    const run = compile((a: Tensor) => ({ next: add(a, 1), mean: populationMean(a) }), [x], { reuseResults: true });
    const nexts = new Set<Float64Array>();
    const means = new Set<Float64Array>();
    let next = x;
    for (let k = 0; k < 10; k++) {
      const result = run(next);
      next = result.next;
      nexts.add(next.data);
      means.add(result.mean.data);
    }
    // of the mean, which no call reads, there is one
    expect([nexts.size, means.size]).toEqual([2, 1]);
  });

  it('lie in one array where no call reads them', () => {
    const x = drawn(new Random(), 4);
    const run = compile((a: Tensor) => add(a, 1), [x], { reuseResults: true });
    const first = run(x).data;
    expect(run(copyOf(run(x))).data).toBe(first);
    expect(run(x).data).toBe(first);
  });
});
