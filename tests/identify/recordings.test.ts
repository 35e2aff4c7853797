/** @file Recordings from files and in steps: what they may look like, and what is refused by column, row and reason. */
import { describe, expect, it } from 'vitest';
import { encodeNpz } from '../../src/formats/npz.ts';
import { recordingOfCsv, recordingOfNpz } from '../../src/identify/recording-files.ts';
import { stepsOf } from '../../src/identify/steps.ts';
import { trajectoryCsv, trajectoryNpz } from '../../src/rollout/trajectory-files.ts';
import { assetModel } from '../support/robots.ts';

const model = assetModel('planar-2link');
const read = (text: string) => recordingOfCsv(text, model, 'a.csv');

describe('a recording in CSV', () => {
  it.each([
    ['by number', 't,q0,q1,tau0,tau1'],
    ['by the names of joints', 'time,q shoulder,q elbow,tau shoulder,tau elbow'],
    ['as other programs write them', 'time [s],position_shoulder,position_elbow,effort_shoulder,effort_elbow'],
    ['with units', 'Time (s),shoulder [rad],elbow [rad],tau_shoulder [N m],tau_elbow [Nm]'],
    ['in another order', 'time,q.shoulder,q.elbow,tau.shoulder,tau.elbow'],
  ])('has its columns %s', (_, head) => {
    const { time, q, tau, v } = read(`${head}\n0,0.1,0.2,1,2\n0.01,,0.4,3,\n`);
    expect([...time]).toEqual([0, 0.01]);
    expect([...q]).toEqual([0.1, 0.2, NaN, 0.4]);
    expect([...tau]).toEqual([1, 2, 3, NaN]);
    expect(v).toBeUndefined();
  });

  it.each([
    ['q0,q1,tau0,tau1\n0,0,0,0\n', /a column "time": found none/],
    ['t,q0,q1\n0,0,0\n1,0,0\n', /columns of tau: found none.*a simulation needs the forces/],
    ['t,q0,q1,tau0\n0,0,0,0\n1,0,0,0\n', /column of tau of joint "elbow": found none/],
    ['t,q0 [deg],q1,tau0,tau1\n0,0,0,0,0\n1,0,0,0,0\n', /column "q0 \[deg\]": found unit deg; expected rad or m/],
    ['t [ms],q0,q1,tau0,tau1\n0,0,0,0,0\n1,0,0,0,0\n', /unit ms; expected s/],
    ['t,q0,q1,tau0,tau1\n0,0,0,0,0\n0,0,0,0,0\n', /time of row 2: found 0 s after 0 s; expected a later time/],
    ['t,q0,q1,tau0,tau1\n0,0,0,0,0\nnan,0,0,0,0\n', /time of row 2: found NaN/],
    ['t,q0,q1,tau0,tau1\n0,0,0,,0\n1,0,0,0,0\n', /tau of row 1: found NaN; expected a finite force/],
    ['t,q0,q1,tau0,tau1\n0,0,90,0,0\n1,0,0,0,0\n', /q of joint "elbow", row 1: found 90; expected rad within/],
    ['t,q0,q1,tau0,tau1\n0,0,0,0,0\n', /time: found 1 rows/],
  ])('is refused: %j', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

describe('what Adjoint writes', () => {
  const trajectory = {
    dt: 0.01,
    steps: 2,
    nq: 2,
    nv: 2,
    q: Float64Array.of(0, 1, 2, 3, 1, 1),
    v: Float64Array.of(9, 8, 7, 6, 5, 4),
    tau: Float64Array.of(1, 2, 3, 4),
    links: {},
  };
  it.each([
    ['CSV', () => recordingOfCsv(trajectoryCsv(trajectory, model), model)],
    ['npz', () => recordingOfNpz(trajectoryNpz(trajectory, model), model)],
  ])('is read again: %s', (_, again) => {
    const steps = stepsOf(model, again(), 0.01);
    expect([...steps.q]).toEqual([...trajectory.q]);
    expect([...steps.v]).toEqual([...trajectory.v]);
    expect([...steps.tau]).toEqual([
      expect.closeTo(1, 9),
      expect.closeTo(2, 9),
      expect.closeTo(3, 9),
      expect.closeTo(4, 9),
    ]);
    expect(steps.words).toBe('');
  });

  it('is refused by the array that does not fit', () => {
    const one = { shape: [2], data: Float64Array.of(0, 1) };
    expect(() => recordingOfNpz(encodeNpz({ time: one, q: one, tau: one }), model, 'a.npz')).toThrow(
      /a\.npz: array q: found shape \[2\]; expected float64 of shape \[2, 2\]/,
    );
    expect(() => recordingOfNpz(encodeNpz({ q: one }), model)).toThrow(/an array "time": found none/);
  });
});

describe('a recording in steps', () => {
  const of = (time: number[], dt: number) =>
    stepsOf(
      model,
      {
        name: 'a',
        time: Float64Array.from(time),
        q: Float64Array.from(time.flatMap((t) => [t, -t])),
        tau: Float64Array.from(time.flatMap((t) => [t, 1])),
      },
      dt,
    );

  it('says where rows are at no steps', () => {
    expect(of([0, 0.013, 0.02], 0.01).words).toBe('a: rows are at no steps of 0.01 s; what they tell is interpolated');
    expect(of([0, 0.005, 0.01, 0.015, 0.02], 0.01).words).toBe('');
  });

  it('takes of finer rows those at its steps, and the mean of the forces', () => {
    const { q, tau } = of([0, 0.005, 0.01, 0.015, 0.02], 0.01);
    expect([...q]).toEqual([0, -0, 0.01, -0.01, 0.02, -0.02]);
    expect(tau[0]).toBeCloseTo(0.0025, 12);
    expect(tau[2]).toBeCloseTo(0.0125, 12);
  });

  it('is refused where it is shorter than a step', () => {
    expect(() => of([0, 0.001], 0.01)).toThrow(/expected 1 to \d+ steps of 0\.01 s/);
  });
});
