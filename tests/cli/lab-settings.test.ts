/** @file `adjoint lab --set` and `--from`: every sort of setting, and what is said of wrong ones. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeCsv } from '../../src/formats/csv.ts';
import { adjoint, file, scene } from '../support/command-line.ts';
import { labPath } from '../support/studies.ts';

const bowl = {
  version: 2,
  name: 'bowl',
  title: 'A bowl',
  landscape: { type: 'quadratic-bowl', condition: 5, sharpness: 2 },
  compare: [{ type: 'gradient-descent', learningRate: 0.3 }],
  iterations: 5,
  lab: { points: 11, plane: { type: 'parameters', x: 'x[0]', y: 'x[1]' }, box: [-1, 1, -1, 1] },
};

function written(name: string, changes: Record<string, unknown> = {}): string {
  writeFileSync(file(name), JSON.stringify({ ...bowl, ...changes }));
  return file(name);
}

let count = 0;

/** The numbers and the vectors of the surface that a command draws, and how it ended. */
async function surfaceBy(path: string, ...options: readonly string[]) {
  const out = file(`out-${count++}`);
  const { status, err } = await adjoint(['lab', path, '--out', out, '--figure', 'surface', ...options, '--format', 'svg,csv']); // prettier-ignore
  const read = (name: string, ending: string): string => readFileSync(`${out}/${name}.surface.${ending}`, 'utf8');
  return { status, err, read };
}

describe('adjoint lab --set', () => {
  it('draws what a file with the same settings says, to the last byte', async () => {
    const changes = {
      landscape: { type: 'quadratic-bowl', condition: 8, sharpness: 2 },
      compare: [{ type: 'momentum', learningRate: 0.1, momentum: 0.5 }],
      iterations: 7,
      lab: { ...bowl.lab, box: [-2, 1, -1, 1], levels: 'linear', from: [0.5, -0.25] },
    };
    const own = await surfaceBy(written('changed.json', changes));
    const set = await surfaceBy(
      written('plain.json'),
      ...['landscape.condition=8', 'iterations=7', 'lab.box=[-2,1,-1,1]', 'lab.levels=linear'].flatMap((one) => ['--set', one]), // prettier-ignore
      ...[
        '--set',
        'compare.0.type=momentum',
        '--set',
        'compare.0.momentum=0.5',
        '--set',
        'compare[0].learningRate=0.1',
      ],
      ...['--from', '0.5,-0.25'],
    );
    expect([own.status, set.status]).toEqual([0, 0]);
    for (const ending of ['svg', 'csv']) expect(set.read('bowl', ending)).toBe(own.read('bowl', ending));
  });

  it('begins all methods at the place that is said, on the plane that is shown', async () => {
    const { read } = await surfaceBy(written('start.json'), '--from', '-0.75,0.5');
    const [usual, svg] = [(await surfaceBy(written('usual.json'))).read('bowl', 'svg'), read('bowl', 'svg')];
    expect(svg).not.toBe(usual);
    const out = file('norms');
    const argv = ['lab', written('norms.json'), '--out', out, '--figure', 'norms', '--format', 'csv', '--from=0,0'];
    expect((await adjoint(argv)).status).toBe(0);
    // the bottom of the bowl has no slope
    const { columns } = decodeCsv(readFileSync(`${out}/bowl.norms.csv`, 'utf8'));
    for (const { values } of columns.slice(1)) for (const value of values) expect(Math.abs(value!)).toBeLessThan(1e-12);
  });

  it('changes the scene of an experiment, and a scene that is given', async () => {
    const about = { landscape: undefined, scene: 'two-link-reach.json', set: ['time.horizon=0.1', 'success=null'] };
    const path = written('arm.json', { ...about, iterations: 2, lab: { points: 11 } });
    const changes = ['--set', 'scene.controller.gravityCompensation=false', '--set', 'scene.time.horizon=0.05'];
    const [plain, changed] = [await surfaceBy(path), await surfaceBy(path, ...changes)];
    expect([plain.status, changed.status]).toEqual([0, 0]);
    expect(changed.read('bowl', 'csv')).not.toBe(plain.read('bowl', 'csv'));
    const lab = [
      '--set',
      'iterations=2',
      '--set',
      'lab.points=11',
      '--set',
      'compare=[{"type":"adam","learningRate":0.1}]',
    ];
    const short = ['--set', 'scene.time.horizon=0.1', '--set', 'scene.success=null'];
    const { status, read } = await surfaceBy(scene('two-link-reach'), ...short, ...lab);
    expect([status, decodeCsv(read('two-link-reach', 'csv')).columns[0].values.length]).toEqual([0, 121]);
  });

  it.each<[string, readonly string[], string]>([
    ['an unknown path', ['--set', 'lab.levls=linear'], 'did you mean "levels"?'],
    ['an unknown landscape setting', ['--set', 'landscape.conditon=3'], 'did you mean "condition"?'],
    ['a wrong value', ['--set', 'iterations=0'], '--set: $.iterations'],
    ['a method that is not there', ['--set', 'compare.1.learningRate=1'], 'a position below 1'],
    ['a setting of a scene that is none', ['--set', 'scene.time.horizon=1'], 'there is no scene'],
    ['no setting', ['--set', 'iterations'], 'path=value'],
    ['half a place', ['--from', '1'], '--from: found "1"; expected two numbers X,Y'],
    ['a place in words', ['--from', '1,here'], '--from: found "here"; expected a finite number'],
  ])('refuses %s', async (_, options, says) => {
    const { status, err } = await adjoint(['lab', written('wrong.json'), '--out', file('nothing'), ...options]);
    expect([status, err]).toEqual([2, expect.stringContaining(says)]);
  });

  it('refuses what a scene or a run does not have', async () => {
    const path = scene('two-link-reach');
    for (const [setting, says] of [
      ['landscape={"type":"himmelblau"}', 'both a landscape and a scene'],
      ['set=["seed=2"]', 'set is said of an experiment only'],
      ['scene.time.horizn=1', 'did you mean "horizon"?'],
    ]) {
      const { status, err } = await adjoint(['lab', path, '--out', file('nothing'), '--set', setting]);
      expect([status, err]).toEqual([2, expect.stringContaining(says)]);
    }
    const wrong = await adjoint(['lab', labPath('two-link-gains'), '--out', file('nothing'), '--set', 'scene.sed=2']);
    expect([wrong.status, wrong.err]).toEqual([2, expect.stringContaining('did you mean "seed"?')]);
  });
});
