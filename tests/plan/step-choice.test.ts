/** @file How steps are chosen, what regularizes them, when they end, and where they start: by numbers made up for it. */
import { describe, expect, it } from 'vitest';
import { tensor } from '../../src/core/population-tensor.ts';
import { ArgumentError } from '../../src/errors.ts';
import { noisyForces } from '../../src/plan/guess.ts';
import { bestStep, expectedAt, penaltyFor, stepLengths } from '../../src/plan/line-search.ts';
import { afterStep, lowered, raised, unregularized } from '../../src/plan/regularization.ts';
import { endOf, notFiniteEnd, type Standing } from '../../src/plan/stopping.ts';
import { constraintsOf, Violations, withFactors } from '../../src/plan/constraints.ts';
import { limitedReach, slidingMasses, twoLinkReach } from '../support/plan-problems.ts';

const forecast = { loss: 1, slope: -2, curvature: 1, gap: 0, penalty: 0 };
const lengths = stepLengths(3);

describe('a step', () => {
  it('is the best of those that are accepted, not the first', () => {
    expect(bestStep(forecast, lengths, Float64Array.of(0.9, 0.2, 0.5))?.length).toBe(0.5);
  });

  it('that is not finite is rejected before it is compared, be it less than all others', () => {
    expect(bestStep(forecast, lengths, Float64Array.of(-Infinity, NaN, 0.9))?.length).toBe(0.25);
    expect(bestStep(forecast, lengths, Float64Array.of(NaN, NaN, NaN))).toBeNull();
  });

  it('takes at least a little of what it promised', () => {
    const almost = 1 - 0.5e-4 * expectedAt(forecast, 1);
    expect(bestStep(forecast, [1], Float64Array.of(almost))).toBeNull();
    expect(bestStep(forecast, [1], Float64Array.of(1 - 2e-4 * expectedAt(forecast, 1)))?.length).toBe(1);
    expect(bestStep({ ...forecast, slope: 2 }, [1], Float64Array.of(0))).toBeNull();
  });

  it('that closes gaps may raise the loss by less than the gaps are worth, and no more', () => {
    const open = { loss: 1, slope: 3, curvature: 0, gap: 2, penalty: 0 };
    const penalty = penaltyFor(open);
    expect(penalty).toBe(3);
    const merit = { ...open, penalty };
    expect(bestStep(merit, [1], Float64Array.of(1 + 0.9 * penalty * 2))?.actual).toBeCloseTo(0.1 * penalty * 2, 12);
    expect(bestStep(merit, [1], Float64Array.of(1 + 1.1 * penalty * 2))).toBeNull();
    expect(penaltyFor({ ...merit, slope: -9 })).toBe(penalty);
  });
});

describe('regularization', () => {
  const schedule = { factor: 2, least: 1e-6, most: 1e3 };

  it('grows faster with each step that fails, stays within its bounds, and is exactly 0 again', () => {
    let at = unregularized;
    const seen = Array.from({ length: 12 }, () => (at = raised(at, schedule)).mu);
    expect(seen.slice(0, 3)).toEqual([1e-6, 4e-6, 32e-6]);
    expect(seen.at(-1)).toBe(1e3);
    for (let i = 0; i < 12; i++) at = lowered(at, schedule);
    expect(at.mu).toBe(0);
  });

  it('is less after whole steps that kept their promise, more after short ones and after broken promises', () => {
    const some = { mu: 1, delta: 1 };
    expect(afterStep(some, 0.8, 1, schedule).mu).toBeLessThan(1);
    expect(afterStep(some, 0.8, 0.25, schedule).mu).toBeGreaterThan(1);
    expect(afterStep(some, 0.2, 1, schedule).mu).toBeGreaterThan(1);
    expect(afterStep(some, 0.4, 1, schedule)).toBe(some);
  });

  it('is refused where it is none', () => {
    expect(() => raised({ mu: NaN, delta: 1 }, schedule)).toThrow(ArgumentError);
    expect(() => lowered({ mu: 1, delta: 1 }, { ...schedule, factor: 1 })).toThrow(/factor/);
  });
});

