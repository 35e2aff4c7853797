/** @file `adjoint lab`: the files it writes, the same for any number of workers; what it refuses. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeCsv } from '../../src/formats/csv.ts';
import { adjoint, file, hash, scene } from '../support/command-line.ts';
import { labPath } from '../support/studies.ts';

const bowl = {
  version: 2,
  name: 'small',
  title: 'A small *bowl*',
  about: 'It is steep across.',
  landscape: { type: 'quadratic-bowl', condition: 5, sharpness: 2 },
  compare: [{ type: 'gradient-descent', learningRate: 0.3 }],
  iterations: 5,
  lab: { points: 11, figures: ['surface', 'norms'] },
};

function written(name: string, changes: Record<string, unknown> = {}): string {
  writeFileSync(file(name), JSON.stringify({ ...bowl, ...changes }));
  return file(name);
}

const listOf = (folder: string): string[] => readdirSync(folder).toSorted();

describe('adjoint lab', () => {
  it('writes each figure as SVG, PNG and CSV, and the captions', async () => {
    const out = file('made/figures');
    const { status, out: said, err } = await adjoint(['lab', written('small.json'), '--out', out]);
    expect([status, err]).toEqual([0, expect.stringContaining('2 parameters, 1 method over 5 iterations')]);
    const files = ['norms', 'surface', 'surface-3d'].flatMap((id) =>
      ['csv', 'png', 'svg'].map((end) => `small.${id}.${end}`),
    );
    expect(listOf(out)).toEqual(['small.captions.md', ...files].toSorted());
    for (const name of listOf(out)) expect(said).toContain(join(out, name));
    expect(readFileSync(join(out, 'small.surface.png')).subarray(1, 4).toString()).toBe('PNG');
    const captions = readFileSync(join(out, 'small.captions.md'), 'utf8');
    for (const words of ['# A small \\*bowl\\*', 'It is steep across.', '![norms](small.norms.png)'])
      expect(captions).toContain(words);
    const { columns } = decodeCsv(readFileSync(join(out, 'small.norms.csv'), 'utf8'));
    expect(columns.map(({ name, values }) => [name, values.length])).toEqual([
      ['iteration', 6],
      ['x[0]', 6],
      ['x[1]', 6],
    ]);
  });

  it('sorts the rows of heatmaps by their size where that is asked for', async () => {
    const turned = { name: 'turned', landscape: { ...bowl.landscape, angle: Math.PI / 2 } };
    const rowsOf = async (folder: string, ...options: string[]): Promise<string[]> => {
      const common = ['--figure', 'norms', '--format', 'csv', ...options];
      const { status } = await adjoint(['lab', written('turned.json', turned), '--out', file(folder), ...common]);
      expect(status).toBe(0);
      const { columns } = decodeCsv(readFileSync(join(file(folder), 'turned.norms.csv'), 'utf8'));
      return columns.slice(1).map(({ name }) => name);
    };
    expect(await rowsOf('in-order')).toEqual(['x[0]', 'x[1]']);
    expect(await rowsOf('by-size', '--sort', 'size')).toEqual(['x[1]', 'x[0]']);
    const { status, err } = await adjoint([
      'lab',
      written('turned.json', turned),
      '--out',
      file('no'),
      '--sort',
      'colour',
    ]);
    expect([status, err]).toEqual([2, expect.stringContaining('--sort: unknown "colour"')]);
  });

  it('writes the same bytes again, by workers too, and nothing over other files unless that is asked for', async () => {
    const path = written('again.json', { name: 'again' });
    const [alone, shared] = [file('alone'), file('shared')];
    expect((await adjoint(['lab', path, '--out', alone])).status).toBe(0);
    expect((await adjoint(['lab', path, '--out', shared, '--workers', '2'])).status).toBe(0);
    for (const name of listOf(alone)) expect([name, hash(join(shared, name))]).toEqual([name, hash(join(alone, name))]);
    const refused = await adjoint(['lab', path, '--out', alone]);
    expect([refused.status, refused.err]).toEqual([
      2,
      expect.stringContaining('exists; fix: give another file, or --force'),
    ]);
    expect((await adjoint(['lab', path, '--out', alone, '--force'])).status).toBe(0);
  });

  it('draws what is asked for alone, in the formats that are', async () => {
    const out = file('few');
    const options = ['--figure', 'pad', '--figure', 'horizon', '--format', 'csv'];
    const { status, err } = await adjoint(['lab', written('few.json'), '--out', out, ...options]);
    expect([status, err]).toEqual([0, expect.stringContaining('No figure "horizon": there is no arm')]);
    expect(listOf(out)).toEqual(['small.captions.md', 'small.pad.csv']);
  });

  it('draws the surface in space alone, from where it is asked to be seen, with the numbers of its map', async () => {
    const out = file('space');
    const options = ['--figure', 'surface', '--dim', '3', '--view=200,30', '--format', 'svg,csv'];
    expect((await adjoint(['lab', written('space.json'), '--out', out, ...options])).status).toBe(0);
    expect(listOf(out)).toEqual(['small.captions.md', 'small.surface-3d.csv', 'small.surface-3d.svg']);
    expect(readFileSync(join(out, 'small.surface-3d.svg'), 'utf8')).toContain('seen from azimuth 200°, 30° above');
    expect(readFileSync(join(out, 'small.captions.md'), 'utf8')).toContain('its height and its colour follow');
    const { columns } = decodeCsv(readFileSync(join(out, 'small.surface-3d.csv'), 'utf8'));
    expect(columns[2].values).toHaveLength(121);
  });

  it('opens a scene, and a run where it ended', async () => {
    const short = ['--set', 'time.horizon=0.2', '--set', 'method.iterations=2', '--set', 'success=null'];
    const run = file('two.run.json');
    expect((await adjoint(['run', scene('two-link-reach'), ...short, '--out', run])).status).toBe(0);
    const out = file('of-run');
    const { status } = await adjoint(['lab', run, '--out', out, '--figure', 'norms', '--format', 'csv']);
    expect(status).toBe(0);
    expect(listOf(out)).toContain('two-link-reach.costates.csv');
    const { columns } = decodeCsv(readFileSync(join(out, 'two-link-reach.costates.csv'), 'utf8'));
    expect(columns.map(({ name }) => name)).toEqual(['time [s]', 'shoulder [1/(N m)]', 'elbow [1/(N m)]']);
    expect(columns[0].values).toHaveLength(20);
  });

  it('finds the scene of an experiment beside it, above it or in the package', async () => {
    mkdirSync(file('elsewhere'));
    const others = { ...bowl, landscape: undefined };
    const path = file('elsewhere/own.json');
    const settings = ['time.horizon=0.1', 'success=null'];
    writeFileSync(path, JSON.stringify({ ...others, scene: 'two-link-reach.json', set: settings }));
    const figure = ['--figure', 'surface', '--format', 'svg'];
    expect((await adjoint(['lab', path, '--out', file('own'), ...figure])).status).toBe(0);
    writeFileSync(path, JSON.stringify({ ...others, scene: 'no-such.json' }));
    const { status, err } = await adjoint(['lab', path, '--out', file('own')]);
    expect([status, err]).toEqual([2, expect.stringContaining('scene "no-such.json" not found')]);
  });

  it('refuses wrong files and options before anything is written', async () => {
    const wrong = written('wrong.json', { iterations: 0 });
    const out = file('nothing');
    const cases: readonly (readonly [readonly string[], string])[] = [
      [[wrong, '--out', out], '$.iterations (line 1, column'],
      [[written('right.json')], 'missing option --out DIR'],
      [[written('right.json'), '--out', out, '--figure', 'surfaces'], 'did you mean "surface"?'],
      [[written('right.json'), '--out', out, '--format', 'svg,pdf'], 'unknown "pdf"'],
      [[written('right.json'), '--out', out, '--points', '5'], '--points: found "5"'],
      [[written('right.json'), '--out', out, '--dim', '4'], '--dim: found "4"'],
      [[written('right.json'), '--out', out, '--view', '30'], '--view: found "30", expected azimuth and elevation'],
      [[written('right.json'), '--out', out, '--view=30,99'], 'from 5 to 85'],
      [[written('right.json'), '--out', out, '--view=30,40,50'], '--view: found'],
      [[file('no-such-file.json'), '--out', out], 'cannot be read'],
      [[], 'missing argument EXPERIMENT|SCENE|RUN'],
    ];
    for (const [argv, says] of cases) {
      const { status, err } = await adjoint(['lab', ...argv]);
      expect([status, err]).toEqual([2, expect.stringContaining(says)]);
    }
    expect(existsSync(out)).toBe(false);
  });

  it('is what other commands ask for where they are given an experiment', async () => {
    const { status, err } = await adjoint(['run', labPath('toy')]);
    expect([status, err]).toEqual([2, expect.stringContaining('fix: draw it: adjoint lab')]);
  });

  it('says where a folder cannot be made', async () => {
    writeFileSync(file('a-file'), '');
    const { status, err } = await adjoint(['lab', written('small.json'), '--out', file('a-file/below')]);
    expect([status, err]).toEqual([4, expect.stringContaining('cannot be made')]);
  });

  it('says its figures in its help', async () => {
    const { out } = await adjoint(['lab', '--help']);
    for (const name of ['surface', 'norms', 'flow', 'spectrum', 'pad', 'horizon']) expect(out).toContain(`\n${name}`);
    expect(labPath('toy')).toContain('scenes/lab/toy.json');
  });
});
