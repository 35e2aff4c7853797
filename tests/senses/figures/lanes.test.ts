/** @file Lanes of an estimated rollout: what they show of a made-up record, and what they say of it. */
import { describe, expect, it } from 'vitest';
import { stackSentence } from '../../../src/figures/stack/stack-data.ts';
import { boundsOf, consistencyOf, ratioWords } from '../../../src/senses/figures/consistency.ts';
import { lanesOf } from '../../../src/senses/figures/lanes.ts';
import { rowWords, sensorRowsOf } from '../../../src/senses/figures/sensor-rows.ts';
import { madeRecord } from './made-record.ts';

const view = { coordinate: 0, sensor: 1, switches: [] };

describe('lanes of an estimate', () => {
  it('show the coordinate with two deviations around its estimate, beside the truth', () => {
    const [estimate] = lanesOf(madeRecord(), view).panels;
    const [mean, truth] = estimate.lines;
    expect(mean.y[10]).toBeCloseTo(truth.y[10] - 0.05, 12);
    expect(estimate.band!.high[10] - estimate.band!.low[10]).toBeCloseTo(0.4, 12);
    expect(estimate.band!.high[10] + estimate.band!.low[10]).toBeCloseTo(2 * mean.y[10], 12);
    expect(estimate.verdict).toBe('0 % of the time beyond 2 σ');
  });

  it('show an angle that has come round next to its truth', () => {
    const record = madeRecord();
    record.mean.forEach((value, i) => (record.mean[i] = i % 2 === 0 ? value - 2 * Math.PI : value));
    const [mean, truth] = lanesOf(record, view).panels[0].lines;
    expect(mean.y[3]).toBeCloseTo(truth.y[3] - 0.05, 12);
  });

  it('judge a sensor where it told something, by the bounds of its channels', () => {
    const nis = lanesOf(madeRecord(), view).panels[1];
    expect(nis.name).toBe('NIS of camera');
    expect([...(nis.lines[0].y as Float64Array)].filter((value) => !Number.isNaN(value))).toHaveLength(10);
    const { low, high } = boundsOf(2);
    expect(nis.lines[1].y[0]).toBe(high);
    expect(nis.lines[2].y[0]).toBe(low);
    // the table of the chi-square distribution with 2 degrees of freedom, in closed form
    expect(high).toBeCloseTo(-2 * Math.log(0.025), 10);
    expect(low).toBeCloseTo(-2 * Math.log(0.975), 10);
  });

  it('hatch the stretches in which a sensor is switched, to the end where no end is said', () => {
    const switches = [{ sensor: 'camera', from: 1, blind: true as const }];
    const [estimate, nis] = lanesOf(madeRecord(), { ...view, switches }).panels;
    expect(estimate.spans).toEqual([{ from: 1, to: 4, label: 'blind' }]);
    expect(nis.spans).toEqual(estimate.spans);
    expect(lanesOf(madeRecord(), { ...view, sensor: 0, switches }).panels[1].spans).toEqual([]);
  });

  it('have the effective particles in the place of NEES where there are particles', () => {
    const plain = lanesOf(madeRecord(), view).panels;
    expect(plain.map(({ id }) => id)).toEqual(['estimate', 'nis', 'nees']);
    const particles = { count: 100, effective: new Float64Array(40).fill(60) };
    const panels = lanesOf(madeRecord({ particles }), view).panels;
    expect(panels.map(({ id }) => id)).toEqual(['estimate', 'nis', 'effective']);
    expect(panels[2].limits).toEqual([{ y: 50, label: 'drawn anew below' }]);
  });

  it('are said in words', () => {
    const words = stackSentence(lanesOf(madeRecord(), view));
    expect(words).toMatch(/^Estimate and consistency over time\. elbow: estimate from -0.05 rad to 1.9 rad/);
    expect(words).toContain('NIS of camera');
  });
});

describe('consistency of one rollout', () => {
  const square = (value: number) => ({ square: new Float64Array(100).fill(value), told: new Uint8Array(100).fill(2) });

  it('takes squares that are as large as their degrees of freedom for consistent, and others for what they are', () => {
    expect(ratioWords(consistencyOf(square(2))!)).toBe('1 × believed, in bounds');
    expect(ratioWords(consistencyOf(square(4))!)).toBe('2 × believed, too sure');
    expect(ratioWords(consistencyOf(square(1))!)).toBe('0.5 × believed, too unsure');
  });

  it('knows nothing of a sensor that told nothing', () => {
    expect(consistencyOf({ square: new Float64Array(3), told: new Uint8Array(3) })).toBeNull();
  });
});

describe('rows of sensors', () => {
  it('tell what was said from what was refused, lost, and kept back by a switch', () => {
    const record = madeRecord();
    record.sensors[0].accepted[5] = 0;
    record.sensors[0].present[7] = 0;
    record.sensors[1].present.fill(0, 16, 18);
    const blind = [{ sensor: 'camera', from: 0.75, until: 1, blind: true as const }];
    const [encoder, camera] = sensorRowsOf(record, blind);
    expect([encoder.refused, encoder.lost]).toEqual([[0.5], [0.7000000000000001]]);
    expect(rowWords(encoder)).toBe('39 readings, 1 refused, 1 lost');
    expect([camera.spoke.length, camera.lost]).toEqual([9, []]);
    expect(camera.spans).toEqual([{ from: 0.75, to: 1, kind: 'blind' }]);
  });

  it('do not take a reading for refused that is judged only after the end', () => {
    const record = madeRecord();
    record.sensors[0].accepted[39] = 0;
    record.sensors[0].told[39] = 0;
    expect(sensorRowsOf(record, [])[0].refused).toEqual([]);
  });
});
