import { describe, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import { whileLoop, cond } from '../../src/core/control.ts';
import { checkGradients } from '../../src/core/derivative/check-gradients.ts';
import { disconnectedParameters } from '../../src/core/derivative/connectivity.ts';
import { grad, hvp, jvp, valueAndGrad, vjp } from '../../src/core/derivative/functions.ts';
import { gradientNorms } from '../../src/core/derivative/gradient-norms.ts';
import { withAdjoint } from '../../src/core/derivative/with-adjoint.ts';
import { square } from '../../src/core/ops/arithmetic.ts';
import { less } from '../../src/core/ops/comparison.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { ParameterLayout } from '../../src/core/parameters.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { scan } from '../../src/core/scan.ts';
import { leavesOf, mapTree, type Tree, type TreeOf } from '../../src/core/tree.ts';
import { compileParallel } from '../../src/parallel/compile-parallel.ts';
import { InlineRunner } from '../../src/parallel/inline-runner.ts';
import { kernelShards } from '../../src/parallel/kernel-shards.ts';

interface Layer {
  readonly w: PopulationTensor;
  readonly b: PopulationTensor;
}
interface Policy {
  readonly layers: readonly Layer[];
  readonly pair: readonly [Layer, PopulationTensor];
  scale: PopulationTensor;
}
const layer = (w: number, b: number): Layer => ({ w: tensor(w), b: tensor(b) });
const policy: Policy = { layers: [layer(2, 3), layer(4, 5)], pair: [layer(6, 7), tensor(8)], scale: tensor(9) };

const loss = (p: Policy): PopulationTensor =>
  sum(mul(p.scale, add(square(p.layers[0].w), add(mul(p.pair[0].b, p.pair[1]), p.layers[1].b))));

describe('an interface is a tree', () => {
  it('for derivatives', () => {
    const gradient: Policy = grad(loss)(policy);
    expect(gradient.layers[0].w.item()).toBe(36);
    expect(valueAndGrad(loss)(policy).gradient.pair[1].item()).toBe(63);
    const { pullback } = vjp((p: Policy): Layer => p.pair[0], policy);
    expect(pullback(layer(1, 2)).pair[0].b.item()).toBe(2);
    expect(jvp(loss, policy, gradient).tangent.item()).toBeGreaterThan(0);
    expect(hvp(loss)(policy, gradient).scale.item()).toBeGreaterThan(0);
    expect(checkGradients(loss, policy).worst.relativeError).toBeLessThan(1e-6);
    expect(disconnectedParameters(loss, policy)).toContain('layers[0].b');
    expect(gradientNorms(loss, policy).size).toBe(0);
    const ruled = withAdjoint('product', ({ w, b }: Layer) => mul(w, b), {
      vjp: ({ w, b }, _, bar) => ({ w: mul(bar, b), b: mul(bar, w) }),
    });
    expect(grad(ruled)(layer(2, 3)).w.item()).toBe(3);
  });

  it('for compiled functions, loops and layouts', async () => {
    const f = compile((p: Policy, x: PopulationTensor): Layer => ({ w: mul(p.scale, x), b: x }), [policy, tensor(1)]);
    expect(f(policy, 2).w.item()).toBe(18);
    const runner = new InlineRunner(kernelShards, () => Promise.resolve());
    const parallel = compileParallel((p: Policy) => loss(p), [policy], runner);
    expect((await parallel(policy)).item()).toBe(loss(policy).item());
    const step = ({ w, b }: Layer): Layer => ({ w: add(w, b), b });
    expect(scan((c: Layer) => ({ carry: step(c), output: c }), layer(0, 1), [], { length: 3 }).outputs.w.size).toBe(3);
    expect(whileLoop(({ w }: Layer) => less(w, 5), step, layer(0, 1), { most: 9 }).state.w.item()).toBe(5);
    expect(cond(1, () => layer(1, 2), () => layer(3, 4)).b.item()).toBe(2); // prettier-ignore
    const layout = new ParameterLayout(policy);
    expect(layout.fromVector(layout.toVector(policy)).pair[1].item()).toBe(8);
    expect(mapTree(policy, (x) => mul(2, x)).layers[1].w.item()).toBe(8);
    expect(leavesOf(policy).length).toBe(8);
  });

  it('within generic functions, of what is a tree by either name', () => {
    const twice = <P extends Tree>(p: P): P => compile((x: P) => mapTree(x, (leaf) => mul(2, leaf)), [p])(p as never);
    const thrice = <P extends TreeOf<P>>(p: P): P =>
      scan((c: { p: P; n: PopulationTensor }) => ({ carry: c, output: mapTree(c.p, (x) => mul(3, x)) }), { p, n: tensor(1) }, [], { length: 1 }).carry.p; // prettier-ignore
    expect(twice([tensor(1)])[0].item()).toBe(2);
    expect(thrice(policy).scale.item()).toBe(9);
  });
});

/** Refused by the compiler: each line is an error, or the checker complains that it is none. */
export const refused = (): void => {
  const text = (x: { readonly name: string; readonly w: PopulationTensor }): PopulationTensor => x.w;
  // @ts-expect-error a string is no leaf
  grad(text);
  interface Count {
    readonly n: number;
  }
  // @ts-expect-error a number is no leaf
  grad((_: Count) => tensor(1));
  interface Deep {
    readonly inner: { readonly list: readonly Count[] };
  }
  // @ts-expect-error nor is one further down
  vjp((_: Deep) => tensor(1), { inner: { list: [] } });
  interface WithFunction {
    readonly w: PopulationTensor;
    readonly f: () => PopulationTensor;
  }
  // @ts-expect-error a function is no leaf
  jvp((x: WithFunction) => x.w, { w: tensor(1), f: () => tensor(1) }, { w: tensor(1), f: () => tensor(1) });
  // @ts-expect-error what a compiled function returns is a tree
  compile((x: PopulationTensor) => x.item(), [tensor(1)]);
  // @ts-expect-error what it takes is one
  compile((_: Date) => tensor(1), [new Date()]);
  // @ts-expect-error typed arrays are none
  new ParameterLayout({ x: new Float64Array(1) });
  // @ts-expect-error maps are none
  leavesOf(new Map<string, PopulationTensor>());
  interface Optional {
    readonly w?: PopulationTensor;
  }
  // @ts-expect-error a leaf that may be missing is none
  leavesOf({} as Optional);
  // @ts-expect-error a step returns trees
  scan((c: PopulationTensor) => ({ carry: c, output: 'x' }), tensor(1), [], { length: 1 });
};
