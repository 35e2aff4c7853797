import { describe, expect, it } from 'vitest';
import { ArgumentError, SceneError } from '../../src/errors.ts';
import { readScene } from '../../src/scene/parse.ts';
import { withSettings } from '../../src/scene/with-settings.ts';
import { estimateOnce } from '../../src/senses/estimate.ts';
import { findingsOf } from '../../src/senses/findings.ts';
import { withFilter } from '../../src/senses/with-filter.ts';
import { sceneText } from '../support/robots.ts';
import { assembled, experimentOf } from '../support/scenes.ts';

const experiment = experimentOf('pendulum-encoder', 2);
const x = experiment.initialParameters;

describe('one estimated rollout', () => {
  const record = estimateOnce(experiment, x);

  it('is the same again, bit for bit, and another for another seed', () => {
    expect(estimateOnce(experiment, x)).toEqual(record);
    const other = estimateOnce(experiment, x, { seed: 5 });
    expect(other.truth).not.toEqual(record.truth);
    expect(estimateOnce(experiment, x, { seed: 5 })).toEqual(other);
  });

  it('has a row of every part for each tick', () => {
    expect(record.ticks).toBe(100);
    expect(record.mean).toHaveLength(200);
    expect(record.link.covariance).toHaveLength(900);
    expect(record.arm.q).toHaveLength(201);
    expect(record.sensors[0].square).toHaveLength(100);
    expect(record.findings).toEqual([]);
  });

  it('says the normalized square of an error by its own covariance: of one coordinate alone it is at least its own', () => {
    for (let k = 0; k < record.ticks; k++)
      expect(record.square[k] * (1 + 1e-9)).toBeGreaterThanOrEqual(
        (record.error[2 * k] / record.deviation[2 * k]) ** 2,
      );
  });

  it('has the effective number of particles, late readings or not, of filters that have some', () => {
    const crowd = ['estimator.filter={"type":"particle","particles":30}', 'time.horizon=0.4'];
    const [once, late] = [[], ['sensors[0].delay=0.02']].map((more) => {
      const made = assembled(withSettings(readScene(sceneText('pendulum-encoder')), [...crowd, ...more]));
      return estimateOnce(made, made.initialParameters).particles!;
    });
    for (const { count, effective } of [once, late]) {
      expect(count).toBe(30);
      expect(effective).toHaveLength(20);
      expect(effective.every((size) => size >= 1 && size <= 30 + 1e-9)).toBe(true);
      expect(new Set(effective).size).toBeGreaterThan(2);
    }
    // before the first late reading all weigh the same
    expect(late.effective[0]).toBeCloseTo(30, 9);
    expect(record.particles).toBeUndefined();
  });

  it('carries the doubt of a joint to the link that it moves: a pendulum of one joint sways across itself', () => {
    const arm = 0.5;
    const k = 50;
    const covariance = record.link.covariance.subarray(9 * k, 9 * k + 9);
    const trace = covariance[0] + covariance[4] + covariance[8];
    expect(trace).toBeGreaterThan(0);
    const [dx, dy, dz] = [0, 1, 2].map((i) => record.link.truth[3 * k + i] - record.link.mean[3 * k + i]);
    const moved = Math.sqrt(dx * dx + dy * dy + dz * dz);
    expect(moved / Math.abs(record.error[2 * k])).toBeCloseTo(Math.sqrt(trace) / record.deviation[2 * k], 2);
    expect(Math.sqrt(trace) / record.deviation[2 * k]).toBeGreaterThan(arm / 2);
  });
});

describe('switches', () => {
  it('blind a sensor from their moment on and not before', () => {
    const blind = estimateOnce(experiment, x, { switches: [{ sensor: 'encoder', from: 1, blind: true }] });
    const [sensor] = blind.sensors;
    expect(sensor.present.subarray(50).every((there) => there === 0)).toBe(true);
    expect(sensor.present.subarray(0, 50)).toEqual(estimateOnce(experiment, x).sensors[0].present.subarray(0, 50));
    expect(blind.findings.join()).toContain('"encoder" tells nothing after');
    expect(blind.deviation[2 * 99]).toBeGreaterThan(2 * blind.deviation[2 * 49]);
  });

  it('bias a sensor, and end', () => {
    const switches = [{ sensor: 'encoder', channel: 0, from: 0.5, until: 1, bias: 0.5 }];
    const biased = estimateOnce(experiment, x, { switches });
    const plain = estimateOnce(experiment, x);
    expect(biased.mean.slice(0, 50)).toEqual(plain.mean.slice(0, 50));
    expect(Math.max(...biased.square.slice(25, 50))).toBeGreaterThan(50);
    expect(Math.abs(biased.error[2 * 99])).toBeLessThan(0.1);
  });

  it('are refused where they name nothing', () => {
    const refused = (given: object): void => {
      expect(() => estimateOnce(experiment, x, { switches: [given as never] })).toThrow(ArgumentError);
    };
    refused({ sensor: 'encoders', from: 0, blind: true });
    refused({ sensor: 'encoder', channel: 1, from: 0, blind: true });
    refused({ sensor: 'encoder', from: 0 });
    refused({ sensor: 'encoder', from: NaN, blind: true });
  });
});

describe('what is lost', () => {
  it('is said by its first moment and what told it, and stands as it is', () => {
    const record = estimateOnce(experiment, x);
    const mean = record.mean.slice().fill(NaN, 2 * 40);
    const [sensor] = record.sensors;
    const square = sensor.square.slice().fill(NaN, 40);
    const found = findingsOf({ ...record, mean, sensors: [{ ...sensor, square }] });
    expect(found[0]).toContain('no number from 0.80 s on, by what "encoder" told');
  });

  it('is said where readings are no numbers, as far as there are any', () => {
    const record = estimateOnce(experiment, x);
    const [sensor] = record.sensors;
    const value = sensor.value.slice();
    const there = [...sensor.present].flatMap((is, k) => (is === 1 ? [k] : []));
    for (const k of there.slice(2, 5)) value[k] = NaN;
    value[sensor.present.indexOf(0)] = NaN;
    const found = findingsOf({ ...record, sensors: [{ ...sensor, value }] });
    expect(found).toEqual(['3 numbers that "encoder" told were not finite: they count as not told.']);
  });

  it('is said where the filter is sure of what is wrong', () => {
    const switches = [{ sensor: 'encoder', from: 0.5, bias: 1 }];
    expect(estimateOnce(experiment, x, { switches }).findings.join()).toContain('sure of what is wrong');
  });
});

describe('a scene without an estimator', () => {
  it('is refused with what to do', () => {
    const plain = experimentOf('two-link-reach', 0.1);
    expect(() => estimateOnce(plain, plain.initialParameters)).toThrow(/pendulum-encoder/);
    expect(() => withFilter(readScene(sceneText('two-link-reach')), 'extended-kalman')).toThrow(SceneError);
  });
});
