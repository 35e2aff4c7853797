/** @file Settings of experiments: what differs between two of them leads from one to the other. */
import { describe, expect, it } from 'vitest';
import { fileOfStudy, withFile } from '../../src/lab/file-of-study.ts';
import { lookAt, lookFrom } from '../../src/lab/look.ts';
import { readLab } from '../../src/lab/parse.ts';
import { labSettingsFrom, partedSettings, withLabSettings } from '../../src/lab/with-settings.ts';
import { labText, smallLab, smallStudy } from '../support/studies.ts';

describe('settings of an experiment', () => {
  it.each([
    ['toy', 'quadratic'],
    ['xor', 'rosenbrock'],
    ['two-link-gains', 'swing-up-horizon'],
    ['policy', 'two-link-gains'],
  ])('lead from %s to %s and back', (one, other) => {
    const [before, after] = [one, other].map((name) => readLab(labText(name)));
    const about = { landscape: after.landscape, scene: after.scene };
    for (const [from, to] of [
      [before, { ...before, lab: after.lab, compare: after.compare, iterations: after.iterations }],
      [after, { ...before, ...about, ...(about.scene === undefined && { set: undefined }) }],
    ]) {
      const said = labSettingsFrom(from, to);
      expect(withLabSettings(from, said)).toEqual(readLab(JSON.stringify(to)));
    }
  });

  it('of a scene stand apart, and are added to what the experiment says of it', () => {
    const settings = ['scene.seed=2', 'iterations=3', 'scene.time.horizon=1'];
    expect(partedSettings(settings)).toEqual({ own: ['iterations=3'], scene: ['seed=2', 'time.horizon=1'] });
    const file = readLab(labText('two-link-gains'));
    expect(withLabSettings(file, settings)).toMatchObject({
      iterations: 3,
      set: [...file.set!, 'seed=2', 'time.horizon=1'],
    });
  });
});

describe('a study as a file', () => {
  it('says all that a file can, and takes it again', () => {
    const study = smallStudy({ about: 'It is steep.', lab: { points: 21, from: [1, 2] } });
    const file = fileOfStudy(study, 'scene.json');
    expect(file).toMatchObject({ name: 'small', scene: 'scene.json', about: 'It is steep.', lab: { from: [1, 2] } });
    const other = withFile(study, withLabSettings(file, ['lab.points=11', 'iterations=4', 'about=null']));
    expect(other).toMatchObject({ about: '', iterations: 4, lab: { points: 11 }, landscape: study.landscape });
  });
});

describe('a start on the plane', () => {
  it('is where all methods begin, on the plane that the usual start has laid', async () => {
    const plain = await lookAt(smallStudy());
    const said = await lookAt(smallStudy({ lab: { points: 11, from: [0.5, -0.25] } }));
    const chosen = await lookFrom(plain, [0.5, -0.25]);
    expect(said.frame.range).toEqual(plain.frame.range);
    expect(said.lowest).toEqual(plain.lowest);
    for (const { walks, study } of [said, chosen]) {
      expect(study.lab.from).toEqual([0.5, -0.25]);
      expect(walks[0].points[0]).toEqual(study.start);
    }
    expect(said.walks[0].points).toEqual(chosen.walks[0].points);
    expect(said.walks[0].points[0]).not.toEqual(plain.walks[0].points[0]);
    expect(smallLab({ lab: { from: [1, 2] } }).lab.from).toEqual([1, 2]);
  });
});
