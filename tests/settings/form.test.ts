import { describe, expect, it } from 'vitest';
import { type FormContext, rowsOf } from '../../src/settings/form.ts';
import { settingLines } from '../../src/settings/help.ts';
import { parseScene, readScene } from '../../src/scene/parse.ts';
import { sceneJsonSchema } from '../../src/scene/schema.ts';
import { schemaAt } from '../../src/settings/schema-path.ts';
import { withPart } from '../../src/settings/set.ts';
import { assetModel, sceneText } from '../support/robots.ts';
import { sceneNames } from '../support/scenes.ts';
import { toy, toyJson } from '../support/toy-settings.ts';

const context: FormContext = {
  names: { links: ['base', 'hand'], goals: ['here', 'there'], measures: [] },
  joints: ['shoulder', 'elbow'],
};
const rows = rowsOf(toyJson, toy, context);
const rowAt = (path: string) => rows.find((row) => row.path.join('.') === path);

describe('rows of a form', () => {
  it('are those of the fields that are not advanced, in the order of the schema', () => {
    expect(rows.map(({ path }) => path.join('.'))).toEqual([
      'seed',
      'time.step',
      'gains.0',
      'gains.1',
      'at.0',
      'at.1',
      'at.2',
      'isOn',
      'limit',
      'mode',
      'of',
      'shape',
      'shape.size',
      'places.here.size',
      'places.here.corner',
      'places.here.hue',
      'parts.0.weight',
      'parts.1.weight',
    ]);
  });

  it('show numbers in the units that people think in, with their bounds', () => {
    expect(rowAt('time.step')).toMatchObject({ label: 'Step (ms)', value: 5, factor: 1000, least: 0 });
    expect(rowAt('seed')).toMatchObject({ label: 'Seed', value: 3, factor: 1, isInteger: true, least: 0 });
    expect(rowAt('at.1')).toMatchObject({ label: 'y (m)', value: 0.2 });
    expect(rowAt('gains.0')).toMatchObject({ label: 'shoulder', value: 1 });
    expect(rowAt('places.here.size')).toMatchObject({ label: 'Size (m)', value: 1 });
  });

  it('show flags, words, names and kinds to choose from', () => {
    expect(rowAt('isOn')).toMatchObject({ value: true });
    expect(rowAt('mode')).toMatchObject({ value: 'slow', choices: { slow: 'slow', fast: 'fast' } });
    expect(rowAt('of')).toMatchObject({ value: 'here', choices: { here: 'here', there: 'there' } });
    expect(rowAt('shape')).toMatchObject({ value: 'ball', choices: { Ball: 'ball', Box: 'box', Plane: 'plane' } });
  });

  it('say what may be absent, show defaults of what is, and 0 for what has none', () => {
    expect(rowAt('limit')).toMatchObject({ isOptional: true, value: 0 });
    expect(rowAt('isOn')).toMatchObject({ isOptional: false });
    const without = withPart(toy, ['isOn'], undefined);
    expect(rowsOf(toyJson, without, context).find(({ path }) => path[0] === 'isOn')).toMatchObject({ value: true });
  });

  it('of a number for all joints are one, of a list one a joint', () => {
    const shared = rowsOf(toyJson, { ...toy, gains: 4 }, context).filter(({ path }) => path[0] === 'gains');
    expect(shared).toMatchObject([{ path: ['gains'], label: 'Gains (N m)', value: 4 }]);
  });

  it('of a kind chosen by its name alone are its choice', () => {
    const plane = rowsOf(toyJson, { ...toy, shape: 'plane' }, context).filter(({ path }) => path[0] === 'shape');
    expect(plane).toMatchObject([{ path: ['shape'], value: 'plane' }]);
  });
});

describe.each(sceneNames)('the form of %s', (name) => {
  const schema = sceneJsonSchema();
  const scene = readScene(sceneText(name));
  const model = assetModel(String(scene.robot).replace('.urdf', ''));
  const sceneRows = rowsOf(schema, scene, {
    names: { links: model.links.map((link) => link.name), goals: Object.keys(scene.goals), measures: [] },
    joints: model.joints.map((joint) => joint.name),
  });
  const paths = sceneRows.map(({ path }) => path.join('.'));

  it('has weights, goal, gains, method and horizon, each once', () => {
    expect(new Set(paths).size).toBe(paths.length);
    const goal = Object.keys(scene.goals)[0];
    for (const path of [
      `goals.${goal}.position.0`,
      'costs.0.weight',
      'success.below',
      'method',
      'method.iterations',
      'time.horizon',
      'seed',
    ])
      expect(paths).toContain(path);
    expect(paths.some((path) => /^controller\.(kp\.0|knots)$/.test(path))).toBe(true);
  });

  it('writes back what it shows: every row is a field, and its value fits', () => {
    for (const { path, value, factor, choices, isOptional } of sceneRows) {
      expect(schemaAt(schema, path, scene), path.join('.')).toBeDefined();
      if (choices || (isOptional && value === 0)) continue;
      const back = typeof value === 'number' ? Number((value / factor).toPrecision(12)) : value;
      expect(parseScene(withPart(scene, path, back))).toEqual(scene);
    }
  });
});

describe('help', () => {
  const lines = new Map(settingLines(toyJson));

  it('says path, meaning, unit, range and default of every setting', () => {
    expect(lines.get('seed')).toBe('of numbers (integer; at least 0; at most 99)');
    expect(lines.get('time.step')).toBe('length of a step (in s; more than 0)');
    expect(lines.get('isOn')).toBe('whether it runs (default true)');
    expect(lines.get('mode')).toBe('how fast (slow, fast)');
    expect(lines.get('gains')).toBe('of each joint (in N m; more than 0)');
    expect(lines.get('shape.size')).toBe('how large it is (in m; more than 0; for ball, box)');
    expect(lines.get('shape.corner')).toBe('radius of the edges (at least 0; default 0.5; for box)');
    expect(lines.get('places.NAME')).toMatch(/as shape/);
    expect(lines.get('parts.NAME.weight')).toBe('of the part (at least 0)');
    expect(lines.get('secret')).toBe('for files');
  });

  it('names every kind', () => {
    const kinds = lines.get('shape.type')!;
    for (const type of ['ball', 'box', 'plane']) expect(kinds).toContain(type);
    expect(
      [...lines]
        .filter(([path]) => path.startsWith('places.NAME'))
        .map(([, text]) => text)
        .join(),
    ).toMatch(/as shape|ball.*box.*plane/);
  });

  it('of scenes has a line for each kind and setting, with words', () => {
    const sceneLines = settingLines(sceneJsonSchema());
    const scenePaths = sceneLines.map(([path]) => path);
    for (const path of [
      'time.step',
      'costs.NAME.weight',
      'costs.NAME.residual.relative',
      'controller.kp',
      'method.learningRate',
      'success.below',
      'goals.NAME.position',
    ])
      expect(scenePaths).toContain(path);
    for (const [path, text] of sceneLines) expect(text, path).not.toBe('');
  });
});
