import { describe, expect, it } from 'vitest';
import { compile, TracedFunction } from '../../src/core/compile.ts';
import { grad, hvp, jvp, valueAndGrad } from '../../src/core/derivative/functions.ts';
import { div, square, sub } from '../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { at, stack } from '../../src/core/ops/indexing.ts';
import { populationMean, sum } from '../../src/core/ops/reduction.ts';
import { populationSum } from '../../src/core/ops/structural.ts';
import { sin, tanh } from '../../src/core/ops/trigonometric.ts';
import { full, population, PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { scan } from '../../src/core/scan.ts';
import { leavesOf, type Tree, unflatten } from '../../src/core/tree.ts';
import { Random, testCases, testSeed } from '../support/random.ts';

type Step = (
  carry: Record<string, PopulationTensor>,
  item: PopulationTensor,
) => { readonly carry: Record<string, PopulationTensor>; readonly output: Tree };
type Loop = (
  step: Step,
  carry: Record<string, PopulationTensor>,
  items: PopulationTensor,
) => { readonly carry: Record<string, PopulationTensor>; readonly outputs: Tree };

/** The loop as it would be written by hand. */
const written: Loop = (step, start, items) => {
  let carry = start;
  const outputs: Tree[] = [];
  for (let t = 0; t < items.shape[0]; t++) {
    const result = step(carry, at(items, t));
    carry = result.carry;
    outputs.push(result.output);
  }
  if (outputs.length === 0) return { carry, outputs: [] };
  const leaves = leavesOf(outputs[0]).map((_, i) => stack(outputs.map((output) => leavesOf(output)[i].value)));
  return { carry, outputs: unflatten(outputs[0], leaves) };
};
const scanned: Loop = (step, carry, items) => scan(step, carry, items);

/** A loss by a shared parameter, over any kind of loop. */
type Loss = (run: Loop) => (theta: PopulationTensor) => PopulationTensor;

const x = population([0.3, -0.7, 1.1]);
const items = tensor([0.5, -0.2, 0.9]);
const itemsOfMembers = new PopulationTensor(
  { shape: [3], population: 3 },
  Float64Array.from({ length: 9 }, (_, i) => Math.sin(i)),
);

const losses: Record<string, Loss> = {
  'a shared carry beside one with members': (run) => (theta) => {
    const step: Step = (s, item) => ({
      carry: { penalty: add(s.penalty, square(theta)), x: tanh(add(mul(theta, s.x), item)) },
      output: [],
    });
    const { carry } = run(step, { penalty: tensor(0), x }, items);
    return add(populationMean(carry.x), carry.penalty);
  },
  'a shared carry that members read': (run) => (theta) => {
    const step: Step = (s, item) => ({
      carry: { rate: mul(s.rate, theta), x: add(s.x, mul(s.rate, sin(add(s.x, item)))) },
      output: [],
    });
    const { carry } = run(step, { rate: theta, x }, items);
    return add(populationSum(square(carry.x)), carry.rate);
  },
  'a shared carry that members change': (run) => (theta) => {
    const step: Step = (s, item) => ({
      carry: { w: sub(s.w, mul(0.1, populationMean(mul(s.x, s.w)))), x: tanh(add(mul(s.w, s.x), mul(theta, item))) },
      output: s.w,
    });
    const { carry, outputs } = run(step, { w: theta, x }, items);
    return add(add(sum(outputs as PopulationTensor), carry.w), populationSum(carry.x));
  },
  'shared outputs beside outputs with members': (run) => (theta) => {
    const step: Step = (s, item) => ({
      carry: { k: sin(mul(s.k, theta)), x: mul(s.x, add(theta, item)) },
      output: { shared: square(s.k), own: mul(s.k, s.x) },
    });
    const { outputs } = run(step, { k: tensor(0.8), x }, items);
    const { shared, own } = outputs as Record<string, PopulationTensor>;
    return add(sum(shared), populationMean(sum(own)));
  },
  'shared items beside a carry with members': (run) => (theta) => {
    const step: Step = (s, item) => ({ carry: { x: tanh(mul(s.x, item)), n: add(s.n, item) }, output: item });
    const { carry, outputs } = run(step, { x, n: theta }, mul(theta, items));
    return add(add(populationSum(carry.x), carry.n), sum(outputs as PopulationTensor));
  },
  'items with members and a shared carry': (run) => (theta) => {
    const step: Step = (s, item) => ({ carry: { k: mul(s.k, theta), x: add(mul(s.k, s.x), item) }, output: s.k });
    const { carry, outputs } = run(step, { k: tensor(0.9), x: theta }, mul(theta, itemsOfMembers));
    return add(populationMean(square(carry.x)), sum(outputs as PopulationTensor));
  },
  'a shared loop in a loop with members': (run) => (theta) => {
    const inner: Step = (s) => ({ carry: { q: mul(s.q, theta) }, output: s.q });
    const step: Step = (s, item) => {
      const { carry, outputs } = run(inner, { q: s.k }, tensor([0, 0]));
      const total = sum(outputs as PopulationTensor);
      return { carry: { k: carry.q, x: add(mul(s.x, total), mul(item, s.k)) }, output: [] };
    };
    const { carry } = run(step, { k: theta, x }, items);
    return add(populationMean(carry.x), carry.k);
  },
  'a delay line from shared to members': (run) => (theta) => {
    const step: Step = (s, item) => ({
      carry: { a: mul(theta, s.a), b: s.a, c: add(s.b, mul(s.x, item)), x: s.c },
      output: [],
    });
    const { carry } = run(step, { a: theta, b: tensor(1), c: tensor(2), x }, items);
    return add(populationSum(mul(carry.x, carry.c)), mul(carry.a, carry.b));
  },
};

const theta = tensor(0.7);

/** Chains of carries that are longer than the loop: what would reach the first of them takes more steps than are made. */
for (const length of [0, 1, 2, 5])
  losses[`a chain of carries and a loop of ${length} steps in it, ${length} steps`] = (run) => (t) => {
    const steps = zeros([length]);
    const inner: Step = (s) => ({ carry: { d: s.e, e: mul(s.f, s.y), f: mul(s.f, t), y: s.y }, output: [] });
    const step: Step = (s) => {
      const { carry } = run(inner, { d: s.a, e: s.b, f: s.c, y: s.x }, steps);
      return { carry: { a: s.b, b: mul(s.c, s.c), c: mul(s.z, t), z: s.z, x: add(s.x, carry.d) }, output: [] };
    };
    const { carry } = run(step, { a: t, b: mul(2, t), c: mul(3, t), z: mul(4, t), x }, steps);
    return add(populationMean(carry.x), carry.a);
  };
const one = tensor(1);

/** Value and derivatives in every order of modes. */
const derivatives: Readonly<Record<string, (f: (t: PopulationTensor) => PopulationTensor) => PopulationTensor>> = {
  value: (f) => f(theta),
  gradient: (f) => grad(f)(theta),
  tangent: (f) => jvp(f, theta, one).tangent,
  'forward over reverse': (f) => hvp(f)(theta, one),
  'reverse over reverse': (f) => grad(grad(f))(theta),
  'reverse over forward': (f) => grad((t: PopulationTensor) => jvp(f, t, one).tangent)(theta),
  compiled: (f) => compile((t: PopulationTensor) => stack([f(t), grad(f)(t), hvp(f)(t, one)]), [theta])(theta),
};

describe('a loop has the derivatives of the same loop written out', () => {
  for (const [name, loss] of Object.entries(losses))
    it.each(Object.entries(derivatives))(`${name}: %s`, (_, derivative) => {
      const [found, right] = [derivative(loss(scanned)), derivative(loss(written))];
      expect(found.population).toBe(right.population);
      found.toArray().forEach((value, i) => {
        const expected = right.toArray()[i];
        expect(Math.abs(value - expected)).toBeLessThan(1e-12 * Math.max(1, Math.abs(expected)));
      });
    });
});

describe('populations of a loop', () => {
  it('are its own of every carry and output', () => {
    const step: Step = (s, item) => ({
      carry: { a: add(s.a, item), b: mul(s.b, s.x), x: s.x },
      output: { shared: s.a, own: s.b },
    });
    const { carry, outputs } = scan(step, { a: tensor(0), b: tensor(1), x }, items);
    const { shared, own } = outputs as Record<string, PopulationTensor>;
    expect([carry.a, carry.b, carry.x, shared, own].map((value) => value.population)).toEqual([1, 3, 3, 1, 3]);
    expect(own.toArray(1)).toEqual([1, -0.7, 0.49].map((value) => expect.closeTo(value, 15) as number));
  });

  it('widen along a chain of carries, however long', () => {
    const chain = (c: readonly PopulationTensor[]) => [x, ...c.slice(0, -1)];
    const { carry } = scan(
      (c: readonly PopulationTensor[]) => ({ carry: chain(c), output: [] }),
      new Array(5).fill(one),
      [],
      {
        length: 3,
      },
    );
    expect(carry.map((value) => value.population)).toEqual([3, 3, 3, 3, 3]);
    expect(carry.map((value) => value.toArray(2)[0])).toEqual([1.1, 1.1, 1.1, 1, 1]);
  });

  it('let a training loop run on data with members', () => {
    const [data, labels] = [population([1, 2, 3, 4]), population([2, 4, 6, 8])];
    const loss = (w: PopulationTensor, a: PopulationTensor, b: PopulationTensor) =>
      populationMean(square(sub(mul(w, a), b)));
    const train = (a: PopulationTensor, b: PopulationTensor) =>
      scan(
        (w: PopulationTensor) => ({
          carry: sub(w, mul(0.05, grad((v: PopulationTensor) => loss(v, a, b))(w))),
          output: loss(w, a, b),
        }),
        tensor(0),
        [],
        { length: 30 },
      );
    // w <- w - 0.05 (15 w - 30): the error shrinks by 1/4 a step
    const { carry, outputs } = train(data, labels);
    expect([carry.population, carry.item()]).toEqual([1, expect.closeTo(2 - 2 * 0.25 ** 30, 14)]);
    expect(outputs.toArray().slice(0, 2)).toEqual([30, expect.closeTo(30 / 16, 12)]);
    const compiled = compile((a: PopulationTensor, b: PopulationTensor) => train(a, b).carry, [data, labels]);
    expect(compiled(data, labels).item()).toBeCloseTo(2, 14);
  });

  it('need no look across members within the steps: gradients by what is shared stay one kernel and its sums', () => {
    for (const [name, loss] of Object.entries(losses)) {
      if (name === 'a shared carry that members change') continue;
      const gradient = new TracedFunction(valueAndGrad(loss(scanned)), [theta]);
      const loops = gradient.executable.stages.filter(
        (stage) => stage.kind === 'node' && stage.application.primitive.name === 'scan',
      );
      expect(loops, name).toHaveLength(0);
    }
  });

  it('are told to a kernel that makes shared values only', () => {
    const f = (start: PopulationTensor) =>
      scan(
        (s: Record<string, PopulationTensor>) => ({ carry: { k: div(s.k, 2), x: mul(s.x, s.k) }, output: s.k }),
        { k: tensor(8), x: start },
        [],
        { length: 3 },
      ).outputs;
    const many = full([4], 2, 40);
    expect(compile(f, [many])(many).toArray()).toEqual([8, 4, 2]);
  });
});

describe(`random loops of shared carries and carries with members (TEST_SEED=${testSeed})`, () => {
  const cases = testCases(25);
  it(`have gradients and curvatures of the loop written out: ${cases}`, () => {
    const random = new Random();
    for (let k = 0; k < cases; k++) {
      const count = random.integer(1, 4);
      const start = Array.from({ length: count }, () =>
        random.next() < 0.5 ? tensor(random.uniform(-1, 1)) : population([0, 1, 2].map(() => random.uniform(-1, 1))),
      );
      // next_i = tanh(a s_j + b s_k item + c theta), now and then averaged over the members
      const rules = start.map(() => ({
        from: [random.integer(0, count - 1), random.integer(0, count - 1)],
        by: [random.uniform(-1, 1), random.uniform(-1, 1), random.pick([0, random.uniform(-1, 1)])],
        averaged: random.next() < 0.15,
      }));
      const loss: Loss = (run) => (t) => {
        const step: Step = (s, item) => {
          const next = rules.map(({ from, by, averaged }) => {
            const [a, b] = from.map((i) => s[`c${i}`]);
            const value = tanh(add(add(mul(by[0], a), mul(by[1], mul(b, item))), mul(by[2], t)));
            return averaged ? populationMean(value) : value;
          });
          return { carry: Object.fromEntries(next.map((value, i) => [`c${i}`, value])), output: next[0] };
        };
        const { carry, outputs } = run(
          step,
          Object.fromEntries(start.map((value, i) => [`c${i}`, mul(value, t)])),
          items,
        );
        const finals = Object.values(carry).map((value) => populationMean(value));
        return finals.reduce(add, populationMean(sum(square(outputs as PopulationTensor))));
      };
      const [found, right] = [scanned, written].map((run) => {
        const f = loss(run);
        return [grad(f)(theta), hvp(f)(theta, one), grad(grad(f))(theta), compile(grad(f), [theta])(theta)].map((d) =>
          d.item(),
        );
      });
      found.forEach((value, i) => {
        expect(Math.abs(value - right[i]), `case ${k}, derivative ${i}`).toBeLessThan(
          1e-12 * Math.max(1, Math.abs(right[i])),
        );
      });
    }
  });
});
