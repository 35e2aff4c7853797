/** @file The doctor of filters on beliefs that are wrong on purpose: the right cause, by how much, and what correcting it changes. */
import { describe, expect, it } from 'vitest';
import { monteCarlo } from '../../../src/estimation/monte-carlo.ts';
import { diagnoseFilter } from '../../../src/estimation/doctor/diagnose-filter.ts';
import { noCorrection, withSensor } from '../../../src/estimation/doctor/correction.ts';
import { rerunOf } from '../../../src/estimation/doctor/rerun.ts';
import { bestScale } from '../../../src/estimation/doctor/best-scale.ts';
import { expectClose, expectEqual } from '../../support/check.ts';
import { examined, type Fault } from '../../support/filter-faults.ts';
import { plainKalman, pushedBody, pushedStart } from '../../support/plain-kalman.ts';
import { swingingBody, swingingStart } from '../../support/swinging-body.ts';

const linear = pushedBody();
const swinging = swingingBody();

const faults: readonly Fault[] = [
  { cause: 'sensor-noise', sensor: 0, size: 1.9 },
  { cause: 'sensor-noise', sensor: 1, size: 0.5 },
  { cause: 'process-noise', size: 4 },
  { cause: 'process-noise', size: 0.25 },
  { cause: 'start', size: 6 },
  { cause: 'bias', sensor: 1, size: 0.1 },
  { cause: 'delay', sensor: 0, size: 2 },
];

const bodies = [
  ['a pushed body', linear, pushedStart],
  ['a swinging body', swinging, swingingStart],
] as const;

describe.each(bodies)('the doctor of a filter of %s', (_, model, start) => {
  it.each(faults)('names $cause of sensor $sensor and its size, $size, and corrects it', (fault) => {
    const { findings, after } = examined(model, start, [fault], { runs: 60, ticks: 80, seed: 3 });
    const [first] = findings;
    expect([first?.cause, first?.sensor]).toEqual([
      fault.cause,
      fault.sensor === undefined ? null : model.sensors[fault.sensor].name,
    ]);
    const off = Math.abs(first.amount / fault.size - 1);
    expect(off).toBeLessThan(fault.cause === 'start' || fault.cause === 'process-noise' ? 0.5 : 0.15);
    expect(findings.length).toBe(1);
    expect(after.isConsistent).toBe(true);
  });

  it('says nothing of filters that believe the truth', () => {
    for (let seed = 10; seed < 14; seed++) {
      const { findings } = examined(model, start, [], { runs: 60, ticks: 80, seed });
      expect(findings).toEqual([]);
    }
  });
});

describe('what it says', () => {
  it('has figures, bounds, the factor and what it becomes', () => {
    const { words } = examined(linear, pushedStart, [faults[0]], { runs: 60, ticks: 80, seed: 3 });
    expect(words).toMatch(
      /^NIS of camera 1\.\d+ with bounds 0\.9\d+ to 1\.0\d+: R of camera is too small by (1\.\d+|2\.0\d*); with R x (1\.\d+|2\.0\d*) it is (0\.9\d+|1\.0\d+)\. Then it is consistent\.$/,
    );
  });

  it('finds two faults one after another', () => {
    const both: readonly Fault[] = [
      { cause: 'sensor-noise', sensor: 0, size: 3 },
      { cause: 'bias', sensor: 1, size: 0.1 },
    ];
    const { findings, correction } = examined(linear, pushedStart, both, { runs: 60, ticks: 80, seed: 5 });
    expect(findings.map(({ cause, sensor }) => [cause, sensor])).toEqual([
      ['sensor-noise', 'camera'],
      ['bias', 'tachometer'],
    ]);
    expect(Math.abs(correction.sensors[0].scale / 3 - 1)).toBeLessThan(0.1);
    expect(Math.abs(correction.sensors[1].bias[0] / 0.1 - 1)).toBeLessThan(0.1);
  });
});

describe('a filter run again', () => {
  it('says what has no number as it is, so that a doctor passes a correction by that leads astray', () => {
    const { readings } = monteCarlo({ filter: plainKalman(linear), start: pushedStart, ticks: 5, runs: 2, seed: 2 });
    const recording = { readings, sensed: [], acting: [] };
    const rerun = rerunOf({ model: linear, filter: plainKalman, start: pushedStart, recording });
    expect(rerun({ ...noCorrection(linear), process: Infinity }).belief.mean.data.some(Number.isNaN)).toBe(true);
  });

  it('is the same under no correction, and under one that of the model with other noise', () => {
    const { readings, ticks } = monteCarlo({
      filter: plainKalman(linear),
      start: pushedStart,
      ticks: 20,
      runs: 3,
      seed: 2,
    });
    const recording = { readings, sensed: [], acting: [] };
    const rerun = rerunOf({ model: linear, filter: plainKalman, start: pushedStart, recording });
    const again = rerun(noCorrection(linear));
    expectEqual(again.belief.mean.data, ticks.belief.mean.data);
    const noisy = pushedBody({ place: 0.6 });
    const other = rerunOf({ model: noisy, filter: plainKalman, start: pushedStart, recording })(noCorrection(noisy));
    const corrected = rerun(withSensor(noCorrection(linear), 0, { scale: 4 }));
    other.belief.mean.data.forEach((value, i) => expectClose(corrected.belief.mean.data[i], value, 1e-12));
  });

  it('is refused where a correction is none', () => {
    const rerun = (): never => {
      throw new Error('never asked');
    };
    expect(() => diagnoseFilter({ model: linear, rerun, level: 2 })).toThrow(/level/);
  });
});

describe('the best factor', () => {
  it('is found to a hundredth, within 20 questions, near and far', () => {
    for (const best of [1, 1.07, 0.4, 30, 1e-3]) {
      let asked = 0;
      const f = (factor: number): number => {
        asked++;
        return -Math.cosh(Math.log(factor / best) / 2);
      };
      expect(Math.abs(Math.log(bestScale(f, f(1)).scale / best))).toBeLessThan(1e-2);
      expect(asked).toBeLessThan(20);
    }
  });
});
