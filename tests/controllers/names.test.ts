/** @file Controllers that name links and goals are refused at the place in the scene, with the nearest name. */
import { describe, expect, it } from 'vitest';
import { computedTorque } from '../../controllers/computed-torque.ts';
import { type Controller, memoryAtStart, requireController } from '../../controllers/controller.ts';
import { cubicSplineWeights } from '../../controllers/cubic-spline.ts';
import { ikComputedTorque } from '../../controllers/ik-computed-torque.ts';
import { jointSpline } from '../../controllers/joint-spline.ts';
import { linearFeedback } from '../../controllers/linear-feedback.ts';
import { operationalSpace } from '../../controllers/operational-space.ts';
import { tensor, zeros } from '../../src/core/population-tensor.ts';
import { AdjointError } from '../../src/errors.ts';
import { assetModel, sceneText } from '../support/robots.ts';
import { changed, experimentFrom, sceneErrorOf } from '../support/scenes.ts';

const gains = { kp: 10, kd: 2 };
const named = { link: 'tip', to: 'point' };

describe.each([
  ['operational-space', {}],
  ['ik-computed-torque', gains],
] as const)('%s', (type, others) => {
  const given = (change: object) => ({ type, ...named, ...others, ...change });
  const wrong: readonly (readonly [object, string, string])[] = [
    [{ link: 'tpi' }, '$.controller.link', 'did you mean "tip"?'],
    [{ link: 'nowhere' }, '$.controller.link', 'use one of'],
    [{ to: 'ponit' }, '$.controller.to', 'did you mean "point"?'],
    [{ orientation: true }, '$.controller.to', 'a goal of a rotation'],
    [{ orientation: 1 }, '$.controller.orientation', 'type boolean'],
    [{ lnik: 'tip' }, '$.controller.lnik', 'did you mean "link"?'],
  ];

  it.each(wrong)('with %j is refused', (change, path, says) => {
    const scene = changed(sceneText('two-link-reach'), 'controller', given(change));
    const error = sceneErrorOf(() => experimentFrom(scene));
    expect(error.path).toBe(path);
    expect(error.message).toContain(says);
  });

  it('as it should be is taken', () => {
    const experiment = experimentFrom(changed(sceneText('two-link-reach'), 'controller', given({})));
    expect(experiment.settings.controller.name).toBe(type);
  });
});

const held: Controller = { name: 'held', parameters: () => ({}), act: (_, memory) => ({ tau: zeros([2]), memory }) };
const model = assetModel('planar-2link');
const good = zeros([2]);
const seen = { q: good, v: good, time: tensor(0), goals: {} };
const act = (controller: unknown, parameters: object, memory: object, planned: unknown) => () =>
  (controller as Controller).act(parameters as never, memory as never, seen, planned as never, model);
const point = { link: 'tip', to: 'point' } as const;
const set = computedTorque(gains);
const spline = jointSpline({ knots: 2, ...gains });
const linear = linearFeedback(gains);
const space = operationalSpace(point);
const classical = ikComputedTorque({ ...point, ...gains });
const still = { way: good, v: good, a: good };

const wrong: readonly (readonly [string, () => unknown, RegExp])[] = [
  ['a gain of 0', () => computedTorque({ kp: 0, kd: 1 }), /^kp: found 0; expected more than 0/],
  [
    'gains of three joints',
    () => set.parameters(model, [0, 0]) && computedTorque({ kp: [1, 2, 3], kd: 1 }).parameters(model, [0, 0]),
    /^kp: found 3 numbers; expected 2/,
  ],
  ['a set point', act(set, set.parameters(model, [0, 0]), {}, zeros([3])), /^set point: /],
  ['no knots', () => jointSpline({ knots: 0, ...gains }), /^knots: found 0; expected at least 1/],
  ['gains of a spline', () => jointSpline({ knots: 2, kp: [1], kd: 1 }).parameters(model, [0, 0]), /^kp: found 1 num/],
  ['knots of one joint', () => spline.plan!({ knots: zeros([2, 1]) }, [0], model, 1), /^knots: not 2 control points/],
  ['a duration', () => spline.plan!({ knots: zeros([2, 2]) }, [0], model, NaN), /^duration: found NaN/],
  ['a start', act(spline, {}, { start: zeros([1]) }, still), /^q: /],
  ['a way', act(spline, {}, { start: good }, { ...still, way: zeros([1]) }), /^way: /],
  [
    'a matrix',
    act(linear, { ...linear.parameters(model, [0, 0]), damping: good }, {}, good),
    /^damping: not a gain of/,
  ],
  ['a constant', act(linear, { ...linear.parameters(model, [0, 0]), torque: zeros([]) }, {}, good), /^torque: /],
  ['a goal', act(space, space.parameters(model, [0, 0]), {}, good), /^to: found "point"; expected the name of a goal/],
  ['a gain a joint', act(space, { ...space.parameters(model, [0, 0]), logKp: good }, {}, good), /^logKp: not the loga/],
  ['a share of more than all', () => ikComputedTorque({ ...point, ...gains, share: 1.5 }), /^share: found 1.5/],
  [
    'a share a joint',
    () => classical.plan!({ ...classical.parameters(model, [0, 0]), logShare: good }, [0], model, 1),
    /^logShare/,
  ],
  [
    'a part a joint',
    act(
      classical,
      classical.parameters(model, [0, 0]),
      { start: good, way: good },
      { part: good, rate: good, change: good },
    ),
    /^part: not one number/,
  ],
  [
    'what it begins with',
    () => memoryAtStart({ ...held, begin: () => undefined as never }, {}, seen, model),
    /^begin of controller held: found undefined/,
  ],
  ['what is no way to begin', () => requireController({ ...held, begin: 3 as never }), /^controller.begin: found 3/],
  ['a third derivative', () => cubicSplineWeights(4, 0.5, 3), /^derivative: found 3; expected an integer from 0 to 2/],
];

describe('a controller refuses what it cannot use', () => {
  it.each(wrong)('%s', (_, run, message) => {
    expect(run).toThrow(message);
    expect(run).toThrow(AdjointError);
  });
});
