import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseScene, readScene } from '../../src/scene/parse.ts';
import { sceneJsonSchema } from '../../src/scene/schema.ts';
import { valueAt } from '../../src/settings/schema-path.ts';
import { withPart } from '../../src/settings/set.ts';
import { sceneText } from '../support/robots.ts';
import { changed, experimentFrom, sceneErrorOf } from '../support/scenes.ts';

const folder = new URL('../../scenes/', import.meta.url);
const twoLink = sceneText('two-link-reach');

describe('scene files', () => {
  it('of the project are valid, say their own name, and name the schema', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
    expect(files.length).toBeGreaterThanOrEqual(4);
    for (const file of files) {
      const scene = readScene(readFileSync(new URL(file, folder), 'utf8'));
      expect(`${scene.name}.json`).toBe(file);
      expect(scene.$schema).toBe('./schema/scene-2.schema.json');
    }
  });

  it('have a JSON Schema for editors that is the one in the code', () => {
    const published: unknown = JSON.parse(readFileSync(new URL('schema/scene-2.schema.json', folder), 'utf8'));
    expect(published).toEqual({ title: 'Adjoint scene, version 2', ...JSON.parse(JSON.stringify(sceneJsonSchema())) });
  });

  it('may begin with a byte-order mark', () => {
    expect(readScene(`\ufeff${twoLink}`).name).toBe('two-link-reach');
  });
});

const residual = { type: 'link-position', link: 'tip', to: 'point' };
const cost = { name: 'reach', residual, weight: 1, when: 'running' };
const success = { residual, below: 0.001 };

