/** @file Faults inside of loops, algorithms and other precisions: what made a value not finite is found, and nothing else is blamed. */
import { describe, expect, it } from 'vitest';
import { withSource } from '../../src/core/application.ts';
import { Executable } from '../../src/core/backend/executable.ts';
import { explainNonFinite } from '../../src/core/backend/provenance.ts';
import { compile } from '../../src/core/compile.ts';
import { grad } from '../../src/core/derivative/functions.ts';
import { withAdjoint } from '../../src/core/derivative/with-adjoint.ts';
import { trace } from '../../src/core/graph.ts';
import { div, sqrt, sub } from '../../src/core/ops/arithmetic.ts';
import { less, minimum } from '../../src/core/ops/comparison.ts';
import { add, mul, where } from '../../src/core/ops/elementwise.ts';
import { exp, log } from '../../src/core/ops/exponential.ts';
import { at, concat, slice, stack } from '../../src/core/ops/indexing.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { populationSum } from '../../src/core/ops/structural.ts';
import { full, PopulationTensor, population, tensor, zeros } from '../../src/core/population-tensor.ts';
import { scan } from '../../src/core/scan.ts';
import { forwardDynamics } from '../../src/dynamics/forward-dynamics.ts';
import { errorOf, float32, inLoop, originOf } from '../support/non-finite.ts';
import { Random, testCases, testSeed } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';

type Tensor = PopulationTensor;

/** Ops that make a finite operand something else where the fault is 1, and do nothing where it is 0. */
const faults: Readonly<Record<string, (x: Tensor, fault: Tensor) => Tensor>> = {
  div: (x, fault) => div(x, sub(1, fault)),
  log: (x, fault) => add(x, log(sub(1, mul(2, fault)))),
  sqrt: (x, fault) => add(x, sub(sqrt(sub(1, mul(2, fault))), 1)),
  exp: (x, fault) => add(x, sub(exp(mul(800, fault)), 1)),
};
const joints = ['shoulder', 'elbow', 'wrist'];

describe('a fault in a random place', () => {
  it(`is found in loops of any direction and depth, in algorithms, in both precisions (TEST_SEED=${testSeed})`, () => {
    const random = new Random();
    for (let i = 0; i < testCases(150); i++) {
      const [outer, inner, members] = [random.integer(1, 12), random.integer(1, 3), random.integer(1, 40)];
      const place = { step: random.integer(0, outer - 1), inner: random.integer(0, inner - 1) };
      const joint = random.integer(0, 2);
      const member = random.integer(0, members - 1);
      const op = random.pick(Object.keys(faults));
      const chance = (): boolean => random.next() < 0.5;
      const is = { nested: chance(), reverse: chance(), algorithm: chance(), mixed: chance(), output: chance() };
      const options = chance() ? float32 : {};
      const plain = ({ x, fault }: { readonly x: Tensor; readonly fault: Tensor }): Tensor => faults[op](x, fault);
      const algorithm = is.algorithm ? withAdjoint('test algorithm', plain) : plain;
      const joined = (x: Tensor, item: Tensor): Tensor =>
        stack(
          joints.map((name, k) =>
            withSource({ joint: name, note: 'test dynamics' }, () =>
              algorithm({ x: mul(0.9, at(x, k)), fault: at(item, k) }),
            ),
          ),
        );
      const step = (x: Tensor, item: Tensor): Tensor => {
        if (!is.nested) return joined(x, sum(item, 0));
        return scan((c: Tensor, each: Tensor) => ({ carry: joined(c, each), output: [] }), x, item).carry;
      };
      const f = (start: Tensor, items: Tensor): Tensor => {
        const result = scan(
          (c: Tensor, item: Tensor) => {
            const next = step(c, item);
            // what looks across the members is no kernel
            return { carry: is.mixed ? add(next, mul(1e-3, populationSum(next))) : next, output: next };
          },
          start,
          items,
          { reverse: is.reverse },
        );
        return is.output ? sum(result.outputs) : result.carry;
      };
      const items = new Float64Array(outer * inner * 3 * members);
      items[((place.step * inner + place.inner) * 3 + joint) * members + member] = 1;
      const input = new PopulationTensor({ shape: [outer, inner, 3], population: members }, items);
      const start = new PopulationTensor(
        { shape: [3], population: members },
        Float64Array.from(random.list(3 * members, 1, 2)),
      );
      const origin = errorOf(() => compile(f, [start, input], options)(start, input)).origin;
      expect(origin, `case ${i} of TEST_SEED=${testSeed}: ${JSON.stringify(is)}`).toMatchObject({
        operation: op,
        step: is.nested ? place.inner : place.step,
        joint: joints[joint],
        member,
        pass: 'forward',
        note: 'test dynamics',
      });
      expect(origin.operands.every(Number.isFinite)).toBe(true);
    }
  });
});

