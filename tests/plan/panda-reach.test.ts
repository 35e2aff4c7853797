/** @file The Panda's reach with Crocoddyl's weights: how many iterations it takes, and where the hand is then. */
import { describe, expect, it } from 'vitest';
import { multipleShooting } from '../../src/plan/multiple-shooting.ts';
import { ilqr } from '../../src/plan/ilqr.ts';
import { plan } from '../../src/plan/planner.ts';
import type { Progress } from '../../src/run/job.ts';
import { pandaReach } from '../support/plan-problems.ts';

/** Plans, and says of each iteration what the loss was. */
async function planned(method: typeof ilqr, final: number) {
  const { settings, scenario } = pandaReach(final);
  const iterations: Progress[] = [];
  const onProgress = (progress: Progress) => void iterations.push(progress);
  const found = await plan(settings, scenario, { method: method(), onProgress });
  const losses = iterations.map(({ now }) => now!.loss);
  const within = (part: number): number => 1 + losses.findIndex((loss) => loss <= found.loss * (1 + part));
  return { found, iterations, losses, within };
}

describe.each([
  { name: 'iLQR', method: ilqr },
  { name: 'multiple shooting', method: multipleShooting },
])('$name', ({ method }) => {
  it('is within 1 % of its final cost after at most 25 iterations, and within 1e-9 after at most 50', async () => {
    const { found, losses, within, iterations } = await planned(method, 1e3);
    expect(found.end.outcome).toBe('converged');
    expect(within(0.01)).toBeLessThanOrEqual(25);
    expect(within(1e-9)).toBeLessThanOrEqual(50);
    expect(losses.every((loss, i) => i === 0 || loss <= losses[i - 1] * (1 + 1e-12))).toBe(true);
    expect(iterations.every(({ planning }) => planning!.effort <= 1 && planning!.gap === 0)).toBe(true);
  });

  it('brings the hand to within 1 mm with ten times the final weight, in as many iterations', async () => {
    const { found, within } = await planned(method, 1e4);
    expect(found.end.outcome).toBe('converged');
    expect(within(1e-9)).toBeLessThanOrEqual(50);
    expect(found.measures.distance).toBeLessThan(1e-3);
  });
});
