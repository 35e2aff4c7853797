/** @file What a doctor says of evidence: each cause above its threshold and not below, the one that explains others alone. */
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/learning/doctor/diagnose.ts';
import type { Evidence } from '../../../src/learning/doctor/evidence.ts';
import { type CauseName, confidenceOf } from '../../../src/learning/doctor/finding.ts';
import { causes } from '../../../src/learning/doctor/kinds.ts';
import { progressOf } from '../../../src/learning/doctor/progress.ts';
import { judgeTrial } from '../../../src/learning/doctor/trial.ts';
import { evidenceWith, runOf } from '../../support/diagnoses/evidence.ts';

const named = (change: Partial<Evidence>): CauseName[] => diagnose(evidenceWith(change)).map(({ cause }) => cause);

const unstable = {
  cause: 'gains are too large',
  remedy: 'time.step=0.001',
  settings: ['time.step=0.001'],
  exponent: 40,
};
const grown = (total: number): Evidence['growth'] => ({
  total,
  byPeriods: Float64Array.from({ length: 100 }, (_, t) => total ** ((t + 1) / 100)),
  time: 0.01,
  exponent: Math.log(total),
});
const drive = (share: number): Evidence['drives'] => [{ joint: 'elbow', effort: 10, share, asked: 8, gravity: 0.3 }];
const layer = (share: number): Evidence['layers'] => [{ units: 10, saturated: 0, share }];
const policy = (activation: string): Evidence['scene'] => ({
  ...evidenceWith().scene,
  controller: { type: 'mlp', hidden: [10], activation },
});
const kinked = (share: number, atLimits = false): Evidence['kink'] => ({ iteration: 3, share, atLimits });
const flat = [{ direction: Float64Array.of(1, -1), curvature: 1e-16, slope: 0, turned: 0 }];