describe('what is not finite and does no harm is not blamed', () => {
  const culprit = (x: Tensor): Tensor => withSource({ note: 'culprit' }, () => log(x));

  it('a branch that a step does not take', () => {
    const step = (x: Tensor): Tensor => sub(add(where(less(x, 100), 0, div(1, sub(x, x))), x), 1);
    const g = (x: Tensor): Tensor => culprit(inLoop(step)(x));
    expect(originOf(g, tensor(2))).toMatchObject({ note: 'culprit', operands: [-1] });
  });

  it('steps whose results are not read', () => {
    const f = (x: Tensor): Tensor => {
      const { outputs } = scan((c: Tensor) => ({ carry: sub(c, 1), output: log(c) }), x, [], { length: 6 });
      return add(sum(slice(outputs, [0], [3])), at(stack([at(outputs, 0), at(outputs, 4)]), 1));
    };
    expect(originOf(f, tensor(3.5))).toMatchObject({ operation: 'log', step: 4 });
  });

  it('a carry that starts at infinity and is left behind', () => {
    const f = (x: Tensor): Tensor =>
      scan(
        (c: Tensor) => {
          const value = withSource({ note: 'culprit' }, () => sqrt(sub(at(c, 1), 1)));
          return { carry: stack([minimum(at(c, 0), at(c, 1)), value]), output: [] };
        },
        concat([tensor([Infinity]), x]),
        [],
        { length: 5 },
      ).carry;
    expect(originOf(f, tensor([3]))).toMatchObject({ operation: 'sqrt', note: 'culprit' });
  });
});

describe('the way back', () => {
  it('follows a value through a delay line', () => {
    const items = tensor([1, 1, -1, 1, 1, 1]);
    const f = (x: Tensor): Tensor => {
      const { outputs } = scan(
        (line: Tensor, item: Tensor) => ({
          carry: concat([slice(line, [1]), stack([log(item)])]),
          output: at(line, 0),
        }),
        zeros([3]),
        x,
      );
      return at(outputs, 5);
    };
    expect(originOf(f, items)).toMatchObject({ operation: 'log', step: 2, operands: [-1] });
  });

  it('leaves a loop by the item, the constant or the first carry that was not finite', () => {
    const f = (x: Tensor, items: Tensor, gain: Tensor): Tensor =>
      scan((c: Tensor, item: Tensor) => ({ carry: add(mul(c, gain), item), output: c }), x, items).outputs;
    const given = [population([1, 1, 1]), tensor([1, 2]), population([1, 1, 1])] as const;
    const run = compile(f, [...given]);
    const origins = [
      [population([1, Infinity, 1]), given[1], given[2]] as const,
      [given[0], tensor([NaN, 1]), given[2]] as const,
      [given[0], given[1], population([1, 1, NaN])] as const,
    ].map((args) => errorOf(() => run(...args)).origin);
    expect(origins.map(({ operation, member }) => [operation, member])).toEqual([
      ['input 0', 1],
      ['input 1', 0],
      ['input 2', 2],
    ]);
  });

  it('reaches the member whose term made a sum bad, in any stage', () => {
    const f = (x: Tensor): Tensor => {
      const first = log(x);
      return mul(add(x, populationSum(mul(first, populationSum(x)))), 2);
    };
    const x = population(Array.from({ length: 50 }, (_, i) => (i === 37 ? -1e-3 : 1 + i)));
    expect(originOf(f, x)).toMatchObject({ operation: 'log', member: 37, operands: [-1e-3] });
  });

  it('ends at a sum of finite numbers that overflows', () => {
    const x = population([1.7e308, 1.7e308]);
    expect(originOf((y) => populationSum(mul(y, 1)), x)).toMatchObject({ operation: 'populationSum', value: Infinity });
  });

  it('goes into the reverse sweep of a loop in a loop', () => {
    const f = (x: Tensor): Tensor =>
      sum(
        scan(
          (c: Tensor, item: Tensor) => ({
            carry: scan(
              (d: Tensor, each: Tensor) => ({
                carry: add(
                  d,
                  withSource({ joint: 'elbow' }, () => sqrt(mul(each, each))),
                ),
                output: [],
              }),
              c,
              item,
            ).carry,
            output: [],
          }),
          tensor(0),
          x,
        ).carry,
      );
    const items = tensor([
      [1, 2, 3],
      [1, 0, 2],
    ]);
    expect(originOf(grad(f), items)).toMatchObject({ pass: 'reverse', joint: 'elbow', step: 1 });
  });
});

