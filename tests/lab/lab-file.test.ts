/** @file Experiment files of the Lab: those of the project, and what is said of wrong ones. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SceneError } from '../../src/errors.ts';
import { figureNames } from '../../src/lab/figures/names.ts';
import { labFigures } from '../../src/lab/figures/all.ts';
import { readLab } from '../../src/lab/parse.ts';
import { sceneOfLab } from '../../src/lab/scene-of-lab.ts';
import { labJsonSchema } from '../../src/lab/schema.ts';
import { landscapeKinds } from '../../src/learning/landscapes/kinds.ts';
import { recognise } from '../../src/scene/recognise.ts';
import { typeOf } from '../../src/settings/kinds.ts';
import { sceneText } from '../support/robots.ts';
import { labText, smallLab } from '../support/studies.ts';

const folder = new URL('../../scenes/', import.meta.url);
const names = readdirSync(new URL('lab/', folder)).map((file) => file.replace(/\.json$/, ''));

describe('experiment files', () => {
  it.each(names)('%s is valid, says its own name and what it shows, and names the schema', (name) => {
    const text = labText(name);
    const file = readLab(text);
    expect(file.name).toBe(name);
    expect(file.$schema).toBe('../schema/lab-2.schema.json');
    expect(file.about!.length).toBeGreaterThan(100);
    expect(recognise(text)).toMatchObject({ kind: 'lab', is: 'an experiment of the Lab' });
  });

  const ofScenes = names.map((name) => readLab(labText(name))).filter(({ scene }) => scene !== undefined);

  it.each(ofScenes)('$name names a scene that is there, and its settings fit', (file) => {
    const scene = sceneOfLab(file, sceneText(file.scene!.replace('.json', '')));
    expect(`${scene.name}.json`).toBe(file.scene);
  });

  it('show textbook landscapes of all kinds', () => {
    const shown = names.flatMap((name) => readLab(labText(name)).landscape ?? []).map(typeOf);
    const left = landscapeKinds.all.map(({ type }) => type).filter((type) => !shown.includes(type));
    expect(left).toEqual([]);
  });

  it('have a JSON Schema for editors that is the one in the code', () => {
    const published: unknown = JSON.parse(readFileSync(new URL('schema/lab-2.schema.json', folder), 'utf8'));
    expect(published).toEqual({
      title: 'Adjoint experiment of the Lab, version 2',
      ...JSON.parse(JSON.stringify(labJsonSchema())),
    });
  });

  it('have a drawer for every name of a figure', () => {
    expect(Object.entries(labFigures).map(([key, { name }]) => [key, name])).toEqual(figureNames.map((n) => [n, n]));
  });

  it('are whole where they are short', () => {
    expect(smallLab()).toMatchObject({ seed: 1, lab: { points: 11, levels: 'logarithmic' } });
    expect(smallLab({ lab: undefined }).lab).toEqual({ points: 161, levels: 'logarithmic' });
  });
});

const whole = JSON.parse(labText('rosenbrock')) as Record<string, unknown>;

const wrong: readonly (readonly [says: string, changes: Record<string, unknown>, at: string, message: string])[] = [
  ['another version', { version: 3 }, '$.version', 'use a newer Adjoint'],
  ['no landscape', { landscape: undefined }, '$', 'neither a landscape nor a scene'],
  ['a scene besides', { scene: 'two-link-reach.json' }, '$.scene', 'both'],
  ['settings without a scene', { set: ['seed=2'] }, '$.set', 'none without a scene'],
  ['an unknown landscape', { landscape: { type: 'rosenbrok' } }, '$.landscape.type', 'rosenbrock'],
  ['a scene in another folder', { landscape: undefined, scene: '../a.json' }, '$.scene', 'pendulum-swing-up.json'],
  ['no methods', { compare: [] }, '$.compare', 'at least 1'],
  ['a method without its step', { compare: [{ type: 'momentum' }] }, '$.compare[0].learningRate', 'found nothing'],
  ['points between levels', { lab: { points: 100 } }, '$.lab.points', '161'],
  ['a box upside down', { lab: { box: [1, 0, 0, 1] } }, '$.lab.box', 'smaller number first'],
  ['a box too thin to draw', { lab: { box: [1, 1 + 2 ** -52, 0, 1] } }, '$.lab.box', 'at least 1e-9'],
  ['a box without end', { lab: { box: [0, 1, -1.7e308, 1.7e308] } }, '$.lab.box', 'finite length'],
  ['a fourth dimension', { lab: { dim: 4 } }, '$.lab.dim', '3'],
  ['a view from below', { lab: { view: [30, -10] } }, '$.lab.view[1]', '5'],
  ['an unknown figure', { lab: { figures: ['surfaces'] } }, '$.lab.figures[0]', 'surface'],
  ['an unknown member', { lavels: 1 }, '$.lavels', 'lavels'],
];

describe('a wrong experiment file', () => {
  it.each(wrong)('with %s is refused with path, line and column', (_, changes, at, message) => {
    const text = JSON.stringify({ ...whole, ...changes }, null, 2);
    const error = ((): unknown => {
      try {
        return readLab(text);
      } catch (found) {
        return found;
      }
    })();
    expect(error).toBeInstanceOf(SceneError);
    const { path, message: says, place } = error as SceneError;
    expect(path).toBe(at);
    expect(says).toContain(message);
    expect(place!.line).toBeGreaterThanOrEqual(1);
  });

  it('with a wrong setting of its scene says which', () => {
    const file = readLab(
      JSON.stringify({
        ...whole,
        landscape: undefined,
        scene: 'two-link-reach.json',
        set: ['seed=2', 'tiem.step=0.1'],
      }),
    );
    expect(() => sceneOfLab(file, sceneText('two-link-reach'))).toThrow(/\$\.set\[1\].*tiem/);
  });
});
