import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluateConcrete, trace } from '../../../src/core/graph.ts';
import { forwardSweep } from '../../../src/core/derivative/forward.ts';
import { hvp, jvp, vjp } from '../../../src/core/derivative/functions.ts';
import { reverseSweep } from '../../../src/core/derivative/reverse.ts';
import { mul } from '../../../src/core/ops/elementwise.ts';
import { stack } from '../../../src/core/ops/indexing.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { populationSum } from '../../../src/core/ops/structural.ts';
import { PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { canLower } from '../../../src/core/program/lower/lower.ts';
import { Executable } from '../../../src/core/backend/executable.ts';
import { complexTangent } from '../../support/complex-step.ts';
import { doubleDoubleGradient } from '../../support/double-double.ts';
import { Random, testCases } from '../../support/random.ts';
import { catalogue, drawOperands, drawTensor } from './catalogue.ts';
import type { OpCase } from './op-case.ts';

const any = (random: Random): number => random.uniform(-2, 2);
const populationPatterns = [[1], [3], [3, 1], [1, 3]] as const;
const total = (x: PopulationTensor): PopulationTensor => populationSum(sum(x));

/** <w, f(x)> with fixed weights: a scalar whose gradient probes all of the Jacobian. */
function weighted(
  { f }: OpCase,
  operands: readonly PopulationTensor[],
  random: Random,
): { readonly g: (x: readonly PopulationTensor[]) => PopulationTensor; readonly w: PopulationTensor } {
  const y = f(...operands);
  const w = drawTensor(random, y.shape, y.population, any, 0);
  return { w, g: (x) => total(mul(w, f(...x))) };
}

/** Entries as they are compared: by operand, element, member. */
const entries = (x: PopulationTensor): number[] => Array.from(x.data);

function expectRelative(
  actual: readonly number[],
  exact: readonly number[],
  tolerance: number,
  floor: number,
  what: string,
): void {
  actual.forEach((value, i) => {
    const error = Math.abs(value - exact[i]) / Math.max(Math.abs(value), Math.abs(exact[i]), floor);
    expect(error, `${what}, entry ${i}: ${value} against ${exact[i]}`).toBeLessThan(tolerance);
  });
}

/** Everything an op case is tested on: each variant of shapes with each pattern of populations. */
function* draws(
  op: OpCase,
  count: number,
): Generator<{ readonly operands: PopulationTensor[]; readonly random: Random }> {
  const random = new Random();
  for (let i = 0; i < testCases(count); i++)
    yield { operands: drawOperands(random, op, i, populationPatterns[Math.floor(i / op.shapes.length) % 4]), random };
}

/** Entries that cancel to less than a thousandth of the largest are compared with that: their terms round like it. */
const floorOf = (gradient: readonly number[]): number => 1e-3 * Math.max(...gradient.map(Math.abs), 1e-300);

describe.each(catalogue.map((op) => [op.name, op] as const))('%s', (name, op) => {
  it('has the gradient of the complex step', () => {
    for (const { operands, random } of draws(op, 24)) {
      const { g } = weighted(op, operands, random);
      const { pullback } = vjp((x: readonly PopulationTensor[]) => g(x), operands);
      const gradients = pullback(tensor(1));
      const graph = trace((x: readonly PopulationTensor[]) => g(x), operands);
      operands.forEach((operand, k) => {
        const exact = entries(operand).map((_, index) => {
          const [element, member] = [Math.floor(index / operand.population), index % operand.population];
          const tangent = complexTangent(graph, operands, (i, e, m) =>
            i === k && e === element && m === member ? 1 : 0,
          );
          return op.isFlat ? 0 : tangent[0][0][0];
        });
        const found = entries(gradients[k]);
        if (op.isFlat) expect(found.every((value) => value === 0)).toBe(true);
        else expectRelative(found, exact, 1e-12, floorOf(exact), `d${name}/dx${k}`);
      });
    }
  });

  it('passes the dot-product test of jvp against vjp', () => {
    for (const { operands, random } of draws(op, 24)) {
      const directions = operands.map((operand) => drawTensor(random, operand.shape, operand.population, any, 0));
      const { tangent, value } = jvp((x: readonly PopulationTensor[]) => op.f(...x), operands, directions);
      const w = drawTensor(random, value.shape, value.population, any, 0);
      const bars = vjp((x: readonly PopulationTensor[]) => op.f(...x), operands).pullback(w);
      const inner = (a: PopulationTensor, b: PopulationTensor): readonly [number, number] =>
        entries(a).reduce(([s, size], v, i) => [s + v * b.data[i], size + Math.abs(v * b.data[i])], [0, 0]);
      const [left, leftSize] = inner(tangent, w);
      const [right, rightSize] = operands
        .map((_, k) => inner(bars[k], directions[k]))
        .reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
      expect(Math.abs(left - right)).toBeLessThanOrEqual(1e-13 * Math.max(leftSize, rightSize, 1e-300));
    }
  });

  it('is linear in the cotangent, and a zero cotangent gives exact zeros', () => {
    for (const { operands, random } of draws(op, 8)) {
      const { value, pullback } = vjp((x: readonly PopulationTensor[]) => op.f(...x), operands);
      const [u, w] = [0, 0].map(() => drawTensor(random, value.shape, value.population, any, 0));
      const combined = new PopulationTensor(
        u,
        u.data.map((x, i) => 2 * x - 3 * w.data[i]),
      );
      const [U, W, C, Z] = [u, w, combined, zeros(value.shape, value.population)].map((bar) => pullback(bar));
      operands.forEach((_, k) => {
        expect(entries(Z[k]).every((x) => x === 0)).toBe(true);
        const scale = Math.max(...entries(U[k]).map(Math.abs), ...entries(W[k]).map(Math.abs), 1e-300) * 5;
        entries(C[k]).forEach((x, i) =>
          expect(Math.abs(x - (2 * U[k].data[i] - 3 * W[k].data[i])) / scale).toBeLessThan(1e-13),
        );
      });
    }
  });

  it('has a symmetric Hessian, that of the complex step of the gradient', () => {
    if (op.isFlat) return;
    for (const { operands, random } of draws(op, 6)) {
      const { g } = weighted(op, operands, random);
      const f = (x: readonly PopulationTensor[]): PopulationTensor => g(x);
      const [u, v] = [0, 0].map(() =>
        operands.map(
          (x) =>
            new PopulationTensor(
              x,
              x.data.map((value) => any(random) * Math.abs(value)),
            ),
        ),
      );
      const [Hu, Hv] = [u, v].map((direction) => hvp(f)(operands, direction));
      const inner = (a: readonly PopulationTensor[], b: readonly PopulationTensor[]): readonly [number, number] =>
        a
          .flatMap((x, k) => entries(x).map((value, i) => value * b[k].data[i]))
          .reduce(([s, n], x) => [s + x, n + Math.abs(x)], [0, 0]);
      const [[left, leftSize], [right, rightSize]] = [inner(u, Hv), inner(v, Hu)];
      expect(Math.abs(left - right)).toBeLessThanOrEqual(1e-11 * Math.max(leftSize, rightSize, 1e-250));
      // the gradient's graph, moved along v by an imaginary step
      const graph = trace((x: readonly PopulationTensor[]) => vjp(f, x).pullback(tensor(1)), operands);
      const moved = complexTangent(graph, operands, (i, e, m) => v[i].data[e * v[i].population + m]);
      operands.forEach((operand, k) => {
        const exact = entries(operand).map(
          (_, index) => moved[k][index % operand.population][Math.floor(index / operand.population)],
        );
        const gradients = entries(vjp(f, operands).pullback(tensor(1))[k]);
        expectRelative(entries(Hv[k]), exact, 1e-11, floorOf([...exact, ...gradients]), `H of ${name}`);
      });
    }
  });

  it('computes the same bits traced, lowered, and with members alone; a poisoned member reaches no other', () => {
    if (name.startsWith('population') || name === 'takeMembers') return;
    for (const members of [1, 2, 3, 5, 63, 64, 65]) {
      const random = new Random();
      const operands = drawOperands(random, op, members, [members]);
      const run = (x: readonly PopulationTensor[]): PopulationTensor[] => {
        const result = vjp((y: readonly PopulationTensor[]) => op.f(...y), x);
        const ones = new PopulationTensor(result.value, new Float64Array(result.value.data.length).fill(1));
        return [result.value, ...result.pullback(ones)];
      };
      const together = run(operands);
      const graph = trace((x: readonly PopulationTensor[]) => op.f(...x), operands);
      if (canLower(graph) && name !== 'spread') {
        const [lowered] = new Executable(graph).run(operands);
        // a product with a structural zero is 0 in a program, so only the sign of zero may differ
        expect(entries(lowered).map((x) => x + 0)).toEqual(entries(together[0]).map((x) => x + 0));
        expect(entries(evaluateConcrete(graph, operands)[0])).toEqual(entries(together[0]));
      }
      const lane = random.integer(0, members - 1);
      const alone = run(
        operands.map(
          (x) => new PopulationTensor({ shape: x.shape, population: 1 }, Float64Array.from(x.toArray(lane))),
        ),
      );
      if (name !== 'spread') alone.forEach((x, k) => expect(x.toArray()).toEqual(together[k].toArray(lane)));
      if (members < 2) continue;
      const poison = operands.map(
        (x) =>
          new PopulationTensor(
            x,
            x.data.map((value, i) => (i % members === lane ? random.pick([NaN, Infinity]) : value)),
          ),
      );
      if (name === 'cholesky' || name.startsWith('solve')) continue;
      run(poison).forEach((x, k) => {
        for (let other = 0; other < members; other++)
          if (other !== lane) expect(x.toArray(other)).toEqual(together[k].toArray(other));
      });
    }
  });
});

describe('ops that are not analytic against differences in 106 bits', () => {
  it.each([
    'abs',
    'maximum',
    'minimum',
    'clamp',
    'relu',
    'where',
    'choose',
    'norm',
    'amax',
    'atan2',
    'cholesky',
    'solve',
  ])('%s', (name) => {
    // operands of one magnitude: differences of a small one would drown in the rounding of a large one
    const op: OpCase = {
      ...catalogue.find((candidate) => candidate.name === name)!,
      domain: (random) => random.pick([1, -1]) * random.uniform(0.2, 3),
    };
    for (const { operands, random } of draws(op, 6)) {
      if (operands.some(({ population }) => population > 1)) continue;
      const { g } = weighted(op, operands, random);
      const gradients = vjp((x: readonly PopulationTensor[]) => g(x), operands).pullback(tensor(1));
      doubleDoubleGradient((x: readonly PopulationTensor[]) => g(x), operands).forEach((exact, k) => {
        // the differences themselves are off by h^2 = 1e-20 times the third derivative
        expectRelative(entries(gradients[k]), exact, 1e-12, floorOf(exact), name);
      });
    }
  });
});

describe('the graph', () => {
  it('a value used k times gets k cotangents: f(x) + f(x), diamonds, repeated gathers', () => {
    for (const op of catalogue.filter(({ isFlat }) => !isFlat))
      for (const { operands } of draws(op, 3)) {
        const once = vjp((x: readonly PopulationTensor[]) => total(op.f(...x)), operands).pullback(tensor(1));
        const thrice = vjp((x: readonly PopulationTensor[]) => {
          const y = total(op.f(...x));
          return sum(mul(tensor([1, 1]), stack([y, total(op.f(...x))])));
        }, operands).pullback(tensor(1));
        operands.forEach((_, k) =>
          entries(thrice[k]).forEach((value, i) =>
            expect(Math.abs(value - 2 * once[k].data[i])).toBeLessThanOrEqual(
              4e-16 * Math.abs(2 * once[k].data[i]) * 8,
            ),
          ),
        );
      }
  });

  it('what no path joins has no cotangent and no tangent, structurally', () => {
    const graph = trace(
      (x: PopulationTensor, y: PopulationTensor) => mul(x, x) && sum(mul(y, 2)),
      tensor([1, 2]),
      tensor([3, 4]),
    );
    expect(reverseSweep(graph.outputs, [tensor(1)], graph.inputs)[0]).toBe(null);
    expect(forwardSweep(graph.outputs, [graph.inputs[0]], [tensor([1, 1])])[0]).toBe(null);
  });

  it('of 100,000 nodes is differentiated without overflowing the stack', () => {
    const { pullback } = vjp((x: PopulationTensor) => {
      let y = x;
      for (let i = 0; i < 100_000; i++) y = i % 2 === 0 ? mul(y, 1.0000001) : sum(y);
      return y;
    }, tensor(1));
    expect(pullback(tensor(1)).item()).toBeCloseTo(1.0000001 ** 50_000, 9);
  });
});

it('every op that a file of src/core/ops exports is in the catalogue', () => {
  const folder = new URL('../../../src/core/ops/', import.meta.url);
  const exported = readdirSync(folder).flatMap((file) =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(/^export (?:const|function) (\w+)/gm)].map(
      ([, name]) => name,
    ),
  );
  const machinery = [
    'applyElementwise',
    'elementwise',
    'masked',
    'maskedProduct',
    'maskedWhere',
    'addTangents',
    'names',
    'nearest',
    'unifyPopulations',
    'broadcastOperands',
    'scatterFlat',
    'lenient',
    'lenientQuotient',
    'lowerPart',
    'upperPart',
  ];
  expect(exported.length).toBeGreaterThan(50);
  expect(exported.filter((name) => !machinery.includes(name)).sort()).toEqual(catalogue.map(({ name }) => name).sort());
});
