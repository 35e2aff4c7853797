/** @file Codes: rates in both layouts, placement, information, kernels of counts, and what is refused. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { grad } from '../../../src/core/derivative/functions.ts';
import { transpose } from '../../../src/core/ops/indexing.ts';
import { populationSum } from '../../../src/core/ops/structural.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { type PopulationTensor, population, tensor } from '../../../src/core/population-tensor.ts';
import { ArgumentError } from '../../../src/errors.ts';
import { besselI0, besselI1, circularVariance } from '../../../src/estimation/codes/bessel.ts';
import { type Code, gaussianCode, ratesOf, sigmoidCode, vonMisesCode } from '../../../src/estimation/codes/code.ts';
import { cramerRaoBound, fisherInformation, lineTotals, ringTotals } from '../../../src/estimation/codes/likelihood.ts';
import { divisiveNormalization } from '../../../src/estimation/codes/normalization.ts';
import { centreOfMass, populationVector } from '../../../src/estimation/codes/linear-decoders.ts';
import {
  asMembers,
  codeFindings,
  gridOfUnits,
  ringOfUnits,
  unitsOver,
} from '../../../src/estimation/codes/placement.ts';
import { expectClose } from '../../support/check.ts';
import { complexStepJacobian } from '../../support/complex-step.ts';

const ring = (units: 'axis' | 'members' = 'axis'): Code => {
  const preferred = ringOfUnits(64);
  return vonMisesCode({
    preferred: units === 'axis' ? preferred : asMembers(preferred),
    units,
    concentration: 2,
    gain: 5,
  });
};

describe('Bessel functions, scaled', () => {
  // Abramowitz and Stegun, tables 9.8 and 9.11, and beyond them by 40 digits of the power series
  it.each([
    [0.5, 0.64503527044915, 0.15642080318487],
    [2, 0.30850832255367, 0.21526928924894],
    [10, 0.12783333716343, 0.12126268138446],
    [50, 0.056561626647454, 0.055993123892895],
  ])('at %d', (x, i0, i1) => {
    expectClose(besselI0(x).item(), i0, 1e-12);
    expectClose(besselI1(x).item(), i1, 1e-12);
  });

  it('have one text on both sides of the border, and its derivatives: I0 scaled falls by I0 - I1', () => {
    for (const x of [0.3, 19.9, 20.1, 400]) {
      const [[slope]] = complexStepJacobian(besselI0, tensor([x]));
      expectClose(slope, besselI1(x).item() - besselI0(x).item(), 1e-10);
    }
  });
});

describe('the two layouts', () => {
  it('have the same rates, information and estimates', () => {
    const [axis, members] = [ring(), ring('members')];
    const rates = ratesOf(axis, 0.3);
    expect(Array.from(ratesOf(members, 0.3).data)).toEqual(rates.toArray());
    expectClose(fisherInformation(members, 0.3).item(), fisherInformation(axis, 0.3).item(), 1e-13);
    expectClose(populationVector(members, ratesOf(members, 0.3)).estimate.item(), 0.3, 1e-13);
    const several = tensor([0.3, -1]);
    expectClose(fisherInformation(members, several).toArray(), fisherInformation(axis, several).toArray(), 1e-13);
  });

  it('give each member-unit the gradient by its own width for nothing, from one trace for any number of units', () => {
    const spikes = compile(
      (preferred: PopulationTensor, width: PopulationTensor) =>
        grad((w: PopulationTensor) =>
          populationSum(ratesOf(gaussianCode({ preferred, width: w, units: 'members' }), 0.4)),
        )(width),
      [population([0, 1]), population([1, 1])],
    );
    for (const units of [2, 7, 1000]) {
      const places = Array.from({ length: units }, (_, k) => (3 * k) / units - 1);
      const widths = places.map((_, k) => 0.5 + (k % 3));
      const gradient = spikes(population(places), population(widths));
      expect(gradient.population).toBe(units);
      const expected = places.map((c, k) => {
        const z = (0.4 - c) / widths[k];
        return (Math.exp((-z * z) / 2) * z * z) / widths[k];
      });
      expectClose(Array.from(gradient.data), expected, 1e-12);
    }
  });
});

describe('tuning', () => {
  it('sums up and informs as the closed forms of the ring and of dense lines say', () => {
    const { spikes, information } = ringTotals(64, 5, 2);
    expectClose([spikes.item(), information.item()], [98.7226632, 137.7723451], 1e-9);
    expectClose(sum(ratesOf(ring(), 1.2)).item(), spikes.item(), 1e-12);
    expectClose(fisherInformation(ring(), 1.2).item(), information.item(), 1e-12);
    const line = gaussianCode({ preferred: unitsOver([-2, 2], 1, 0.5), width: 1, gain: 5 });
    expectClose(lineTotals(0.5, 5, 1).information.item(), 25.0662827463, 1e-11);
    // 3 widths of padding leave out what is beyond
    expectClose(fisherInformation(line, 0).item(), 25.0662827, 1e-3);
  });

  it('has the half term of Gaussian noise, whose variance tells too', () => {
    // f = 3, f' = 2 of one unit: a falling exponent of the sigmoid is found by its slope
    const unit = (fano: number): Code => {
      // gain / (1 + e^-x/w) = 3 and its slope 2: gain 6 at its middle, slope gain / (4 w)
      return sigmoidCode({ preferred: tensor([0]), width: 6 / 8, gain: 6, noise: 'gaussian', fano });
    };
    expectClose(fisherInformation(unit(1), 0).item(), 4 / 3 + 2 / 9, 1e-12);
    expectClose(fisherInformation(unit(2.5), 0).item(), 4 / 7.5 + 2 / 9, 1e-12);
    expectClose(cramerRaoBound(unit(1), 0).item(), 1 / 1.5555555555555556, 1e-12);
  });

  it('of vectors informs by a matrix: of even bells the same in all directions', () => {
    const axis = unitsOver([-1, 1], 0.5, 0.5);
    const code = gaussianCode({ preferred: gridOfUnits([axis, axis]), width: 0.5, gain: 2 });
    const information = fisherInformation(code, [0.1, -0.2]);
    expect(information.shape).toEqual([2, 2]);
    // gain 2 pi width^2 / spacing^2 / width^2
    const expected = (2 * 2 * Math.PI) / 0.25 ** 2;
    expectClose(information.toArray()[0] / expected, 1, 1e-2);
    expectClose(1 + information.toArray()[1] / expected, 1, 1e-2);
    expectClose(cramerRaoBound(code, [0.1, -0.2]).toArray()[0] * expected, 1, 1e-2);
    const bound = cramerRaoBound(code, [0.1, -0.2]);
    expectClose(bound.toArray(), transpose(bound).toArray(), 1e-10);
  });
});

describe('units', () => {
  it('stand 3 widths beyond a range, a width apart or less', () => {
    const units = unitsOver([0, 1], 0.1).toArray();
    expectClose([units[0], units[units.length - 1]], [-0.3, 1.3], 1e-12);
    expect(units).toHaveLength(17);
  });

  it('that never fire are named, and so are places that none tells of', () => {
    const places = Array.from({ length: 41 }, (_, k) => k / 20 - 1);
    expect(codeFindings(gaussianCode({ preferred: unitsOver([-1, 1], 0.2), width: 0.2, gain: 9 }), places)).toEqual([]);
    const narrow = gaussianCode({ preferred: [-1, 0, 5], width: 0.1, gain: 9 });
    const findings = codeFindings(narrow, places);
    expect(findings[0]).toMatch(/unit 2 never fires/);
    expect(findings[1]).toMatch(/no unit fires at/);
    const silent = gaussianCode({
      preferred: population([0, 0.5]),
      units: 'members',
      width: 1,
      gain: population([4, 0]),
    });
    expect(codeFindings(silent, places)).toEqual([expect.stringMatching(/unit 1 never fires/)]);
  });

  it('are refused where they are none', () => {
    expect(() => vonMisesCode({ preferred: gridOfUnits([ringOfUnits(3), ringOfUnits(3)]), concentration: 1 })).toThrow(
      /vector a unit/,
    );
    expect(() => gaussianCode({ preferred: [0], width: 1, fano: 2 })).toThrow(ArgumentError);
    expect(() => unitsOver([1, 0], 0.1)).toThrow(/lower one first/);
  });
});

describe('divisive normalization', () => {
  it('keeps what is read and sets how sure it is', () => {
    const code = gaussianCode({ preferred: unitsOver([-2, 2], 1, 0.5), width: 1 });
    const activity = ratesOf({ ...code, gain: tensor(7) }, 0.4);
    const { activity: after, kept } = divisiveNormalization(code, activity, 10);
    const [before, now] = [centreOfMass(code, activity), centreOfMass(code, after)];
    expectClose(now.estimate.item(), before.estimate.item(), 1e-13);
    expectClose(now.total.item(), 10, 1e-13);
    expectClose(kept.item(), 10 / before.total.item(), 1e-13);
    expectClose(divisiveNormalization(code, activity, 10, before.total).kept.item(), kept.item() / 2, 1e-13);
  });
});

it('a circle has a variance of 1 without, and of 1/(2 kappa) with much concentration', () => {
  expectClose(circularVariance(0).item(), 1, 1e-15);
  expectClose(circularVariance(1e4).item(), 0.5e-4, 1e-4);
});