const wrongValues: readonly (readonly [path: string, value: unknown, at: string, says: string])[] = [
  ['version', 3, '$.version', 'use a newer Adjoint'],
  ['version', 0, '$.version', 'no older version'],
  ['version', undefined, '$.version', 'found nothing'],
  ['version', '2', '$.version', 'found "2"'],
  ['name', 'Not A Name', '$.name', 'Not A Name'],
  ['name', 'x'.repeat(65), '$.name', 'expected text that matches'],
  ['title', '', '$.title', 'at least 1 characters'],
  ['robot', '../../etc/passwd', '$.robot', 'passwd'],
  ['robot', '/arm.urdf', '$.robot', '/arm.urdf'],
  ['robot', 'https://example.org/arm.urdf', '$.robot', 'https'],
  ['robot', '..\\arm.urdf', '$.robot', 'arm.urdf'],
  ['robot', { file: 'arm.urdf', wled: [] }, '$.robot.wled', 'did you mean "weld"?'],
  ['robot', { file: '../arm.urdf' }, '$.robot.file', '../arm.urdf'],
  ['robot', { file: 'arm.urdf', weld: [1] }, '$.robot.weld[0]', 'type string'],
  ['robot', { file: 'arm.urdf', armature: { elbow: -1 } }, '$.robot.armature.elbow', 'at least 0'],
  ['robot', { file: 'arm.urdf', armature: { elbow: '1' } }, '$.robot.armature.elbow', 'type number'],
  ['robot', { file: 'arm.urdf', armature: [1] }, '$.robot.armature', 'type record'],
  ['robot', { file: 'arm.urdf', frictionVelocity: 0 }, '$.robot.frictionVelocity', 'more than 0'],
  ['robot', { file: 'arm.urdf', maxLinks: 0 }, '$.robot.maxLinks', 'more than 0'],
  ['robot', { file: 'arm.urdf', estimateInertia: 1 }, '$.robot.estimateInertia', 'type boolean'],
  ['robot', { file: 'arm.urdf', ignoreZeroEfort: true }, '$.robot.ignoreZeroEfort', 'did you mean "ignoreZeroEffort"?'],
  ['seed', -1, '$.seed', 'at least 0'],
  ['seed', 1.5, '$.seed', 'an integer'],
  ['time', undefined, '$.time', 'found nothing'],
  ['time.step', 0, '$.time.step', 'more than 0'],
  ['time.step', -0.01, '$.time.step', 'more than 0'],
  ['time.step', Number.NaN, '$.time.step', 'found NaN'],
  ['time.step', Number.POSITIVE_INFINITY, '$.time.step', 'found Infinity'],
  ['time.step', null, '$.time.step', 'found null'],
  ['time.step', '0.01', '$.time.step', 'type number'],
  ['time.step', [0.01], '$.time.step', 'type number'],
  ['time.step', 1e-9, '$.time.horizon', 'at most 1000000 steps'],
  ['time.horizon', 1e-9, '$.time.horizon', 'at least one step'],
  ['time.setp', 1, '$.time.setp', 'did you mean "step"?'],
  ['time', { setp: 0.01, horizon: 1, integrator: 'rk4' }, '$.time.setp', 'did you mean "step"?'],
  ['time.integrator', 'euler', '$.time.integrator', '"semi-implicit-euler" or "rk4"'],
  ['time.integrator', { type: 'rk5' }, '$.time.integrator.type', 'did you mean "rk4"?'],
  ['time.integrator', { type: 'rk4', order: 4 }, '$.time.integrator.order', 'unknown key "order"'],
  ['start.q', [0, null], '$.start.q[1]', 'found null'],
  ['start.q', { 0: 1 }, '$.start.q', 'type array'],
  ['start.Q', [0], '$.start.Q', 'did you mean "q"?'],
  ['goals.point.position', [1, 2], '$.goals.point.position', 'at least 3 items'],
  ['goals.point.position', [1, 2, 3, 4], '$.goals.point.position', 'at most 3 items'],
  ['goals.point.position', [1, Number.NaN, 2], '$.goals.point.position[1]', 'found NaN'],
  ['goals.point.type', 'pont', '$.goals.point.type', 'did you mean "point"?'],
  ['goals.point.orientation', [0, 0, 0, 1], '$.goals.point.orientation', 'expected type, position'],
  [
    'goals.point',
    { type: 'pose', position: [0, 0, 0], orientation: [0, 0, 0, 0] },
    '$.goals.point.orientation',
    'norm is not 0',
  ],
  ['goals.Point', { type: 'point', position: [0, 0, 0] }, '$.goals.Point', 'the name "Point"'],
  ['costs', [], '$.costs', 'at least 1 items'],
  ['costs', {}, '$.costs', 'type array'],
  ['costs.0.weight', -1, '$.costs[0].weight', 'at least 0'],
  ['costs.0.wieght', 1, '$.costs[0].wieght', 'did you mean "weight"?'],
  ['costs.0.when', 'runing', '$.costs[0].when', 'did you mean "running"?'],
  ['costs.0.when', undefined, '$.costs[0].when', '"running" or "final" or "both"'],
  ['costs.0.name', 'Reach', '$.costs[0].name', 'found "Reach"'],
  ['costs.1.name', 'reach', '$.costs[1].name', 'a name of its own for each cost'],
  ['costs.0.norm', 'quadrtic', '$.costs[0].norm', 'did you mean "quadratic"?'],
  ['costs.0.norm', 'huber', '$.costs[0].norm', 'found "huber"'],
  ['costs.0.norm', { type: 'hubber', width: 1 }, '$.costs[0].norm.type', 'did you mean "huber"?'],
  ['costs.0.norm', { type: 'huber' }, '$.costs[0].norm.width', 'found nothing'],
  ['costs.0.norm', { type: 'huber', wdth: 1 }, '$.costs[0].norm.wdth', 'did you mean "width"?'],
  ['costs.0.norm', { type: 'huber', width: 0 }, '$.costs[0].norm.width', 'more than 0'],
  ['costs.0.norm', { type: 'huber', wdth: 1, width: 1 }, '$.costs[0].norm.wdth', 'did you mean "width"?'],
  ['costs.0.norm', { type: 'quadratic', width: 1 }, '$.costs[0].norm.width', 'unknown key "width"'],
  ['costs.0.residual.type', 'link-positon', '$.costs[0].residual.type', 'did you mean "link-position"?'],
  ['costs.0.residual', 'link-position', '$.costs[0].residual', 'found "link-position"'],
  ['costs.0.residual.too', 'point', '$.costs[0].residual.too', 'did you mean "to"?'],
  ['costs.0.residual.to', undefined, '$.costs[0].residual.to', 'found nothing'],
  ['costs.0.residual.link', '', '$.costs[0].residual.link', 'at least 1 characters'],
  ['costs.1.residual.relative', 1, '$.costs[1].residual.relative', 'type boolean'],
  ['measures', { far: { residual, when: 'start' } }, '$.measures.far.when', '"end" or "largest" or "mean"'],
  ['measures', { far: { residual: { type: 'torqe' } } }, '$.measures.far.residual.type', 'did you mean "torque"?'],
  ['measures', { 'far away': { residual } }, '$.measures.far away', 'the name "far away"'],
  ['success', { below: 1 }, '$.success', 'neither a measure nor a residual'],
  ['success', { ...success, measure: 'far' }, '$.success', 'both a measure and a residual'],
  ['success', { residual }, '$.success.below', 'found nothing'],
  ['success', { ...success, below: -1 }, '$.success.below', 'at least 0'],
  ['success', { ...success, hold: -1 }, '$.success.hold', 'at least 0'],
  ['success', { ...success, spead: 1 }, '$.success.spead', 'did you mean "speed"?'],
  ['controller.type', 'lqr', '$.controller.type', '"pd" or "torque-spline"'],
  ['controller.type', 'torque-splin', '$.controller.type', 'did you mean "torque-spline"?'],
  ['controller.knots', 3, '$.controller.knots', 'at least 4'],
  ['controller.knots', 1e9, '$.controller.knots', 'at most 1000'],
  ['controller.optimize', [], '$.controller.optimize', 'at least 1 items'],
  ['controller.kp', 1, '$.controller.kp', 'unknown key "kp"'],
  ['controller.perturbation', -1, '$.controller.perturbation', 'at least 0'],
  ['controller', { type: 'pd', kp: [1, -2], kd: 1 }, '$.controller.kp[1]', 'more than 0'],
  ['controller', { type: 'pd', kp: '5', kd: 1 }, '$.controller.kp', 'type number or array'],
  ['controller', { type: 'pd', kp: 5 }, '$.controller.kd', 'type number or array'],
  ['controller', { type: 'torque-spline', knot: 10 }, '$.controller.knot', 'did you mean "knots"?'],
  ['controller', 5, '$.controller', 'type object'],
  ['method.type', 'sgd', '$.method.type', 'sgd'],
  ['method.type', 'lbgfs', '$.method.type', 'did you mean "lbfgs"?'],
  ['method.iterations', 0, '$.method.iterations', 'more than 0'],
  ['method.iterations', 1e9, '$.method.iterations', 'at most'],
  ['method.history', 0, '$.method.history', 'more than 0'],
  ['method.learningRate', 1, '$.method.learningRate', 'unknown key "learningRate"'],
  [
    'method',
    { type: 'adam', learningRate: 1, iterations: 1, schedule: { type: 'cosin' } },
    '$.method.schedule.type',
    'did you mean "cosine"?',
  ],
  ['method', { type: 'adam', learningRate: 1, iterations: 1, beta1: 1 }, '$.method.beta1', 'less than 1'],
  ['population', 1e9, '$.population', 'unknown key'],
  ['task', {}, '$.task', 'unknown key'],
  ['metod', {}, '$.metod', 'did you mean "method"?'],
  ['method', 'adma', '$.method', 'did you mean "adam"?'],
  ['method', 'sgd', '$.method', 'an object of type adam, lbfgs'],
  ['method', 'adam', '$.method', 'give it as { "type": "adam" } with its settings'],
  ['costs.0.norm', 'huber', '$.costs[0].norm', 'give it as { "type": "huber" } with its settings'],
];

