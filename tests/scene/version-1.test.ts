import { describe, expect, it } from 'vitest';
import { grad } from '../../src/core/derivative/functions.ts';
import { sub } from '../../src/core/ops/arithmetic.ts';
import { mul } from '../../src/core/ops/elementwise.ts';
import { at } from '../../src/core/ops/indexing.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import type { PopulationTensor } from '../../src/core/population-tensor.ts';
import type { Tree } from '../../src/core/tree.ts';
import { linkPose } from '../../src/dynamics/forward-kinematics.ts';
import { parseScene, readScene } from '../../src/scene/parse.ts';
import { rotationOfQuaternion } from '../../src/spatial/quaternion.ts';
import { expectEqual } from '../support/check.ts';
import { hashBits } from '../support/random-graphs/numbers.ts';
import { sceneText } from '../support/robots.ts';
import {
  assembled,
  changed,
  experimentFrom,
  scene1Text,
  sceneErrorOf,
  sceneNames,
  shortened,
} from '../support/scenes.ts';

const twoLink = scene1Text('two-link-reach');

describe.each(sceneNames)('%s of version 1', (name) => {
  const old = readScene(scene1Text(name));
  const now = readScene(sceneText(name));

  it('says what the scene of version 2 says', () => {
    expect({ ...old, $schema: '', goals: {}, costs: [], measures: {}, success: {} }).toEqual({
      ...now,
      $schema: '',
      goals: {},
      costs: [],
      measures: {},
      success: {},
    });
    expect(Object.values(old.goals)).toEqual(Object.values(now.goals));
    expect(old.success?.below).toBe(now.success?.below);
    // its limits are those of joints that have none, in the one scene that leaves them out
    const kept = old.costs.filter((cost) => now.costs.some((other) => other.name === cost.name));
    const withoutGoal = (costs: readonly object[]): unknown =>
      JSON.parse(JSON.stringify(costs, (key, value: unknown) => (key === 'to' ? 'goal' : value)));
    expect(withoutGoal(kept)).toEqual(withoutGoal(now.costs));
    expect(old.costs.length - kept.length).toBe(name === 'pendulum-swing-up' ? 1 : 0);
  });

  it('has its loss, gradient, terms and measures to the bit', () => {
    const [before, after] = [old, now].map((scene) => {
      const experiment = assembled(shortened(scene, 0.2));
      return experiment.evaluate(experiment.initialParameters);
    });
    expect(before.loss).toBe(after.loss);
    expectEqual(before.gradient, after.gradient);
    expect(before.terms).toEqual({ ...(name === 'pendulum-swing-up' && { limits: 0 }), ...after.terms });
    expect(before.measures).toEqual(after.measures);
    expect(before.reached).toBe(after.reached);
  });
});

describe('a scene of version 1', () => {
  const orientation = [0.1, 0.7, -0.2, 0.6];

  it('with an orientation has the term of its old formula, value and gradient, to the bit', () => {
    const scene = changed(scene1Text('panda-reach'), 'task.orientation', orientation);
    (scene['task'] as { weights: object }).weights = {
      position: 0,
      finalPosition: 0,
      finalOrientation: 3,
      finalVelocity: 0,
      effort: 0,
      limits: 0,
    };
    const { problem, model, evaluate, ...experiment } = experimentOfShort(scene);
    const target = rotationOfQuaternion(orientation);
    const ofEnd = (q: PopulationTensor): PopulationTensor =>
      mul(3, mul(0.5, sub(3, sum(mul(linkPose(model, q, 'panda_hand_tcp').rotation, target)))));
    const old = (parameters: { readonly [name: string]: Tree }): PopulationTensor => {
      const { states } = problem.rollout(parameters, problem.scenario);
      return ofEnd(at(states.q, problem.steps - 1));
    };
    const found = evaluate(experiment.initialParameters);
    expect(found.terms['align']).toBe(old(problem.start).item());
    expectEqual(
      found.gradient.map((x) => x + 0),
      experiment.layout.toVector(grad(old)(problem.start)).map((x) => x + 0),
    );
  });

  it('of no orientation has no such term, and its goal is a point', () => {
    const scene = readScene(twoLink);
    expect(scene.costs.map(({ name }) => name)).toEqual(['reach', 'effort', 'limits', 'arrive', 'rest']);
    expect(scene.goals).toEqual({ target: { type: 'point', position: [0.45, 0, 1.5] } });
  });

  it('without a tolerance never succeeds, and measures the distance all the same', () => {
    const scene = parseScene(changed(twoLink, 'tolerance', undefined));
    expect(scene.success).toBeUndefined();
    const experiment = assembled(shortened(scene, 0.1));
    const found = experiment.evaluate(experiment.initialParameters);
    expect(Object.keys(found.measures)).toEqual(['distance']);
    expect(found.reached).toBe(0);
  });

  it('keeps a velocity, a perturbation and the settings of its kinds', () => {
    const scene = readScene(scene1Text('pendulum-swing-up'));
    expect(scene.controller).toMatchObject({ type: 'torque-spline', knots: 16, perturbation: 0.5 });
    expect(readScene(twoLink).controller).toMatchObject({ perturbation: 0 });
    const moving = parseScene(changed(twoLink, 'initial.v', [1, -1]));
    expect(moving.start).toEqual({ q: [-1.2, 0.8], v: [1, -1] });
    expect(moving.method).toEqual({ type: 'lbfgs', history: 10, iterations: 100 });
  });

  it('starts where it started, noise included', () => {
    const { initialParameters } = assembled(readScene(scene1Text('pendulum-swing-up')));
    expect(hashBits([initialParameters])).toBe(
      hashBits([assembled(readScene(sceneText('pendulum-swing-up'))).initialParameters]),
    );
  });
});

