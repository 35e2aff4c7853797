/** @file What each experiment is there to show. */
import { describe, expect, it } from 'vitest';
import { gradientOf, type Landscape } from '../../../src/learning/landscape.ts';
import { angleCodes } from '../../../src/learning/landscapes/angle-codes.ts';
import { depthChain, normByLeaf } from '../../../src/learning/landscapes/depth-chain.ts';
import { exclusiveOr } from '../../../src/learning/landscapes/exclusive-or.ts';
import { quadraticBowl } from '../../../src/learning/landscapes/quadratic-bowl.ts';
import { symmetryBreaking } from '../../../src/learning/landscapes/symmetry-breaking.ts';
import type { Textbook } from '../../../src/learning/landscapes/textbook.ts';
import { twoFactorToy } from '../../../src/learning/landscapes/two-factor-toy.ts';
import { twoMoons } from '../../../src/learning/landscapes/two-moons.ts';
import { lossLandscape } from '../../../src/learning/loss-landscape.ts';
import { criticalPoints } from '../../../src/learning/surface/critical-points.ts';
import { parameterPlane } from '../../../src/learning/surface/plane.ts';
import { surfaceOf } from '../../../src/learning/surface/surface.ts';
import { thisThread } from '../../../src/learning/this-thread.ts';
import { expectClose } from '../../support/check.ts';

const landscapeOf = (experiment: Textbook): Landscape => lossLandscape(experiment, thisThread);

/** Gradient descent from where the experiment starts. */
async function descend(landscape: Landscape, rate: number, steps: number): Promise<{ x: Float64Array; loss: number }> {
  const gradient = gradientOf(landscape);
  let x = landscape.start;
  for (let k = 0; k < steps; k++) {
    const slope = (await gradient(x)).gradient;
    x = x.map((entry, i) => entry - rate * slope[i]);
  }
  return { x, loss: (await gradient(x)).loss };
}

describe('the quadratic bowl', () => {
  it.each([1, 10, 1000])('has the condition number %i, whatever its angle', async (condition) => {
    const landscape = landscapeOf(quadraticBowl({ condition, sharpness: 4, angle: 1.1 }));
    const [minimum] = await criticalPoints(landscape, parameterPlane(landscape.layout, landscape.start, [0, 1]), [
      [-1, 1.1],
      [-1, 1.3],
    ]);
    expectClose(minimum.eigenvalues, [4 / condition, 4], 1e-10);
  });
});

describe('the two factors', () => {
  it('end a descent at a sharpness that its step size allows', async () => {
    const landscape = landscapeOf(twoFactorToy());
    for (const [rate, sharpness] of [
      [0.55, 2.7560517],
      [0.6, 2.2682354],
      [0.7, 2.0020967],
    ]) {
      const { x } = await descend(landscape, rate, 3000);
      expectClose(x[0] ** 2 + x[1] ** 2, sharpness, 1e-7);
      expect(sharpness).toBeLessThan(2 / rate);
    }
  });
});

describe('XOR', () => {
  it('is a coin’s to a linear model, and known to a network of a few units', async () => {
    const linear = await descend(landscapeOf(exclusiveOr({ hidden: 0 })), 1, 500);
    expectClose(linear.loss, Math.LN2, 1e-9);
    const net = await descend(landscapeOf(exclusiveOr({ hidden: 4, seed: 2 })), 1, 1000);
    expect(net.loss).toBeLessThan(0.01);
  });
});

describe('two moons', () => {
  it('are told apart by eight hidden units, and the surface is the mean over its examples', async () => {
    const experiment = twoMoons({ count: 24 });
    const landscape = landscapeOf(experiment);
    const { loss } = await descend(landscape, 1, 800);
    expect(loss).toBeLessThan(0.02);
    const plane = parameterPlane(landscape.layout, landscape.start, experiment.view.parameters);
    const { losses } = await surfaceOf(landscape, plane, experiment.view.range, { side: 11 });
    expect(losses.every((each) => each > 0 && each < 10)).toBe(true);
  });
});

describe('depth', () => {
  const normsOf = async (settings: Parameters<typeof depthChain>[0]): Promise<Float64Array> => {
    const landscape = lossLandscape(depthChain(settings), thisThread);
    return normByLeaf(landscape.layout, (await gradientOf(landscape)(landscape.start)).gradient);
  };

  it('lets a gradient vanish through sigmoids by a quarter of the gain a layer at least', async () => {
    const [depth, gain] = [12, 1.5];
    const norms = await normsOf({ depth, gain, activation: 'sigmoid' });
    // |h| lies between 0 and sqrt(8), and is never far below half of it
    expect(norms[1] / norms[depth - 1]).toBeLessThan(2 * (gain / 4) ** (depth - 2));
  });

  it('keeps it alive through tanh at gain 1 with orthogonal weights, unlike with small ones', async () => {
    const alive = await normsOf({ depth: 12, activation: 'tanh', gain: 1 });
    const dead = await normsOf({ depth: 12, activation: 'tanh', gain: 0.5 });
    expect(alive[0] / alive[11]).toBeGreaterThan(0.05);
    expect(dead[0]).toBeLessThan(0.01 * alive[0]);
  });

  it('keeps it for ReLU by He’s variance, and loses half of its square a layer by half of that', async () => {
    const settings = { depth: 6, width: 32, activation: 'relu', initialization: 'he' } as const;
    let [kept, lost] = [0, 0];
    for (let seed = 0; seed < 6; seed++) {
      const [whole, half] = [1, Math.SQRT1_2].map((gain) => normsOf({ ...settings, seed, gain }));
      kept += Math.log2((await whole)[1] / (await whole)[4]) / 6;
      lost += Math.log2((await half)[0] / (await whole)[0]) / 6;
    }
    expect(Math.abs(kept)).toBeLessThan(0.7);
    expect(lost).toBeLessThan(-2);
  });
});

describe('two units that begin alike', () => {
  it('stay alike bit for bit, and part where they differ by a thousandth', async () => {
    const alike = await descend(landscapeOf(symmetryBreaking()), 0.5, 1000);
    expect([alike.x[0], alike.x[2]]).toEqual([alike.x[1], alike.x[3]]);
    const apart = await descend(landscapeOf(symmetryBreaking({ difference: 1e-3 })), 0.5, 1000);
    expect(Math.abs(apart.x[0] - apart.x[1])).toBeGreaterThan(1);
    expect(apart.loss).toBeLessThan(0.05 * alike.loss);
  });
});

describe('codes of an angle', () => {
  it('differ in what a linear decoder can read: 0.348 is left of one number, nothing of a ring', () => {
    const least = (settings: Parameters<typeof angleCodes>[0]): number => angleCodes(settings).known[0].loss;
    expectClose(least({ code: 'number', noise: 0, count: 2048 }), 0.5 * (1 - 3 / Math.PI ** 2), 1e-5);
    expect(least({ code: 'ring', units: 16, noise: 0 })).toBeLessThan(1e-12);
    // noise on the number costs little more; on the ring less, the more units there are
    expect(least({ code: 'number' })).toBeGreaterThan(0.347);
    const [few, some, many] = [6, 12, 48].map((units) => least({ units, noise: 0.2 }));
    expect(few / some).toBeGreaterThan(1.5);
    expect(some / many).toBeGreaterThan(2);
  });
});
