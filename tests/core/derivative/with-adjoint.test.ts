import { describe, expect, it } from 'vitest';
import { withSource } from '../../../src/core/application.ts';
import { grad, hvp, jvp, vjp } from '../../../src/core/derivative/functions.ts';
import { insideOf, withAdjoint } from '../../../src/core/derivative/with-adjoint.ts';
import { evaluateConcrete, trace } from '../../../src/core/graph.ts';
import { div } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { sin } from '../../../src/core/ops/trigonometric.ts';
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
