/** @file A state whose parts do not belong together is refused before a run goes on from it. */
import { expect, it } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import type { RunState } from '../../src/optimize/run-state.ts';
import { drive } from '../../src/run/job.ts';
import { Optimization } from '../../src/run/optimization.ts';
import { experimentWith, optimizers } from '../support/two-link.ts';

const experiment = experimentWith(optimizers[0]).one();
const job = Optimization.start(experiment);
await drive(job, { iterations: 3 });
const { state } = job;
const short = new Float64Array(1);

const wrong: Readonly<Record<string, Partial<RunState>>> = {
  'state.history.gradientNorm': { history: { ...state.history, gradientNorm: short } },
  'state.history.clippedGradientNorm': { history: { ...state.history, clippedGradientNorm: short } },
  'state.history.stepSize': { history: { ...state.history, stepSize: short } },
  'state.history.terms.mine': { history: { ...state.history, terms: { mine: short } } },
  'state.history.measures.mine': { history: { ...state.history, measures: { mine: short } } },
  'state.best': { best: null },
  'state.best.iteration': { best: { ...state.best!, iteration: 3 } },
  'state.best.parameters': { best: { ...state.best!, parameters: short } },
};

it.each(Object.entries(wrong))('%s', (path, change) => {
  expect(() => Optimization.resume(experiment, { ...state, ...change })).toThrow(ArgumentError);
  expect(() => Optimization.resume(experiment, { ...state, ...change })).toThrow(`${path}: `);
  expect(Optimization.resume(experiment, state).iteration).toBe(3);
});
