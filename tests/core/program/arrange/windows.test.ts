/** @file Windows: records copied near, a stretch at a time, change time, and no bit of the result. */
import { describe, expect, it } from 'vitest';
import { Executable } from '../../../../src/core/backend/executable.ts';
import { hvp, vjp } from '../../../../src/core/derivative/functions.ts';
import { trace } from '../../../../src/core/graph.ts';
import { square } from '../../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../../src/core/ops/elementwise.ts';
import { sum } from '../../../../src/core/ops/reduction.ts';
import { sin } from '../../../../src/core/ops/trigonometric.ts';
import { ones, type PopulationTensor, tensor, zeros } from '../../../../src/core/population-tensor.ts';
import type { Windows } from '../../../../src/core/program/arrange/windows.ts';
import { scan } from '../../../../src/core/scan.ts';
import { forwardDynamics } from '../../../../src/dynamics/forward-dynamics.ts';
import { drawTensor } from '../../../support/draw-tensor.ts';
import { Random, testSeed } from '../../../support/random.ts';
import { assetModel } from '../../../support/robots.ts';

const model = assetModel('planar-2link');
type State = { readonly q: PopulationTensor; readonly v: PopulationTensor };

/** Loss of a torque trajectory [T, 2], with the states along the way in it; `reverse` runs time backwards. */
function loss(u: PopulationTensor, reverse: boolean): PopulationTensor {
  const { carry, outputs } = scan(
    ({ q, v }: State, tau: PopulationTensor) => {
      const a = forwardDynamics(model, q, v, add(tau, mul(-0.1, v)));
      const next = { q: add(q, mul(0.01, v)), v: add(v, mul(0.01, a)) };
      return { carry: next, output: { angle: sin(next.q), power: mul(tau, v) } };
    },
    { q: tensor([0.1, -0.4]), v: zeros([2]) },
    u,
    { reverse },
  );
  const path = add(sum(square(outputs.angle)), mul(0.3, sum(outputs.power)));
  return add(sum(square(carry.q)), mul(1e-3, path));
}

const draw = (steps: number, members: number): PopulationTensor =>
  drawTensor(new Random(), { shape: [steps, 2], population: members }, -2, 2);

const gradients =
  (reverse: boolean) =>
  (u: PopulationTensor): PopulationTensor[] => {
    const { value, pullback } = vjp((x: PopulationTensor) => loss(x, reverse), u);
    return [value, pullback(ones([], value.population))];
  };

const second = (u: PopulationTensor): PopulationTensor[] => [
  hvp((x: PopulationTensor) => loss(x, false))(u, mul(u, 0.5)),
];

type Run = { readonly data: number[][]; readonly windows: readonly Windows[] };

describe.each(['float64', 'float32'] as const)('in %s', (precision) => {
  const run = (f: (u: PopulationTensor) => PopulationTensor[], u: PopulationTensor, cacheMemory?: number): Run => {
    const memory = cacheMemory === undefined ? {} : { cacheMemory };
    const executable = new Executable(trace(f, u), { ...memory, precision });
    const results = executable.run([u]);
    const { layout } = executable.factories[0].laidOut('wasm');
    return { data: results.map(({ data }) => Array.from(data)), windows: layout.windows };
  };

  it.each([
    ['gradients', gradients(false)],
    ['gradients of a loop backwards in time', gradients(true)],
    ['second derivatives', second],
  ])('%s have the same bits with windows, the last one whole or not', (_, f) => {
    for (const [steps, members, cache] of [
      [16, 1, 1],
      [101, 3, 1],
      [102, 33, 1],
      [211, 2, 2 ** 14],
      [500, 40, 2 ** 17],
    ]) {
      const u = draw(steps, members);
      const [whole, windowed] = [run(f, u), run(f, u, cache)];
      expect(whole.windows).toHaveLength(0);
      expect(windowed.windows.length, `${steps} steps`).toBeGreaterThan(0);
      expect(windowed.data, `${steps} steps of ${members}, TEST_SEED=${testSeed}`).toEqual(whole.data);
    }
  });

  it('read, write and hand on records', () => {
    const { windows } = run(gradients(false), draw(64, 2), 1);
    const kinds = windows.map(({ windows: all }) => new Set(all.map(({ kind }) => kind)));
    expect(kinds[0]).toEqual(new Set(['carried', 'read', 'written']));
    expect(kinds.at(-1)!.has('read')).toBe(true);
  });
});

it('the records of a long rollout of many lanes are copied near, those of a short one lie there', () => {
  const windowsOf = (steps: number): number => {
    const u = draw(steps, 32);
    return new Executable(trace(gradients(false), u)).factories[0].laidOut('wasm').layout.windows.length;
  };
  expect(windowsOf(100)).toBe(0);
  expect(windowsOf(10_000)).toBeGreaterThan(0);
});