describe('each cause', () => {
  it('is silent where nothing is wrong', () => {
    expect(named({})).toEqual([]);
  });

  it.each<[CauseName, Partial<Evidence>, Partial<Evidence>]>([
    ['unstable-step', { instability: unstable }, {}],
    ['unreachable', { hopeless: { reasons: ['goal "point" is beyond the arm'], excess: 1.5, settings: [] } }, {}],
    ['torque-limits', { drives: drive(0.6) }, { drives: drive(0.4) }],
    ['saturated-layer', { layers: layer(0.9) }, { layers: layer(0.7) }],
    ['exploding-adjoints', { growth: grown(2e3) }, { growth: grown(500) }],
    ['non-smooth', { kink: kinked(0.3) }, { kink: kinked(0.05) }],
    ['step-size', { run: runOf([10, 30, 90]) }, { run: runOf([10, 9, 7]) }],
    ['noise-floor', { rounding: 1 }, { rounding: 0.1 }],
    ['no-path', { disconnected: ['logKd'] }, {}],
    ['flat-direction', { flat, flatTensors: ['logKd'] }, {}],
  ])('%s is named above its threshold and not below', (cause, above, below) => {
    expect(named(above)).toEqual([cause]);
    expect(named(below)).toEqual([]);
  });

  it('has a figure above its threshold, and a confidence of a half and more', () => {
    const found = diagnose(evidenceWith({ rounding: 0.5, disconnected: ['logKd'], drives: drive(1) }));
    expect(found.length).toBeGreaterThan(0);
    for (const { figure, threshold, confidence } of found) {
      expect(figure.value).toBeGreaterThan(threshold);
      expect(confidence).toBeGreaterThanOrEqual(0.5);
    }
    expect([confidenceOf(2, 2), confidenceOf(20, 2), confidenceOf(Infinity, 2)]).toEqual([0.5, 10 / 11, 1]);
  });

  it('takes a rate for too large whose loss leaps up on its way, where a lower one comes farther without', () => {
    const leaping = runOf([10, 36, 30, 8, 7]);
    expect(named({ run: leaping, slower: runOf([10, 8, 6, 5, 4]) })).toEqual(['step-size']);
    expect(named({ run: leaping, slower: runOf([10, 9.9, 9.8, 9.7, 9.6]) })).toEqual([]);
    expect(named({ run: runOf([10, 12, 9, 8, 7]), slower: runOf([10, 9, 8.5, 8, 7.5]) })).toEqual([]);
  });

  it('takes a rate for too small that is far below the edge and comes nowhere, not one that is only slow or has arrived', () => {
    const still = runOf([10, 10, 10, 10]);
    const bound = { rate: 0.03, curvature: 1e-6, edge: 38 };
    const [found] = diagnose(evidenceWith({ run: still, slower: still, bound }));
    expect(found).toMatchObject({ cause: 'step-size', severity: 'hinders', threshold: 1000 });
    expect(found.sentence).toContain('too small');
    expect(found.remedies[0].settings).toEqual(['method.learningRate=19000000']);
    expect(named({ run: still, slower: still })).toEqual([]);
    expect(named({ run: runOf([10, 9.5, 9, 8.5]), slower: still, bound })).toEqual([]);
    expect(named({ run: { ...still, isDone: true }, slower: still, bound })).toEqual([]);
    expect(named({ run: still, slower: still, bound: { ...bound, curvature: -1 } })).toEqual([]);
  });

  it('names drives that cannot hold the robot where a short run comes nowhere, not where they are enough', () => {
    const weak = [{ joint: 'elbow', effort: 1e-6, share: 0, asked: 0, gravity: 1e6 }];
    const [found] = diagnose(evidenceWith({ drives: weak, run: runOf([10, 10, 10]) }));
    expect(found).toMatchObject({ cause: 'torque-limits', severity: 'stops', figure: { value: 1e6 } });
    expect(found.sentence).toContain('gravity takes more than it has');
    expect(named({ drives: weak })).toEqual([]);
    expect(named({ drives: [{ ...weak[0], gravity: 0.9 }], run: runOf([10, 10, 10]), slower: null })).toEqual([]);
  });

  it('tries no rate that curvature does not bear, and shorter steps where the first ones are not short enough', () => {
    const settingsFor = (change: Partial<Evidence>): string[] =>
      diagnose(evidenceWith(change))[0].remedies.flatMap(({ settings }) => settings);
    const scene = { ...evidenceWith().scene, method: { type: 'gradient-descent', learningRate: 50 } };
    const ratesFor = (curvature: number): string[] =>
      settingsFor({ run: { ...runOf([10]), diverged: true }, bound: { rate: 50, edge: 2, curvature }, scene });
    expect(ratesFor(0.08)).toEqual([5, 1.5, 0.5, 0.05].map((rate) => `method.learningRate=${rate}`));
    expect(ratesFor(1)).toEqual([0.5, 0.05].map((rate) => `method.learningRate=${rate}`));
    expect(ratesFor(100)).toEqual([0.01, 0.002].map((rate) => `method.learningRate=${rate}`));
    expect(settingsFor({ instability: unstable })).toEqual([
      'time.step=0.001',
      'time.step=0.0001',
      'time.step=0.00001',
    ]);
    const other = { ...unstable, settings: ['start.v=null'] };
    expect(settingsFor({ instability: other })).toEqual(['start.v=null']);
  });

  it('is sure of what geometry proves, however little a goal is too far', () => {
    const hopeless = { reasons: ['goal "point" is beyond the arm'], excess: 1.001, settings: [] };
    expect(diagnose(evidenceWith({ hopeless }))[0].confidence).toBe(1);
  });

  it('leaves units of rectifiers in peace that idle anyway', () => {
    expect(named({ layers: layer(0.85), scene: policy('relu') })).toEqual([]);
    expect(named({ layers: layer(0.85), scene: policy('tanh') })).toEqual(['saturated-layer']);
    expect(named({ layers: layer(1), scene: policy('relu') })).toEqual(['saturated-layer']);
  });

  it('does not take limits of drives, or rectifiers, for corners of the loss', () => {
    expect(named({ kink: kinked(0.9, true) })).toEqual([]);
    expect(named({ kink: kinked(0.9), scene: policy('relu') })).toEqual([]);
  });

  it('blames no learning rate for a loss that a lower one would not bring down either', () => {
    const stuck = runOf([10, 10, 10]);
    expect(named({ run: stuck, slower: stuck })).toEqual([]);
    expect(named({ run: stuck })).toEqual(['step-size']);
    expect(named({ run: stuck, slower: null })).toEqual([]);
    // a slower run that goes up in the end has come down before
    const wild = runOf([10, 3e3, 3e6]);
    expect(named({ run: wild, slower: runOf([10, 4, 9e5]) })).toEqual(['step-size']);
    expect(named({ run: wild, slower: wild })).toEqual([]);
  });

  it('needs fewer rollouts than the noise scale to speak of noise', () => {
    const noise = (ratio: number) => ({ gradientNoise: { ratio, members: 2 } });
    expect(named(noise(0.9))).toEqual([]);
    const [{ cause, remedies }] = diagnose(evidenceWith(noise(2)));
    expect(cause).toBe('noise-floor');
    expect(remedies[0].settings).toEqual(['method.members=32']);
  });
});

