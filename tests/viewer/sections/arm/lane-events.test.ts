/** @file What is marked on the two clocks. */
import { describe, expect, it } from 'vitest';
import type { RobotModel } from '../../../../src/robot/model.ts';
import type { Look } from '../../../../src/viewer/sections/arm/calls.ts';
import { iterationEvents, timeEvents } from '../../../../src/viewer/sections/arm/lane-events.ts';
import { tellingInstant } from '../../../../src/viewer/sections/arm/push.ts';
import { SeriesTable } from '../../../../src/figures/series.ts';
import { assetModel } from '../../../support/robots.ts';

const bounded = (model: RobotModel, effort: number): RobotModel => ({
  ...model,
  joints: model.joints.map((joint) => ({ ...joint, limits: { ...joint.limits, effort } })),
});

const arm = bounded(assetModel('planar-2link'), 10);
const look = (tau: number[], costates: number[]): Look =>
  ({
    tau: Float64Array.from(tau),
    costates: { tau: Float64Array.from(costates) },
    motion: { dt: 0.5, frames: 4 },
  }) as unknown as Look;

describe('events of a motion', () => {
  it('are the first instant at which each drive is at its limit, and the largest push', () => {
    const events = timeEvents(look([1, 0, 10, 0, -10, 3], [0, 0.1, 0, -0.4, 0.2, 0]), arm);
    expect(events.map(({ t, kind, joint }) => [t, kind, joint])).toEqual([
      [0.5, 'limit', 'shoulder'],
      [0.5, 'largest', 'elbow'],
    ]);
    expect(events.map(({ label }) => label)).toEqual([
      'shoulder reaches its limit of 10.00 N m',
      'largest gradient: elbow, 0.400 per N m',
    ]);
  });

  it('are none where no push is there and no drive has a limit', () => {
    const free = bounded(arm, Infinity);
    expect(tellingInstant(look([], [0, 0, 0, 0.1, -0.5, 0]), 2)).toBe(1);
    expect(tellingInstant(look([], [0, 0]), 2)).toBe(0);
    expect(timeEvents(look([9, 9, 9, 9, 9, 9], [0, 0, 0, NaN, 0, 0]), free)).toEqual([]);
  });
});

describe('events of a run', () => {
  const column = (id: string) => ({ id, label: id, unit: '', scale: 'log', colour: '--now' }) as const;
  const columns = ['loss', 'gradientNorm', 'clippedGradientNorm', 'stepSize'].map(column);
  const rows = [
    { loss: 4, gradientNorm: 20, clippedGradientNorm: 10, stepSize: 0.1 },
    { loss: NaN, gradientNorm: 5, clippedGradientNorm: 5, stepSize: 0.09 },
    { loss: 2, gradientNorm: 5, clippedGradientNorm: 5, stepSize: 0.03 },
  ];

  it('are clipped gradients, losses that are not finite, jumps of the step size, changes, the best', () => {
    const series = new SeriesTable(columns);
    rows.forEach((row, k) => series.push(k, row));
    const change = { k: 1, kind: 'change', label: 'settings changed' } as const;
    const found = iterationEvents({ series, best: 2, events: [change], hasSchedule: true });
    expect(found.map(({ x, kind, label }) => [x, kind, label])).toEqual([
      [0, 'clip', 'gradient clipped from 20.00'],
      [1, 'nan', 'loss not finite'],
      [2, 'step', 'step size 0.0300'],
      [1, 'step', 'settings changed'],
      [2, 'best', 'best: iteration 2'],
    ]);
    const found2 = iterationEvents({ series, best: -1, events: [], hasSchedule: false });
    expect(found2.map(({ kind }) => kind)).toEqual(['clip', 'nan']);
  });

  it('are none before a run, also where there are no columns yet', () => {
    const none = { best: -1, events: [], hasSchedule: true };
    expect(iterationEvents({ series: new SeriesTable(columns), ...none })).toEqual([]);
    expect(iterationEvents({ series: new SeriesTable([]), ...none })).toEqual([]);
  });
});