function experimentOfShort(scene: object) {
  const experiment = assembled(shortened(parseScene(scene), 0.05));
  const { problem, model, initialParameters, layout } = experiment;
  return { problem, model, initialParameters, layout, evaluate: (x: Float64Array) => experiment.evaluate(x) };
}

const wrongValues: readonly (readonly [path: string, value: unknown, at: string, says: string])[] = [
  ['version', 3, '$.version', 'use a newer Adjoint'],
  ['version', 0, '$.version', 'no older version'],
  ['version', undefined, '$.version', 'found nothing'],
  ['name', 'Not A Name', '$.name', 'Not A Name'],
  ['title', '', '$.title', 'at least 1'],
  ['robot', '../../etc/passwd', '$.robot', 'passwd'],
  ['robot', 'folder/arm.urdf', '$.robot', 'folder'],
  ['robot', '/arm.urdf', '$.robot', '/arm.urdf'],
  ['robot', 'https://example.org/arm.urdf', '$.robot', 'https'],
  ['robot', '..\\arm.urdf', '$.robot', 'arm.urdf'],
  ['seed', -1, '$.seed', 'at least 0'],
  ['seed', 1.5, '$.seed', 'found 1.5'],
  ['dt', 0, '$.dt', 'more than 0'],
  ['dt', -0.01, '$.dt', 'more than 0'],
  ['dt', Number.NaN, '$.dt', 'found NaN'],
  ['dt', Number.POSITIVE_INFINITY, '$.dt', 'found Infinity'],
  ['dt', null, '$.dt', 'found null'],
  ['dt', '0.01', '$.dt', 'type number'],
  ['dt', [0.01], '$.dt', 'type number'],
  ['dt', 1e-9, '$.horizon', 'at most 1000000 steps'],
  ['horizon', 1e-9, '$.horizon', 'at least one step'],
  ['iterations', 0, '$.iterations', 'more than 0'],
  ['iterations', 1e9, '$.iterations', 'at most'],
  ['initial.q', [0, null], '$.initial.q[1]', 'found null'],
  ['initial.q', { 0: 1 }, '$.initial.q', 'type array'],
  ['task.target', [1, 2], '$.task.target', 'expected'],
  ['task.target', [1, Number.NaN, 2], '$.task.target[1]', 'found NaN'],
  ['task.type', 'dance', '$.task.type', 'reach'],
  ['task.orientation', [0, 0, 0, 0], '$.task.orientation', 'norm is not 0'],
  ['task.weights.position', -1, '$.task.weights.position', 'at least 0'],
  ['task.weights.beauty', 1, '$.task.weights.beauty', 'unknown key "beauty"'],
  ['controller.type', 'lqr', '$.controller.type', '"pd" or "torque-spline"'],
  ['controller.knots', 3, '$.controller.knots', 'at least 4'],
  ['controller.knots', 1e9, '$.controller.knots', 'at most 1000'],
  ['controller.optimize', [], '$.controller.optimize', 'at least 1'],
  ['controller.perturbation', 1, '$.controller.perturbation', 'unknown key'],
  ['controller', { type: 'pd', kp: [1, -2], kd: 1 }, '$.controller.kp[1]', 'more than 0'],
  ['controller', { type: 'pd', kp: '5', kd: 1 }, '$.controller.kp', 'type number or array'],
  ['controller', 5, '$.controller', 'type object'],
  ['integrator', 'euler', '$.integrator', '"semi-implicit-euler" or "rk4"'],
  ['optimizer.type', 'sgd', '$.optimizer.type', 'sgd'],
  ['optimizer.iterations', 5, '$.optimizer.iterations', 'unknown key'],
  ['population', 1e9, '$.population', 'unknown key'],
  ['goals', {}, '$.goals', 'unknown key'],
];

describe('a scene of version 1 that does not fit is refused at its JSON path', () => {
  it.each(wrongValues)('%s = %j', (path, value, where, says) => {
    const error = sceneErrorOf(() => parseScene(changed(twoLink, path, value)));
    expect(error.path).toBe(where);
    expect(error.message).toContain(says);
    expect(error.message).toContain('$');
  });

  it('what only the robot knows is refused where version 2 has it', () => {
    expect(sceneErrorOf(() => experimentFrom(changed(twoLink, 'task.link', 'nowhere'))).path).toBe(
      '$.costs[0].residual.link',
    );
    expect(sceneErrorOf(() => experimentFrom(changed(twoLink, 'initial.q', [0]))).path).toBe('$.start.q');
  });
});