describe('causes', () => {
  it('are named once each, and explain none that is judged before them', () => {
    const names = causes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    causes.forEach(({ explains }, i) => {
      for (const other of explains) if (names.indexOf(other) < i) expect(names.slice(0, i)).not.toContain(other);
    });
  });

  it('mask what they explain: an unstable step is not also a chaotic motion, a chaotic one no learning rate', () => {
    const chaotic = { growth: grown(1e8), run: runOf([10, 30, 90]) };
    expect(named({ ...chaotic, instability: unstable, drives: drive(0.9) })).toEqual(['unstable-step']);
    expect(named(chaotic)).toEqual(['exploding-adjoints']);
    expect(named({ disconnected: ['logKd'], flat, flatTensors: ['logKd'] })).toEqual(['no-path']);
  });

  it('stand side by side where none explains the other', () => {
    expect(named({ growth: grown(1e8), disconnected: ['logKd'] })).toEqual(['exploding-adjoints', 'no-path']);
  });
});

describe('remedies', () => {
  const settingsOf = (change: Partial<Evidence>): readonly string[] =>
    diagnose(evidenceWith(change))[0].remedies[0].settings;

  it('shorten a horizon to ln(1000) over the exponent, in whole periods', () => {
    expect(settingsOf({ growth: grown(1e8) })).toEqual(['time.horizon=0.37']);
  });

  it('lower gains at one damping ratio, as far as the drives ask', () => {
    expect(settingsOf({ drives: [{ joint: 'elbow', effort: 10, share: 1, asked: 7, gravity: 0.3 }] })).toEqual([
      'controller.kp=[2,1]',
      'controller.kd=[0.632,0.316]',
    ]);
  });

  it('take limits of 0 as absent, whatever the gains', () => {
    const none = [{ joint: 'elbow', effort: 0, share: 1, asked: Infinity, gravity: Infinity }];
    expect(settingsOf({ drives: none })).toEqual(['robot.ignoreZeroEffort=true']);
  });

  it('turn a norm where its residual is, with its slope far away', () => {
    const huber = { name: 'arrive', norm: { type: 'huber', width: 1e-6 }, weight: 1e6 };
    const change = {
      kink: kinked(0.5),
      scene: { ...evidenceWith().scene, costs: [huber] },
      run: runOf([10, 5, 2], { largestTerms: { arrive: 2 } }),
    };
    expect(settingsOf(change)).toEqual(['costs.arrive.norm.width=1', 'costs.arrive.weight=1']);
  });

  it('leave out what has no path', () => {
    expect(settingsOf({ disconnected: ['logKd'] })).toEqual(['controller.optimize=["logKp"]']);
  });
});

describe('a trial', () => {
  it('counts what a short run takes from the loss', () => {
    expect(progressOf(runOf([10, 5, 4, 3, 2, 1]))).toBe(1 - 2 / 10);
    expect(progressOf(runOf([10, 1], { isDone: true }))).toBe(0.9);
    expect(progressOf(runOf([10, NaN], { diverged: true }))).toBe(-Infinity);
    expect(progressOf(runOf([0, 0]))).toBe(1);
  });

  it('helped where the cause is gone, the loss comes down, and nothing worse has come', () => {
    const before = evidenceWith({ growth: grown(1e8) });
    const helped = (after: Partial<Evidence>): boolean =>
      judgeTrial('exploding-adjoints', before, evidenceWith(after)).helped;
    expect(helped({})).toBe(true);
    expect(helped({ growth: grown(1e7) })).toBe(false);
    expect(helped({ run: runOf([10, 10, 10]), slower: null })).toBe(false);
    expect(helped({ instability: unstable })).toBe(false);
    expect(judgeTrial('exploding-adjoints', before, evidenceWith()).before.figure).toBeCloseTo(1e8, -1);
  });
});
