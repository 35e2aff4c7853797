/** @file Depth against the norm of the gradient: each line is the median over draws of weights, of the gradient at these. */
import { describe, expect, it } from 'vitest';
import { initialWeights } from '../../controllers/network/initialization.ts';
import type { ChartData } from '../../src/figures/chart/chart-data.ts';
import { gradientOf } from '../../src/learning/landscape.ts';
import { depthChain, normByLeaf } from '../../src/learning/landscapes/depth-chain.ts';
import { lossLandscape } from '../../src/learning/loss-landscape.ts';
import { thisThread } from '../../src/learning/this-thread.ts';
import { drawn, looked } from '../support/studies.ts';

const [depth, width, seed] = [5, 4, 3];

const figure = async (settings: object = {}): Promise<{ readonly data: ChartData; readonly caption: string }> => {
  const landscape = { type: 'depth-chain', depth, width, seed, ...settings };
  const [first] = await drawn(await looked({ landscape, iterations: 1 }), 'norms');
  return { data: first.data as ChartData, caption: first.caption };
};

/** The line of an activation and an initialization, from one gradient after another. */
async function expected(activation: 'tanh' | 'relu', initialization: 'he' | 'xavier'): Promise<number[]> {
  const landscape = lossLandscape(depthChain({ depth, width, seed, activation }), thisThread);
  const draws: number[][] = [];
  for (let member = 0; member < 9; member++) {
    const x = Array.from({ length: depth }, (_, layer) => [
      ...initialWeights(initialization, [width, width], 1, { seed, member, step: layer + 1 }).data,
    ]).flat();
    const norms = normByLeaf(landscape.layout, (await gradientOf(landscape)(Float64Array.from(x))).gradient);
    draws.push(Array.from(norms, (value) => value / norms[depth - 1]));
  }
  return Array.from({ length: depth }, (_, layer) => {
    const alive = draws.map((one) => one[layer]).filter(Number.isFinite);
    return alive.sort((a, b) => a - b)[Math.floor(alive.length / 2)];
  });
}

describe('depth against the norm of the gradient', () => {
  it('has a line for each activation and each initialization, with the numbers of single gradients', async () => {
    const { data } = await figure();
    const labels = ['tanh', 'ReLU', 'sigmoid'].flatMap((f) => ['orthogonal', 'Xavier', 'He'].map((w) => `${f}, ${w}`));
    expect(data.curves.map(({ label }) => label)).toEqual(labels);
    for (const [label, activation, initialization] of [
      ['tanh, Xavier', 'tanh', 'xavier'],
      ['ReLU, He', 'relu', 'he'],
    ] as const) {
      const { x, y } = data.curves.find((curve) => curve.label === label)!;
      expect(Array.from(x)).toEqual([1, 2, 3, 4, 5]);
      const values = await expected(activation, initialization);
      Array.from(y).forEach((value, layer) => expect(value / values[layer]).toBeCloseTo(1, 12));
    }
  });

  it('is the same whatever the experiment itself begins with', async () => {
    const [one, other] = [await figure(), await figure({ activation: 'sigmoid', initialization: 'he' })];
    expect(other).toEqual(one);
  });

  it('falls by a quarter and more for each layer of sigmoid units, and hardly for tanh', async () => {
    const { data, caption } = await figure({ depth: 12 });
    const first = (label: string): number => data.curves.find((curve) => curve.label === label)!.y[0];
    expect(first('sigmoid, orthogonal')).toBeLessThan(4 ** -10);
    expect(first('tanh, orthogonal')).toBeGreaterThan(0.1);
    expect(caption).toMatch(/0\.2\d? \(sigmoid, orthogonal\)/);
  });

  it('is there for landscapes of layers only', async () => {
    const [first] = await drawn(await looked(), 'norms');
    expect(first.data.id).toBe('norms');
  });
});
