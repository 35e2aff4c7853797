/** @file Gradients through every decoder against the complex step, in their named mode. */
import { describe, expect, it } from 'vitest';
import { jacobian } from '../../../src/core/derivative/functions.ts';
import { mul } from '../../../src/core/ops/elementwise.ts';
import { exp } from '../../../src/core/ops/exponential.ts';
import { at, concat, reshape, slice } from '../../../src/core/ops/indexing.ts';
import { full, type PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { type Code, gaussianCode, ratesOf, sigmoidCode, vonMisesCode } from '../../../src/estimation/codes/code.ts';
import { fuseCounts } from '../../../src/estimation/codes/fusion.ts';
import { cramerRaoBound, fisherInformation, logLikelihood } from '../../../src/estimation/codes/likelihood.ts';
import {
  centreOfMass,
  decoderLoss,
  optimalLinearDecoder,
  populationVector,
  ridgeDecoder,
  ringPosterior,
} from '../../../src/estimation/codes/linear-decoders.ts';
import { gridOver, maximumLikelihood } from '../../../src/estimation/codes/maximum-likelihood.ts';
import { gaussianCounts, poissonCounts } from '../../../src/estimation/codes/noise.ts';
import { divisiveNormalization } from '../../../src/estimation/codes/normalization.ts';
import { ringOfUnits, unitsOver } from '../../../src/estimation/codes/placement.ts';
import { circularMomentsOf, momentsOf, posteriorOnGrid } from '../../../src/estimation/codes/posterior.ts';
import { movedOnLine, turnedOnRing } from '../../../src/estimation/codes/tracking.ts';
import { complexStepJacobian } from '../../support/complex-step.ts';
import { expectClose } from '../../support/check.ts';

/** A code of 3 numbers: log width, log gain, log baseline; and the counts that stand behind them. */
type Decoder = (code: Code, counts: PopulationTensor) => PopulationTensor;

const rings = ringOfUnits(9);
const line = unitsOver([-1, 1], 0.5);
const n = (x: PopulationTensor, i: number): PopulationTensor => exp(at(x, i));
const ring = (x: PopulationTensor): Code => vonMisesCode({ preferred: rings, concentration: n(x, 0), gain: n(x, 1) });
const based = (x: PopulationTensor): Code =>
  vonMisesCode({ preferred: rings, concentration: n(x, 0), gain: n(x, 1), baseline: n(x, 2) });
const bells = (x: PopulationTensor): Code =>
  gaussianCode({ preferred: line, width: n(x, 0), gain: n(x, 1), baseline: n(x, 2) });
const noisy = (x: PopulationTensor): Code =>
  gaussianCode({ preferred: line, width: n(x, 0), gain: n(x, 1), noise: 'gaussian', fano: n(x, 2) });
const rising = (x: PopulationTensor): Code => sigmoidCode({ preferred: line, width: n(x, 0), gain: n(x, 1) });
const one = (x: PopulationTensor): PopulationTensor => reshape(x, [x.size]);
const turn = gridOver('turn', 40);
const range = [-1.5, 1.5] as const;

const cases: Readonly<Record<string, readonly [(x: PopulationTensor) => Code, Decoder]>> = {
  'maximum likelihood on a ring (implicit)': [based, (code, r) => one(maximumLikelihood(code, r).estimate)],
  'maximum likelihood on a line (implicit)': [bells, (code, r) => one(maximumLikelihood(code, r, { range }).estimate)],
  'maximum likelihood with Gaussian noise (implicit)': [
    noisy,
    (code, r) => one(maximumLikelihood(code, r, { range }).estimate),
  ],
  'maximum likelihood of sigmoids (implicit)': [
    rising,
    (code, r) => one(maximumLikelihood(code, r, { range }).estimate),
  ],
  'population vector': [ring, (code, r) => one(populationVector(code, r).estimate)],
  'posterior of a ring': [ring, (code, r) => one(ringPosterior(code, r).concentration)],
  'centre of mass': [bells, (code, r) => one(centreOfMass(code, r).estimate)],
  'posterior mean': [bells, (code, r) => one(momentsOf(posteriorOnGrid(code, r, gridOver(range, 40))).mean)],
  'posterior variance': [bells, (code, r) => one(momentsOf(posteriorOnGrid(code, r, gridOver(range, 40))).variance)],
  'circular mean': [based, (code, r) => one(circularMomentsOf(posteriorOnGrid(code, r, turn)).mean)],
  'circular variance': [based, (code, r) => one(circularMomentsOf(posteriorOnGrid(code, r, turn)).variance)],
  'expected log-likelihood (pathwise)': [bells, (code, r) => one(logLikelihood(code, r, 0.1))],
  'Gaussian counts (pathwise)': [bells, (code, r) => gaussianCounts(ratesOf(code, 0.2), mul(0.1, r), 2)],
  'optimal linear decoder': [
    bells,
    (code) => optimalLinearDecoder(code, gridOver(range, 12), reshape(gridOver(range, 12), [12, 1])),
  ],
  'Fisher information': [noisy, (code) => one(fisherInformation(code, 0.3))],
  'Cramer-Rao bound': [bells, (code) => one(cramerRaoBound(code, 0.3))],
  'divisive normalization': [bells, (code, r) => divisiveNormalization(code, r, 5, 2).activity],
  'fused counts': [bells, (code, r) => fuseCounts([code, code], [r, mul(2, r)])],
  'a turn of a ring': [ring, (code, r) => turnedOnRing(code, r, 0.3, 0.02)],
  'a move on a line': [
    (x) => bells(x),
    (code, r) => movedOnLine(code, r, { scale: 0.9, move: 0.1, diffusion: 0.05, spacing: 0.5 }),
  ],
};

const parameters = [-0.3, 1.5, -0.5];

describe('a gradient through', () => {
  it.each(Object.entries(cases))('%s', (_, [codeOf, decode]) => {
    const code = codeOf(tensor(parameters));
    const counts = poissonCounts(ratesOf(code, 0.4), { seed: 11 }).toArray();
    const x = tensor([...parameters, ...counts.map((r) => r + 0.25)]);
    const f = (y: PopulationTensor): PopulationTensor => {
      const out = decode(codeOf(slice(y, [0], [3])), slice(y, [3]));
      return reshape(out, [out.size]);
    };
    const expected = complexStepJacobian(f, x);
    const found = jacobian(f)(x).toArray();
    const scale = Math.max(...expected.flat().map(Math.abs));
    expect(scale).toBeGreaterThan(0);
    expected.flat().forEach((slope, i) => expect(Math.abs(found[i] - slope)).toBeLessThan(1e-9 * scale));
  });

  it('ridge regression and its loss', () => {
    const targets = full([6, 2], 0.3);
    const f = (x: PopulationTensor): PopulationTensor => {
      const counts = reshape(slice(x, [0], [24]), [6, 4]);
      const weights = ridgeDecoder(counts, targets, exp(at(x, 24)));
      return concat([reshape(weights, [8]), reshape(decoderLoss(weights, counts, targets, 0.1), [1])]);
    };
    const x = tensor(Array.from({ length: 25 }, (_, i) => Math.sin(3 * i + 1)));
    expectClose(
      jacobian(f)(x)
        .toArray()
        .map((y) => 1 + y),
      complexStepJacobian(f, x)
        .flat()
        .map((y) => 1 + y),
      1e-9,
    );
  });

  it('an estimate at the end of the range, or of no counts, is 0', () => {
    const code = bells(tensor(parameters));
    for (const counts of [ratesOf(code, 2.5), zeros([line.size])]) {
      const gradient = jacobian((r: PopulationTensor) => one(maximumLikelihood(code, r, { range }).estimate))(counts);
      expect(gradient.toArray().every((g) => g === 0)).toBe(true);
    }
  });
});
