import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hessian } from '../../src/core/derivative/functions.ts';
import { sub } from '../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { at } from '../../src/core/ops/indexing.ts';
import { dot } from '../../src/core/ops/linear-algebra.ts';
import { sin } from '../../src/core/ops/trigonometric.ts';
import { population, type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { ArgumentError } from '../../src/errors.ts';
import { cutIntoBlocks } from '../../src/learning/blocks.ts';
import { gradientOf, hessianAt, requireLandscape } from '../../src/learning/landscape.ts';
import { landscapeOfProblem } from '../../src/learning/landscape-of-problem.ts';
import { lossLandscape } from '../../src/learning/loss-landscape.ts';
import { thisThread } from '../../src/learning/this-thread.ts';
import type { PopulationRunner } from '../../src/parallel/population-runner.ts';
import { createWorkerPool, openThread } from '../../src/platform/node/worker-pool.ts';
import { bundle } from '../support/bundle.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { complexStepJacobian } from '../support/complex-step.ts';
import { landscapeOfVector, vectors } from '../support/landscapes.ts';
import { Random } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';
import { problemOf } from '../support/rollouts.ts';

/** sin(x0 x1) x2 + (x - c)'(x - c), where c is given. */
const waves = (x: PopulationTensor, c: PopulationTensor): PopulationTensor =>
  add(mul(sin(mul(at(x, 0), at(x, 1))), at(x, 2)), dot(sub(x, c), sub(x, c)));

const centres = [
  [0.1, -0.3, 2],
  [1.5, 0.2, 0.7],
  [-0.4, 0.9, 0.3],
];
const start = { x: tensor([0.3, 0.8, -0.5]) };
const given = { c: population(centres) };
type Given = typeof given;
const loss = (parameters: typeof start, { c }: Given): PopulationTensor => waves(parameters.x, c);
const wavesOver = (runner: PopulationRunner = thisThread) =>
  lossLandscape({ title: 'waves', start, loss, given }, runner);

const random = new Random();
const points = (count: number): PopulationTensor => vectors(Array.from({ length: count }, () => random.list(3, -1, 1)));
const member = ({ size, population: P, data }: PopulationTensor, m: number): number[] =>
  Array.from({ length: size }, (_, i) => data[i * P + m]);
const meanOfScenarios = (f: (c: PopulationTensor) => number): number =>
  centres.reduce((total, c) => total + f(tensor(c)), 0) / centres.length;

describe('a landscape of a function of tensors', () => {
  it('has the mean of its scenarios as loss, gradient and Hessian products', async () => {
    const x = points(5);
    const landscape = wavesOver();
    const { loss: found, gradient } = await landscape.evaluate(x);
    expectEqual(await landscape.losses(x), found);
    for (let m = 0; m < 5; m++) {
      const one = tensor(member(x, m));
      expectClose(
        found[m],
        meanOfScenarios((c) => waves(one, c).item()),
        1e-14,
      );
      for (let i = 0; i < 3; i++) {
        const slope = meanOfScenarios((c) => complexStepJacobian((y) => waves(y, c), one)[0][i]);
        expectClose(member(gradient, m)[i], slope, 1e-13);
      }
    }
    const [vector, v] = [Float64Array.from(member(x, 0)), member(x, 1)];
    const products = await landscape.hessianProducts(vector, vectors([v, [1, 0, 0]]));
    const H = hessian((y: PopulationTensor) => waves(y, tensor(centres[0])))(tensor(vector)).toArray();
    const Hv = [0, 1, 2].map((i) => [0, 1, 2].reduce((t, j) => t + H[3 * i + j] * v[j], 0));
    expectClose(member(products, 0), Hv, 1e-13);
    expectClose(member(products, 1), [H[0], H[3], H[6]], 1e-13);
  });

  it('gives a point the same bits alone and among any number of others', async () => {
    const x = points(2100);
    const landscape = wavesOver();
    const all = await landscape.evaluate(x);
    for (const count of [1, 2, 3, 43, 341, 1000]) {
      const some = vectors(Array.from({ length: count }, (_, k) => member(x, 2099 - k)));
      const { loss: found, gradient } = await landscape.evaluate(some);
      expectEqual(await landscape.losses(some), found);
      for (const k of [0, count - 1]) {
        expectEqual(found[k], all.loss[2099 - k]);
        expectEqual(member(gradient, k), member(all.gradient, 2099 - k));
      }
    }
  });

  it('gives the same bits on this thread, with one worker and with two', async () => {
    const {
      folder,
      scripts: [script],
    } = await bundle([new URL('../../src/platform/node/shard-worker.ts', import.meta.url)]);
    const x = points(700);
    const here = await wavesOver().evaluate(x);
    for (const size of [1, 2]) {
      const pool = createWorkerPool({ openWorker: openThread(script), size });
      const there = await wavesOver(pool).evaluate(x);
      expectEqual(there.loss, here.loss);
      expectEqual(there.gradient.data, here.gradient.data);
      await pool.close();
    }
    rmSync(folder, { recursive: true });
  });

  it('is traced for few populations, and not again for other given numbers', async () => {
    let traces = 0;
    const counted = (x: typeof start, c: Given): PopulationTensor => (traces++, loss(x, c));
    const landscape = lossLandscape({ title: 'waves', start, loss: counted, given }, thisThread);
    const other = landscape.under({ c: population(centres.map((c) => c.map((entry) => entry + 1))) });
    for (const count of [1, 2, 5, 42, 43, 300, 341, 342, 700, 2000])
      for (const each of [landscape, other]) await each.losses(points(count));
    expect(traces).toBe(3);
    const one = tensor(start.x.toArray());
    const moved = meanOfScenarios((c) => waves(one, add(c, 1)).item());
    expectClose((await other.losses(vectors([landscape.start])))[0], moved, 1e-14);
  });

  it('ends at once where it is cancelled, with the reason of the signal', async () => {
    const landscape = wavesOver();
    const control = new AbortController();
    const asked = landscape.losses(points(100_000), { signal: control.signal });
    control.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
    await expect(landscape.losses(points(1), { signal: control.signal })).rejects.toThrow('enough');
  });

  it('tells a member that diverged from those that did not', async () => {
    const steep = landscapeOfVector([1], (x) => mul(at(x, 0), mul(at(x, 0), 1e200)));
    expect([...(await steep.losses(vectors([[1e200], [2], [NaN]])))]).toEqual([Infinity, 4e200, NaN]);
  });

  it('is what algorithms of one vector walk on', async () => {
    const landscape = wavesOver();
    const walk = gradientOf(landscape);
    const { loss: found, gradient } = await walk(landscape.start);
    const all = await landscape.evaluate(vectors([landscape.start]));
    expect([found, [...gradient]]).toEqual([all.loss[0], [...all.gradient.data]]);
    const product = await hessianAt(landscape, landscape.start)(gradient);
    const products = await landscape.hessianProducts(landscape.start, vectors([gradient]));
    expectEqual(product, products.data);
    requireLandscape(landscape);
  });

  it('refuses what does not fit', async () => {
    const landscape = wavesOver();
    await expect(landscape.losses(vectors([[1, 2]]))).rejects.toThrow(ArgumentError);
    await expect(landscape.hessianProducts(Float64Array.of(1), points(1))).rejects.toThrow(/x: found 1 numbers/);
    const mixed = { c: population(centres), d: population([1, 2]) };
    expect(() => lossLandscape({ title: 'waves', start, loss, given: mixed }, thisThread)).toThrow(/given: found/);
    expect(() => requireLandscape({ ...landscape, losses: 1 } as never)).toThrow(ArgumentError);
  });
});

describe('the blocks that many points are cut into', () => {
  it.each([1, 3, 200, 5000])('hold every point once, and few more, for %i scenarios', (scenarios) => {
    for (const count of [1, 2, 3, 5, 121, 128, 129, 320, 900, 1000, 1025, 4960]) {
      const blocks = cutIntoBlocks(count, scenarios);
      expect(blocks.flatMap(({ first, count: n }) => Array.from({ length: n }, (_, k) => first + k))).toEqual(
        Array.from({ length: count }, (_, k) => k),
      );
      const computed = blocks.reduce((total, { size }) => total + size, 0);
      expect(computed).toBeLessThanOrEqual(count + 128);
      expect(new Set(blocks.map(({ size }) => size)).size).toBeLessThanOrEqual(3);
    }
  });
});

describe('the landscape of a problem', () => {
  it('is the mean loss of its rollouts over the members of a scenario', async () => {
    const model = assetModel('planar-2link');
    const problem = problemOf(new Random(), model, { steps: 4 });
    const starts = [random.list(2, -1, 1), random.list(2, -1, 1)];
    const scenario = { ...problem.scenario, initial: { ...problem.scenario.initial, q: population(starts) } };
    const landscape = landscapeOfProblem('two starts', problem, thisThread, scenario);
    const torques = [random.list(2, -1, 1), random.list(2, -1, 1), random.list(2, -1, 1)];
    const found = await landscape.losses(vectors(torques));
    torques.forEach((tau, m) => {
      const alone = starts.map((q) => {
        const initial = { ...problem.scenario.initial, q: tensor(q) };
        return problem.rollout({ tau: tensor(tau) }, { ...problem.scenario, initial }).loss.item();
      });
      expectClose(found[m], (alone[0] + alone[1]) / 2, 1e-13);
    });
  });
});