describe('an end', () => {
  const stopping = { tolerance: 1e-6, mostRegularization: 1e10 };
  const standing: Standing = {
    ...{ loss: 1, gap: 0, promised: 1e-3, gained: 1e-3, length: 1, mu: 0, saturated: 0, idle: 0 },
  };

  it('is convergence where a whole step promises next to nothing', () => {
    expect(endOf(standing, stopping)).toBeNull();
    expect(endOf({ ...standing, promised: 1e-7 }, stopping)?.outcome).toBe('converged');
  });

  it('is none where the step was held back, or gaps are open', () => {
    expect(endOf({ ...standing, promised: 1e-7, mu: 1 }, stopping)).toBeNull();
    expect(endOf({ ...standing, promised: 1e-7, gap: 1e-3 }, stopping)).toBeNull();
    expect(endOf({ ...standing, promised: 1e-7, gap: 1e-10 }, stopping)?.outcome).toBe('converged');
  });

  it('is not called convergence where no step is accepted at the largest regularization', () => {
    const end = endOf({ ...standing, gained: null, mu: 1e10 }, stopping);
    expect(end?.outcome).toBe('stalled');
    expect(end?.detail).toMatch(/no step lowers the loss.*0\.001 is promised; try: /);
    expect(endOf({ ...standing, gained: null, mu: 1 }, stopping)).toBeNull();
  });

  it('comes after steps that take nothing one after another', () => {
    expect(endOf({ ...standing, mu: 1, idle: 4 }, stopping)).toBeNull();
    expect(endOf({ ...standing, mu: 1, idle: 5 }, stopping)?.outcome).toBe('converged');
  });

  it('says how much the drives are at their limits, and what asks less of them', () => {
    const done = { ...standing, promised: 0 };
    expect(endOf({ ...done, saturated: 0.2 }, stopping)?.detail).toMatch(/; 20 % of the forces are at their limits$/);
    expect(endOf({ ...done, saturated: 0.8 }, stopping)?.detail).toMatch(/80 %.*a longer horizon/);
  });

  it('of what is not finite names where it began', () => {
    const { model } = twoLinkReach().settings;
    const motion = { q: Float64Array.of(0, 0, 1, 1, 2, NaN), v: new Float64Array(6), tau: new Float64Array(4) };
    expect(notFiniteEnd(model, motion, NaN)?.detail).toMatch(
      /^the coordinate of joint "elbow" is NaN at knot 2; try: /,
    );
    expect(notFiniteEnd(model, { ...motion, q: new Float64Array(6) }, Infinity)?.detail).toMatch(
      /the loss is Infinity/,
    );
    expect(notFiniteEnd(model, { ...motion, q: new Float64Array(6) }, 1)).toBeNull();
  });
});

describe('noise on forces', () => {
  const { model } = slidingMasses({ effort: 2 }).settings;

  it('is the same for the same seed and member, within the limits, and none at all of size 0', () => {
    const tau = new Float64Array(400);
    const noise = (seed: number, member = 0) => noisyForces(model, tau, { seed, member, size: 0.5 });
    expect(noise(1)).toEqual(noise(1));
    expect(noise(1)).not.toEqual(noise(2));
    expect(noise(1)).not.toEqual(noise(1, 1));
    expect(noise(1).every((force) => Math.abs(force) <= 2)).toBe(true);
    const spread = Math.sqrt(noise(1).reduce((sum, force) => sum + force * force, 0) / 400);
    expect(Math.abs(spread - 1)).toBeLessThan(0.15);
    expect(noisyForces(model, tau, { seed: 1, size: 0 })).toBe(tau);
  });
});

describe('violations', () => {
  const { settings, scenario } = limitedReach();
  const violations = new Violations(settings, constraintsOf(settings.task));
  const knots = 75;

  it('are read after every step, and the largest is named with its joint and its time', () => {
    const still = { v: new Float64Array(2 * knots + 2), tau: new Float64Array(2 * knots) };
    const q = Float64Array.from({ length: 2 * knots + 2 }, (_, at) => (at === 2 * 40 + 1 ? 2.5 : 0));
    const [worst] = violations.of(scenario, { q, ...still });
    // departing from 2.5 rad at knot 40, it has hardly moved a step later
    expect(worst).toMatchObject({ term: 'limits', entry: 1, what: 'joint "elbow"', knot: 40, unit: 'rad' });
    expect(worst.time).toBeCloseTo(41 * 0.02, 12);
    expect(Math.abs(worst.excess - 0.9)).toBeLessThan(0.05);
  });

  it('do not depend on weights, which factors raise', () => {
    const raisedWeights = withFactors(scenario, { limits: 100 });
    expect(raisedWeights.weights.limits).toEqual(tensor(10));
    expect(raisedWeights.weights.reach).toBe(scenario.weights.reach);
    expect(() => withFactors(scenario, { other: 2 })).toThrow(/factors: found "other"/);
  });
});
