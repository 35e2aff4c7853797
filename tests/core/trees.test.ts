import { describe, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import { grad, jvp, vjp } from '../../src/core/derivative/functions.ts';
import { withAdjoint } from '../../src/core/derivative/with-adjoint.ts';
import { square, sub } from '../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { ParameterLayout } from '../../src/core/parameters.ts';
import { population, type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { scan } from '../../src/core/scan.ts';
import { leavesOf, matchLeaves, type Tree } from '../../src/core/tree.ts';
import { ArgumentError, ShapeError } from '../../src/errors.ts';
import { Random, testCases, testSeed } from '../support/random.ts';

type Two = { readonly q: PopulationTensor; readonly v: PopulationTensor };
const two: Two = { q: tensor(2), v: tensor(3) };

/** A tree that a user's mistake makes: of another form than the type says. */
const wrong = <T>(tree: unknown): T => tree as T;

describe('trees are matched by path, whatever the order of keys', () => {
  it('what a scan step returns', () => {
    const { carry } = scan((s: Two) => ({ carry: { v: s.v, q: add(s.q, s.v) }, output: [] }), two, [], { length: 2 });
    expect([Object.keys(carry), carry.q.item(), carry.v.item()]).toEqual([['q', 'v'], 8, 3]);
  });

  it('arguments of a compiled function', () => {
    const f = compile(({ q, v }: Two) => sub(q, v), [two]);
    expect(f({ v: tensor(1), q: tensor(5) }).item()).toBe(4);
  });

  it('directions and cotangents', () => {
    expect(jvp(({ q, v }: Two) => mul(q, v), two, { v: tensor(1), q: tensor(0) }).tangent.item()).toBe(2);
    const { pullback } = vjp((x: PopulationTensor) => ({ a: mul(2, x), b: mul(3, x) }), tensor(1));
    expect(pullback({ b: tensor(0), a: tensor(1) }).item()).toBe(2);
  });

  it('what rules return', () => {
    const g = withAdjoint('product', ({ q, v }: Two) => mul(q, square(v)), {
      vjp: ({ q, v }, _, bar) => ({ v: mul(bar, mul(2, mul(q, v))), q: mul(bar, square(v)) }),
    });
    const { q, v } = grad((t: Two) => sum(g(t)))(two);
    expect([q.item(), v.item()]).toEqual([9, 12]);
    const pair = withAdjoint('pair', (x: PopulationTensor) => ({ a: mul(2, x), b: mul(3, x) }), {
      jvp: (_, __, dx) => ({ b: mul(3, dx), a: mul(2, dx) }),
    });
    expect(jvp((x: PopulationTensor) => pair(x).a, tensor(1), tensor(1)).tangent.item()).toBe(2);
  });

  it('parameters', () => {
    const layout = new ParameterLayout(two);
    expect(Array.from(layout.toVector({ v: tensor(7), q: tensor(5) }))).toEqual([5, 7]);
    const vectors = layout.toVectors({ v: population([7, 8]), q: tensor(5) }, 2);
    expect(vectors.map((vector) => Array.from(vector))).toEqual([
      [5, 7],
      [5, 8],
    ]);
  });

  it('of any depth, with any names', () => {
    const random = new Random();
    const draw = (depth: number): Tree => {
      const size = random.integer(0, 3);
      if (depth === 0 || random.next() < 0.3) return tensor(random.next());
      if (random.next() < 0.3) return Array.from({ length: size }, () => draw(depth - 1));
      const names = ['a', 'b.c', 'b', '', '0', 'x[0]', '__proto__', 'constructor', '"'];
      return Object.fromEntries(names.filter(() => random.next() < 0.4).map((name) => [name, draw(depth - 1)]));
    };
    const turned = (tree: Tree): Tree => {
      if (Array.isArray(tree)) return tree.map(turned);
      if (leavesOf(tree)[0]?.value === tree) return tree;
      return Object.fromEntries(
        Object.entries(tree)
          .toReversed()
          .map(([name, child]: [string, Tree]) => [name, turned(child)]),
      );
    };
    for (let k = 0; k < testCases(200); k++) {
      const tree = draw(3);
      const leaves = leavesOf(tree);
      expect(new Set(leaves.map(({ path }) => path)).size, `TEST_SEED=${testSeed}, case ${k}`).toBe(leaves.length);
      const found = matchLeaves('test', turned(tree), tree);
      expect(found.map(({ value }) => value)).toEqual(leaves.map(({ value }) => value));
    }
  });
});

describe('a tree that does not fit is refused, and its leaf is named', () => {
  const step =
    (carry: unknown) =>
    (s: Two): { carry: Two; output: Tree } => ({
      carry: wrong(typeof carry === 'function' ? (carry as (s: Two) => unknown)(s) : carry),
      output: [],
    });
  const run = (carry: unknown) => () => scan(step(carry), two, [], { length: 2 });

  it.each([
    ['a missing carry', run((s: Two) => ({ q: s.q })), /^scan: carry\.v is missing/],
    ['a carry of another name', run((s: Two) => ({ q: s.q, w: s.v })), /^scan: carry\.w is not asked for/],
    ['a surplus carry', run((s: Two) => ({ ...s, w: s.v })), /^scan: carry\.w is not asked for/],
    [
      'a carry of another shape',
      run((s: Two) => ({ ...s, v: zeros([2]) })),
      /^scan: leaf carry\.v has another shape.*\[2\] and \[\]/,
    ],
    ['a tensor for an object', run((s: Two) => s.q), /^scan: carry is a tensor, not an object of q, v/],
    ['a list for an object', run((s: Two) => [s.q, s.v]), /^scan: carry is a list of 2/],
    ['an object for a tensor', run((s: Two) => ({ q: { x: s.q }, v: s.v })), /^scan: leaf carry\.q is an object of x/],
    ['nothing', run(() => null), /^scan: carry is null/],
    ['a map', run(() => new Map([['q', tensor(1)]])), /^scan: carry is a Map, not an object of q, v/],
    [
      'a surplus argument leaf',
      () => compile(({ q, v }: Two) => sub(q, v), [two])(wrong({ a: tensor(7), ...two })),
      /^compiled function: argument 0\.a is not asked for/,
    ],
    [
      'a missing argument leaf',
      () => compile(({ q }: Two) => q, [two])(wrong({ q: tensor(7) })),
      /argument 0\.v is missing/,
    ],
    ['a direction', () => jvp(({ q, v }: Two) => mul(q, v), two, wrong({ q: tensor(1) })), /^jvp: v is missing/],
    [
      'a cotangent',
      () => vjp((x: Two) => x, two).pullback(wrong({ ...two, z: tensor(1) })),
      /^pullback: z is not asked for/,
    ],
    [
      'what a rule forgets',
      () =>
        grad((x: PopulationTensor) =>
          sum(
            withAdjoint('f', ({ q, v }: Two) => mul(q, v), { vjp: ({ v }, _, bar) => wrong({ q: mul(bar, v) }) })({
              q: x,
              v: x,
            }),
          ),
        )(tensor([1, 2])),
      /^rule of f: v is missing/,
    ],
    [
      'a rule of another shape',
      () =>
        grad((x: PopulationTensor) =>
          sum(withAdjoint('f', (y: PopulationTensor) => mul(2, y), { vjp: (_, __, bar) => sum(bar) })(x)),
        )(tensor([1, 2])),
      /^rule of f: leaf \(root\) has another shape.*\[\] and \[2\]/,
    ],
    [
      'a tangent of another shape',
      () =>
        jvp(
          withAdjoint('f', (y: PopulationTensor) => mul(2, y), { jvp: (_, __, dy) => sum(dy) }),
          tensor([1, 2]),
          tensor([1, 1]),
        ),
      /^rule of f: leaf \(root\) has another shape/,
    ],
    ['parameters', () => new ParameterLayout(two).toVector(wrong({ q: tensor(1) })), /^parameters: v is missing/],
  ] as const)('%s', (_, call, message) => {
    expect(call).toThrow(ShapeError);
    expect(call).toThrow(message);
  });
});

it('what is no tree is refused: maps, dates, numbers, functions that forget to return', () => {
  for (const wrongTree of [new Map(), new Date(), 5, 'x', null, undefined])
    expect(() => leavesOf(wrong<Tree>(wrongTree))).toThrow(ArgumentError);
  expect(() => scan(() => wrong(undefined), two, [], { length: 2 })).toThrow(
    /scan: found a step that returns undefined/,
  );
  expect(() => scan((s: Two) => wrong({ carry: s }), two, [], { length: 2 })).toThrow(ArgumentError);
  expect(() => compile((x: PopulationTensor) => x, wrong(tensor(1)))).toThrow(
    /examples: found a PopulationTensor; expected a list/,
  );
});
