import { describe, expect, it } from 'vitest';
import { withSource } from '../../../src/core/application.ts';
import { compile } from '../../../src/core/compile.ts';
import { grad, hvp, jvp, vjp } from '../../../src/core/derivative/functions.ts';
import { insideOf, withAdjoint } from '../../../src/core/derivative/with-adjoint.ts';
import { evaluateConcrete, trace } from '../../../src/core/graph.ts';
import { div } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { populationSum } from '../../../src/core/ops/structural.ts';
import { cos, sin } from '../../../src/core/ops/trigonometric.ts';
import { population, type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';

type Pair = { readonly a: PopulationTensor; readonly b: PopulationTensor };
const text = ({ a, b }: Pair): PopulationTensor => add(mul(a, sin(b)), mul(b, b));

describe('an algorithm without rules', () => {
  const node = withAdjoint('text', text);
  const at = { a: tensor([0.3, -2]), b: tensor([1.1, 0.4]) };
  const towards = { a: tensor([1, 0.2]), b: tensor([-0.7, 2]) };

  it('has the derivatives of its text, of every order, to the bit', () => {
    const bar = tensor([2, -1]);
    const flat = ({ a, b }: Pair): number[] => [...a.toArray(), ...b.toArray()];
    expect(flat(vjp(node, at).pullback(bar))).toEqual(flat(vjp(text, at).pullback(bar)));
    expect(jvp(node, at, towards).tangent.toArray()).toEqual(jvp(text, at, towards).tangent.toArray());
    const loss = (f: typeof text) => (x: Pair) => sum(f(x));
    expect(flat(hvp(loss(node))(at, towards))).toEqual(flat(hvp(loss(text))(at, towards)));
  });

  it('gives each member what it gives it alone, and a shared leaf the sum', () => {
    const shared = tensor(0.7);
    const members = [0.1, 0.2, 0.3];
    const f = (x: Pair): PopulationTensor => node(x);
    const together = grad(f)({ a: shared, b: population(members) });
    const alone = members.map((b) => grad(f)({ a: shared, b: tensor(b) }));
    expect(together.b.toArray(1)).toEqual(alone[1].b.toArray());
    expect(together.a.item()).toBeCloseTo(
      alone.map(({ a }) => a.item()).reduce((x, y) => x + y),
      14,
    );
  });

  it('is one node, whose inputs are what is unknown', () => {
    const { outputs } = trace((b: PopulationTensor) => node({ a: tensor(2), b }), tensor(0));
    expect(outputs[0].application!.primitive.name).toBe('text');
    expect(outputs[0].application!.inputs).toHaveLength(1);
  });
});

describe('the node of an algorithm', () => {
  it('can be looked into: its operations keep their labels, and its values', () => {
    const cable = withAdjoint('cable', (x: PopulationTensor) =>
      withSource({ joint: 'elbow', note: 'cable length' }, () => div(1, x)),
    );
    const { outputs } = trace(cable, tensor(0));
    const inside = insideOf(outputs[0].application!)!;
    expect(inside.outputs[0].application!.source).toMatchObject({ joint: 'elbow', note: 'cable length' });
    expect(evaluateConcrete(inside, [tensor(4)])[0].item()).toBe(0.25);
    expect(insideOf(inside.outputs[0].application!)).toBeUndefined();
  });

  it('refuses loops', () => {
    const power = withAdjoint(
      'power',
      (x: PopulationTensor) =>
        scan((c: PopulationTensor) => ({ carry: mul(c, x), output: [] }), x, [], { length: 3 }).carry,
    );
    expect(() => grad(power)(tensor(2))).toThrow(/power.*an algorithm of one member/);
  });
});

describe('what an algorithm reads besides its argument', () => {
  it('is taken as it is when the algorithm is called', () => {
    let k = 2;
    const scaled = withAdjoint('scaled', (x: PopulationTensor) => mul(k, x));
    const compiled = (): number => compile(scaled, [tensor(1)])(tensor(10)).item();
    expect(compiled()).toBe(20);
    const { pullback } = vjp(scaled, tensor(10));
    const tangents = compile((x: PopulationTensor) => jvp(scaled, x, tensor(1)).tangent, [tensor(1)]);
    k = 3;
    expect([scaled(tensor(10)).item(), compiled(), grad(scaled)(tensor(10)).item()]).toEqual([30, 30, 3]);
    // what was recorded before stays what it was
    expect([pullback(tensor(1)).item(), tangents(tensor(10)).item()]).toEqual([2, 2]);
  });

  it('is recorded once where it says that nothing can change', () => {
    let calls = 0;
    const counted = (isClosed: boolean) => {
      calls = 0;
      const f = withAdjoint(
        'counted',
        (x: PopulationTensor) => {
          calls++;
          return sin(x);
        },
        { isClosed },
      );
      grad((x: PopulationTensor) => f(f(f(x))))(tensor(1));
      return calls;
    };
    expect([counted(true), counted(false)]).toEqual([1, 3]);
  });

  it('has no members of its own, and is not unknown: both would be lost', () => {
    const offsets = population([1, 2, 3]);
    const f = withAdjoint('offset', (x: PopulationTensor) => add(x, offsets));
    expect(() => grad((x: PopulationTensor) => sum(f(x)))(tensor(1))).toThrow(
      /offset: found numbers that differ from member to member/,
    );
    const outer = (k: PopulationTensor) => withAdjoint('inner', (x: PopulationTensor) => mul(k, x))(mul(k, 2));
    expect(() => grad(outer)(tensor(1))).toThrow(/inner: found an unknown value that is no part of x/);
  });
});

it('an algorithm whose value members share has the gradient of its loop written out', () => {
  const root = withAdjoint('root', ({ a, b }: Pair) => mul(a, sin(b)), {
    vjp: ({ a, b }, _, bar) => ({ a: mul(bar, sin(b)), b: mul(bar, mul(a, cos(b))) }),
  });
  const x = population([1, 2, 3]);
  const loss = (f: typeof text) => (t: PopulationTensor) => {
    const step = (s: { k: PopulationTensor; x: PopulationTensor }) => ({ k: f({ a: s.k, b: t }), x: mul(s.x, s.k) });
    const run = (s: { k: PopulationTensor; x: PopulationTensor }) => ({ carry: step(s), output: [] });
    const { carry } = scan(run, { k: t, x }, [], { length: 3 });
    return add(populationSum(carry.x), carry.k);
  };
  const withoutRule = withAdjoint('text', ({ a, b }: Pair) => mul(a, sin(b)));
  // a rule that takes a derivative itself needs values and cotangents of as many members
  const byVjp = withAdjoint('root', ({ a, b }: Pair) => mul(a, sin(b)), {
    vjp: (x, _, bar) => vjp(({ a, b }: Pair) => mul(a, sin(b)), x).pullback(bar),
  });
  const plain = ({ a, b }: Pair) => mul(a, sin(b));
  const [right, ...found] = [plain, root, withoutRule, byVjp].map((f) => [
    grad(loss(f))(tensor(0.7)).item(),
    hvp(loss(f))(tensor(0.7), tensor(1)).item(),
    grad(grad(loss(f)))(tensor(0.7)).item(),
  ]);
  for (const values of found) values.forEach((value, i) => expect(value).toBeCloseTo(right[i], 12));
});
