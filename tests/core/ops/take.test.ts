import { describe, expect, it } from 'vitest';
import { chooseBackend } from '../../../src/core/backend/choose-backend.ts';
import { compile } from '../../../src/core/compile.ts';
import { grad, hvp, jvp } from '../../../src/core/derivative/functions.ts';
import { square } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { at, stack } from '../../../src/core/ops/indexing.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { dynamicSlice, take } from '../../../src/core/ops/take.ts';
import { sin } from '../../../src/core/ops/trigonometric.ts';
import { PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';
import { ArgumentError, NonFiniteError, ShapeError } from '../../../src/errors.ts';
import { Random, testCases, testSeed } from '../../support/random.ts';

const draw = (random: Random, shape: readonly number[], population: number, from = -1, to = 1): PopulationTensor =>
  new PopulationTensor(
    { shape, population },
    Float64Array.from({ length: shape.reduce((a, b) => a * b, population) }, () => random.uniform(from, to)),
  );

/** The rows that numbers name, by static indexing of each member. */
function rowsOf(x: PopulationTensor, index: PopulationTensor, member: number): number[] {
  const own = tensor(Float64Array.from(x.toArray(member)), x.shape);
  return index.toArray(member).flatMap((i) => at(own, Math.round(i)).toArray());
}

const rows = (x: PopulationTensor, index: PopulationTensor) => take(x, index);

describe(`rows named by computed indices (TEST_SEED=${testSeed})`, () => {
  const random = new Random();
  const cases = Array.from({ length: testCases(40) }, () => {
    const shape = [random.integer(1, 5), ...random.pick([[], [2], [2, 3], [40]])];
    const [xs, is] = [random.pick([1, 3]), random.pick([1, 3])];
    const index = draw(random, random.pick([[], [1], [4], [2, 2], [150]]), is, -0.49, shape[0] - 0.51);
    return { x: draw(random, shape, xs), index };
  });

  it('are those of static indices, at once and compiled, on both backends and in float32', () => {
    for (const { x, index } of cases) {
      const found = take(x, index);
      for (let p = 0; p < found.population; p++) expect(found.toArray(p)).toEqual(rowsOf(x, index, p));
      const compiled = () => compile(rows, [x, index])(x, index).data;
      expect(compiled()).toEqual(found.data);
      chooseBackend('interpreter');
      expect(compiled()).toEqual(found.data);
      chooseBackend('wasm');
      const narrow = compile(rows, [x, index], { precision: 'float32' })(x, index).data;
      expect(narrow).toEqual(found.data.map(Math.fround));
    }
  });

  it('have the derivatives of static indices, of first and second order', () => {
    for (const { x, index } of cases) {
      const f = (y: PopulationTensor) => sum(mul(sin(take(y, index)), take(y, index)));
      const named = (y: PopulationTensor) => {
        const list = index.toArray().map((i) => at(y, Math.round(i)));
        return sum(mul(sin(stack(list)), stack(list)));
      };
      const direction = draw(random, x.shape, 1);
      const derivatives = (g: typeof f) => [
        grad(g)(x),
        hvp(g)(x, direction),
        grad((y: PopulationTensor) => sum(mul(grad(g)(y), direction)))(x),
      ];
      const found = derivatives(f);
      const compiled = compile((y: PopulationTensor) => grad(f)(y), [x])(x);
      compiled.data.forEach((value, i) => expect(value).toBeCloseTo(found[0].data[i], 12));
      if (index.population === 1)
        derivatives(named).forEach((right, k) =>
          right.data.forEach((value, i) => expect(found[k].data[i]).toBeCloseTo(value, 12)),
        );
      found[2].data.forEach((value, i) => expect(value).toBeCloseTo(found[1].data[i], 12));
    }
  });
});

describe('indices', () => {
  const x = tensor([1, 2, 3]);

  it('are rounded, halves up, and give NaN where there is no row', () => {
    expect(take(x, [-0.5, 0.49, 0.5, 2.4999, 2.5, -0.51, NaN, Infinity]).toArray()).toEqual([
      1,
      1,
      2,
      3,
      NaN,
      NaN,
      NaN,
      NaN,
    ]);
    expect(take(zeros([0]), [0]).toArray()).toEqual([NaN]);
    expect(take(x, zeros([0])).shape).toEqual([0]);
  });

  it('out of range are reported by a compiled function, and move nothing else', () => {
    const f = (index: PopulationTensor) => ({
      y: take(x, index),
      slope: grad((z: PopulationTensor) => sum(take(z, index)))(x),
    });
    const quiet = compile(f, [zeros([2])], { checkFinite: false });
    for (const bad of [3, -1, 1e9, -1e300, NaN]) {
      expect(quiet([1, bad]).slope.toArray()).toEqual([0, 1, 0]);
      expect(() => compile((i: PopulationTensor) => take(x, i), [zeros([2])])([1, bad])).toThrow(NonFiniteError);
    }
  });

  it('out of range have no part in derivatives of any order', () => {
    // the second derivative takes back what the first one has put nowhere
    const f = (z: PopulationTensor) => sum(square(take(z, [0, 7])));
    const slope = (z: PopulationTensor) => grad((y: PopulationTensor) => sum(mul(take(y, [0, 7]), take(z, [1, 2]))))(x);
    expect(grad((z: PopulationTensor) => sum(slope(z)))(x).toArray()).toEqual([0, 1, 0]);
    expect(compile((z: PopulationTensor) => grad((y: PopulationTensor) => sum(slope(y)))(z), [x])(x).toArray()).toEqual(
      [0, 1, 0],
    );
    expect(f(x).item()).toBe(NaN);
  });

  it('have no derivative, and their own members', () => {
    expect(grad((i: PopulationTensor) => take(x, i))(tensor(1)).item()).toBe(0);
    expect(jvp((i: PopulationTensor) => take(x, i), tensor(1), tensor(1)).tangent.item()).toBe(0);
  });

  it('along any axis stand where the axis was', () => {
    const random = new Random();
    const y = draw(random, [2, 4, 3], 2);
    expect(
      take(
        y,
        [
          [0, 3],
          [1, 1],
        ],
        1,
      ).shape,
    ).toEqual([2, 2, 2, 3]);
    const named = take(y, [3, 0, 1, 1, 2], 1);
    expect(named.shape).toEqual([2, 5, 3]);
    [3, 0, 1, 1, 2].forEach((row, k) =>
      [0, 1].forEach((outer) => expect(at(named, outer, k).toArray(1)).toEqual(at(y, outer, row).toArray(1))),
    );
    for (const [axis, i] of [
      [0, 1],
      [1, 3],
      [-1, 2],
    ] as const) {
      const found = take(y, i, axis);
      const along = (axis + 3) % 3;
      expect(found.shape).toEqual(y.shape.filter((_, k) => k !== along));
      const box = y.shape.map(() => 0);
      box[along] = i;
      expect(found.toArray(1)[0]).toBe(at(y, ...box).toArray(1)[0]);
    }
    expect(() => take(y, 0, 3)).toThrow(ShapeError);
    expect(() => dynamicSlice(y, [1], 2)).toThrow(ShapeError);
    expect(() => dynamicSlice(y, 1, 1.5)).toThrow(ArgumentError);
  });
});

it('a loop may look things up by its state: values and gradients of the loop written out', () => {
  const random = new Random();
  const [table, start] = [draw(random, [300], 1), draw(random, [], 3, 0, 299)];
  const next = (t: PopulationTensor, c: PopulationTensor) => add(mul(0.9, c), mul(20, square(take(t, c))));
  const looped = (t: PopulationTensor) =>
    scan((c: PopulationTensor) => ({ carry: next(t, c), output: dynamicSlice(t, c, 2) }), start, [], { length: 5 });
  const written = (t: PopulationTensor) => {
    let c = start;
    const outputs: PopulationTensor[] = [];
    for (let k = 0; k < 5; k++) {
      outputs.push(dynamicSlice(t, c, 2));
      c = next(t, c);
    }
    return { carry: c, outputs: stack(outputs) };
  };
  const loss = (run: typeof written) => (t: PopulationTensor) => add(run(t).carry, sum(sin(run(t).outputs)));
  const [found, right] = [looped, written].map((run) => [
    loss(run)(table),
    grad(loss(run))(table),
    compile(grad(loss(run)), [table])(table),
  ]);
  found.forEach((value, k) => value.data.forEach((v, i) => expect(v).toBeCloseTo(right[k].data[i], 11)));
});
