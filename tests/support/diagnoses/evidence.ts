/** @file Evidence of a sound experiment, of which any part can be another. */
import type { Evidence } from '../../../src/learning/doctor/evidence.ts';

const run = {
  losses: [10, 5, 2, 1.5, 1.2, 1],
  gradientNorms: [3, 2, 1, 1, 1, 1],
  clippedGradientNorms: [3, 2, 1, 1, 1, 1],
  largestTerms: { arrive: 10 },
  isDone: false,
  diverged: false,
};

/** Evidence with nothing wrong, but for what is changed. */
export const evidenceWith = (change: Partial<Evidence> = {}): Evidence => ({
  scene: {
    controller: { type: 'pd', kp: [20, 10], kd: [2, 1] },
    method: { type: 'adam', learningRate: 0.03 },
    time: { step: 0.01, horizon: 1 },
    costs: [{ name: 'arrive', norm: 'quadratic', weight: 1 }],
    hasRest: false,
  },
  loss: 10,
  gradient: Float64Array.of(1, 2, 3),
  tensors: ['logKp', 'logKd'],
  size: 4,
  isPolicy: false,
  isPlan: false,
  steps: 100,
  disconnected: [],
  still: { count: 0, words: '' },
  instability: null,
  growth: { total: 2, byPeriods: new Float64Array(100).fill(2), time: 0.01, exponent: 0.7 },
  drives: [{ joint: 'elbow', effort: 10, share: 0.1, asked: 0.5, gravity: 0.3 }],
  layers: [],
  run,
  slower: { ...run, losses: [10, 9, 8, 7, 6.5, 6] },
  bound: { rate: 0.03, curvature: 10, edge: 38 },
  flat: [],
  flatTensors: [],
  kink: { iteration: 0, share: 2e-5, atLimits: false },
  rounding: 1e-6,
  gradientNoise: null,
  hopeless: { reasons: [], excess: 0, settings: [] },
  ...change,
});

/** A run with these losses. */
export const runOf = (losses: readonly number[], change: Partial<Evidence['run']> = {}): Evidence['run'] => ({
  ...run,
  losses,
  ...change,
});