describe('elements that are not read are not blamed', () => {
  const innocent = (x: Tensor): Tensor => withSource({ note: 'innocent' }, () => log(x));
  const culprit = (x: Tensor): Tensor => withSource({ note: 'culprit' }, () => sqrt(x));
  const bad = tensor(-1);

  it.each<[string, (x: Tensor) => Tensor]>([
    ['of the branch of a where that others take', (x) => where(tensor([1, 0]), stack([1, innocent(x)]), culprit(x))],
    ['behind an index', (x) => at(stack([innocent(x), culprit(x)]), 1)],
    ['beside others that are joined', (x) => at(concat([stack([1, innocent(x)]), stack([culprit(x), 1])]), 2)],
    ['of other sums', (x) => at(sum(stack([stack([1, innocent(x)]), stack([1, culprit(x)])]), 1), 1)],
  ])('%s', (_, f) => {
    expect(originOf(f, bad)).toMatchObject({ note: 'culprit', operands: [-1] });
  });

  it('of the items of other steps', () => {
    const f = (x: Tensor): Tensor => {
      const items = stack([innocent(x), 1, culprit(x)]);
      const { outputs } = scan((c: Tensor, item: Tensor) => ({ carry: c, output: add(c, item) }), tensor(0), items);
      return at(outputs, 2);
    };
    expect(originOf(f, bad).note).toBe('culprit');
  });

  it.each([false, true])('of other steps (reverse: %s)', (reverse) => {
    const f = (x: Tensor): Tensor =>
      scan((c: Tensor, item: Tensor) => ({ carry: c, output: log(item) }), tensor(0), x, { reverse }).outputs;
    const items = tensor([-1, 1, -2, 1, -3]);
    expect(originOf((x) => at(f(x), 2), items)).toMatchObject({ step: 2, operands: [-2] });
    // where all are read, the one that came first
    expect(originOf((x) => sum(f(x)), items)).toMatchObject({ step: reverse ? 4 : 0 });
  });

  it('of a carry that was bad before and recovered', () => {
    const items = tensor([
      [-1, 1],
      [-1, 1],
      [1, -5],
      [1, -6],
      [-1, -7],
    ]);
    const f = (x: Tensor): Tensor =>
      scan((_: Tensor, item: Tensor) => ({ carry: log(item), output: [] }), tensor([Infinity, 1]), x).carry;
    expect(originOf(f, items)).toMatchObject({ step: 2, operands: [-5] });
  });
});

describe('an explanation', () => {
  const model = assetModel('panda');
  const [members, steps] = [64, 200];
  const rollout = (k: Tensor): Tensor => {
    const start = { q: full([7], 0.3), v: full([7], 0.1), left: tensor(steps - 0.5) };
    const { carry, outputs } = scan(
      (s: { readonly q: Tensor; readonly v: Tensor; readonly left: Tensor }) => {
        const v = add(s.v, mul(0.001, forwardDynamics(model, s.q, s.v, mul(k, s.v))));
        const left = sub(s.left, 1);
        return { carry: { q: add(s.q, mul(0.001, v)), v, left }, output: log(left) };
      },
      start,
      [],
      { length: steps },
    );
    return add(sum(carry.q), sum(outputs));
  };

  it('of 64 arms over 200 steps takes less than 20 times the run', () => {
    const k = full([], -0.1, members);
    const varied = new PopulationTensor(k, k.data.slice());
    const executable = new Executable(trace(rollout, varied));
    const results = executable.run([varied]);
    const quickest = (work: () => unknown): number =>
      Math.min(
        ...Array.from({ length: 5 }, () => {
          const begin = performance.now();
          work();
          return performance.now() - begin;
        }),
      );
    const run = quickest(() => executable.run([varied]));
    const explanation = quickest(() => errorOf(() => explainNonFinite(executable, [varied], results)));
    expect(explanation / run).toBeLessThan(20);
  });
});
