import { describe, expect, it } from 'vitest';
import { cubicSplineWeights } from '../../controllers/cubic-spline.ts';
import { pd, type PdParameters } from '../../controllers/pd.ts';
import { torqueSpline } from '../../controllers/torque-spline.ts';
import { type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { AdjointError } from '../../src/errors.ts';
import { assetModel } from '../support/robots.ts';

const model = assetModel('planar-2link');
const gains = { kp: [10, 20], kd: 1 };
const controller = pd(gains);
const start = controller.parameters(model, [0, 0]);
const spline = torqueSpline({ knots: 5, gravityCompensation: true });
const knots = spline.parameters(model, [0, 0]);
const good = zeros([2]);
const nothing = { time: tensor(0), goals: {} };

/** Torque at a configuration and a velocity. */
const act = (parameters: PdParameters, q: PopulationTensor, v: PopulationTensor, planned: PopulationTensor) =>
  controller.act(parameters, {}, { q, v, ...nothing }, planned, model).tau;

const wrong: readonly (readonly [string, () => unknown, RegExp])[] = [
  ['a gain of 0', () => pd({ kp: 0, kd: 1 }), /^kp: found 0; expected more than 0/],
  ['a negative gain of a list', () => pd({ kp: 1, kd: [1, -2] }), /^kd\[1\]: found -2/],
  ['a gain that is no number', () => pd({ kp: NaN, kd: 1 }), /^kp: found NaN/],
  ['an infinite gain', () => pd({ kp: 1, kd: Infinity }), /^kd: found Infinity/],
  [
    'no gain',
    () => pd({ kp: 1 } as unknown as typeof gains),
    /^kd: found nothing; expected a value of type number or array/,
  ],
  [
    'fewer gains than joints',
    () => pd({ kp: [1], kd: 1 }).parameters(model, [0, 0]),
    /^kp: found 1 numbers; expected 2 numbers, one a joint/,
  ],
  ['more gains than joints', () => pd({ kp: 1, kd: [1, 2, 3] }).parameters(model, [0, 0]), /^kd: found 3/],
  ['a reference of another length', () => pd({ ...gains, reference: [1] }).parameters(model, [0, 0]), /^refer/],
  ['a reference of no numbers', () => pd({ ...gains, reference: [1, NaN] }).parameters(model, [0, 0]), /^ref/],
  [
    'a set point for all joints',
    () => controller.plan!({ ...start, reference: zeros([1]) }, [0, 1], model, 1),
    /^refere/,
  ],
  ['a planned set point', () => act(start, good, good, zeros([1])), /^set point: /],
  ['a configuration', () => act(start, zeros([3]), good, good), /^q: /],
  ['a velocity', () => act(start, good, zeros([1]), good), /^v: /],
  ['logarithms of one gain', () => act({ ...start, logKp: zeros([1]) }, good, good, good), /^logKp: /],
  ['three knots', () => torqueSpline({ knots: 3 }), /^knots: found 3; expected at least 4/],
  ['half a knot', () => torqueSpline({ knots: 4.5 }), /^knots: found 4.5/],
  ['knots without joints', () => spline.plan!({ knots: zeros([5]) }, [0, 1], model, 1), /^knots: not 5 control points/],
  ['fewer knots', () => spline.plan!({ knots: zeros([4, 2]) }, [0, 1], model, 1), /^knots: not 5 control points/],
  ['a planned torque', () => spline.act(knots, {}, { q: good, v: good, ...nothing }, zeros([1]), model), /^planned: /],
  ['weights of three', () => cubicSplineWeights(3, 0.5), /^count: found 3/],
  ['weights of no number of points', () => cubicSplineWeights(NaN, 0.5), /^count: found NaN/],
  ['weights nowhere', () => cubicSplineWeights(4, NaN), /^progress: found NaN/],
];

describe('a controller refuses what it cannot use', () => {
  it.each(wrong)('%s', (_, run, message) => {
    expect(run).toThrow(message);
    expect(run).toThrow(AdjointError);
  });
});

it('one gain stands for all joints, and a list for one each', () => {
  expect(start.logKp.toArray().map(Math.exp)).toEqual([expect.closeTo(10, 12), expect.closeTo(20, 12)]);
  expect(start.logKd.toArray()).toEqual([0, 0]);
  expect(act(start, good, good, good).shape).toEqual([2]);
  expect(cubicSplineWeights(4, 2)).toEqual(cubicSplineWeights(4, 1));
});