/** Every key of a value with its path, but those that are names of a file's own. */
function* keysOf(value: unknown, path: readonly PropertyKey[] = []): Generator<readonly PropertyKey[]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    if (!Array.isArray(value) && path.at(-1) !== 'goals') yield [...path, key];
    yield* keysOf(part, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

it.each(['panda-reach', 'two-link-reach'])(
  'a misspelt key of %s is named as such, also one that has to be there',
  (name) => {
    const scene: unknown = JSON.parse(sceneText(name));
    const paths = [...keysOf(scene)];
    expect(paths.length).toBeGreaterThan(40);
    for (const path of paths) {
      const key = String(path.at(-1));
      const misspelt = `${key}s`;
      const around = valueAt(scene, path.slice(0, -1)) as object;
      const renamed = Object.fromEntries(
        Object.entries(around).map(([own, part]) => [own === key ? misspelt : own, part]),
      );
      const error = sceneErrorOf(() => parseScene(withPart(scene, path.slice(0, -1), renamed)));
      expect(error.message).toContain(`unknown key "${misspelt}"`);
      expect(error.message).toContain(`did you mean "${key}"?`);
    }
  },
);

describe('a robot is named by', () => {
  it.each([
    'arm.urdf',
    './arm.urdf',
    'My Arm (2).URDF',
    'robots/arm/urdf/arm.urdf',
    'Größe/机器人.urdf',
    '.hidden/arm.xml',
    'a..b/arm..urdf',
    'panda',
    'planar-2link',
  ])('%s', (robot) => {
    expect(parseScene({ ...JSON.parse(twoLink), robot }).robot).toBe(robot);
    expect(parseScene({ ...JSON.parse(twoLink), robot: { file: robot } }).robot).toMatchObject({ file: robot });
  });

  it.each([
    '',
    '.urdf',
    'folder/.urdf',
    'arm.stl',
    'folder/arm',
    '/arm.urdf',
    '//server/share/arm.urdf',
    'C:arm.urdf',
    'c:/arm.urdf',
    'folder\\arm.urdf',
    '..',
    '../arm.urdf',
    'folder/../arm.urdf',
    'folder/.. /arm.urdf',
    '.../arm.urdf',
    'https://example.org/arm.urdf',
    'file:arm.urdf',
    'package://arm/arm.urdf',
    'data:text/xml,arm.urdf',
    'arm\0.urdf',
    `${'x'.repeat(1000)}.urdf`,
  ])('not by %j', (robot) => {
    for (const [given, path] of [
      [robot, '$.robot'],
      [{ file: robot }, '$.robot.file'],
    ] as const) {
      const error = sceneErrorOf(() => parseScene({ ...JSON.parse(twoLink), robot: given }));
      expect(error.path).toBe(path);
      expect(error.message).toContain("a relative path at or below the scene's folder");
    }
  });
});

describe('a scene that does not fit is refused at its JSON path', () => {
  it.each(wrongValues)('%s = %j', (path, value, where, says) => {
    const error = sceneErrorOf(() => parseScene(changed(twoLink, path, value)));
    expect(error.path).toBe(where);
    expect(error.message).toContain(says);
    expect(error.message).toContain('$');
  });

  it.each([
    ['start.q', [0], '$.start.q', 'shoulder'],
    ['start.v', [0, 0, 0], '$.start.v', '2 numbers'],
    ['controller', { type: 'pd', kp: [1], kd: 1 }, '$.controller.kp', '2 numbers'],
    ['controller', { type: 'pd', kp: 1, kd: 1, reference: [1] }, '$.controller.reference', '2 numbers'],
    ['controller.optimize', ['knotts'], '$.controller.optimize[0]', 'did you mean "knots"?'],
    ['costs.0.residual.link', 'nowhere', '$.costs[0].residual.link', 'use one of'],
    ['costs.0.residual.to', 'piont', '$.costs[0].residual.to', 'did you mean "point"?'],
    [
      'costs.4.residual',
      { type: 'link-orientation', link: 'tip', to: 'point' },
      '$.costs[4].residual.to',
      'a goal of a rotation',
    ],
    [
      'measures',
      { far: { residual: { ...residual, to: 'there' } } },
      '$.measures.far.residual.to',
      'the name of a goal',
    ],
    ['goals.home', { type: 'configuration', q: [1] }, '$.goals.home.q', '2 numbers'],
    ['success.residual.link', 'tp', '$.success.residual.link', 'did you mean "tip"?'],
    ['success', { measure: 'far', below: 1 }, '$.success.measure', 'a measure: none'],
    ['measures', { distance: { residual: 'joint-velocity' } }, '$.success.residual', 'a second measure "distance"'],
  ])('%s = %j that is not of the robot or the scene', (path, value, where, says) => {
    const error = sceneErrorOf(() => experimentFrom(changed(twoLink, path, value)));
    expect(error.path).toBe(where);
    expect(error.message).toContain(says);
  });

  it('a misspelt measure is refused with the nearest', () => {
    const scene = { ...changed(twoLink, 'measures', { far: { residual } }), success: { measure: 'fra', below: 1 } };
    expect(sceneErrorOf(() => experimentFrom({ ...scene, success: { measure: 'farr', below: 1 } })).message).toContain(
      'did you mean "far"?',
    );
    expect(sceneErrorOf(() => experimentFrom(scene)).message).toContain('a measure: far');
  });

  it('what may be left out has its default, and kinds without settings their names alone', () => {
    const scene = parseScene({
      ...changed(twoLink, 'success', undefined),
      costs: [cost, { ...cost, name: 'still', residual: 'joint-velocity' }],
      time: { step: 0.1, horizon: 1 },
    });
    expect(scene.time.integrator).toBe('semi-implicit-euler');
    expect(scene.costs.map(({ norm }) => norm)).toEqual(['quadratic', 'quadratic']);
    expect(scene.measures).toEqual({});
    expect(scene.success).toBeUndefined();
  });
});
