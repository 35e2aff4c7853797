/** @file `adjoint scene`: what it writes runs as it is; where scenes look for their robots. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtInRobots } from '../../src/platform/node/files.ts';
import { parseScene } from '../../src/scene/parse.ts';
import { adjoint, file, folder, robot, type Summary } from '../support/command-line.ts';
import { assetNames, assetText } from '../support/robots.ts';

const read = (path: string): ReturnType<typeof parseScene> =>
  parseScene(JSON.parse(readFileSync(path, 'utf8')) as unknown);

/** A robot in a folder below that of the tests. */
function placed(path: string, text = assetText('planar-2link')): string {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
  return join(folder, path);
}

async function ran(scene: string, ...options: readonly string[]): Promise<Summary> {
  const { status, out, err } = await adjoint(['run', scene, '--out', file('own.run.json'), '--force', '--json', ...options]); // prettier-ignore
  expect([status, err]).toEqual([0, expect.anything()]);
  return JSON.parse(out) as Summary;
}

describe('a scene that is written', () => {
  it('runs to its goal as it is, and says what was chosen and why', async () => {
    const path = placed('robots/My Arms/Größe 2.URDF');
    const out = file('arm two.json');
    const { status, err } = await adjoint(['scene', path, '--out', out]);
    expect(status).toBe(0);
    for (const word of ['link "tip"', 'goal: ', 'gravity', 'gains: ', 'step: 5 ms', `adjoint run "${out}"`])
      expect(err).toContain(word);
    const scene = read(out);
    expect([scene.name, scene.robot, scene.title]).toEqual(['arm-two', 'robots/My Arms/Größe 2.URDF', 'planar-2link']);
    expect((await ran(out)).reached).toBe(true);
  });

  it.each(assetNames)('for the built-in %s, to standard output', async (name) => {
    for (const said of [name, `${name}.urdf`]) {
      const { status, out } = await adjoint(['scene', said]);
      expect(status).toBe(0);
      const scene = parseScene(JSON.parse(out));
      expect([scene.name, scene.robot]).toEqual([name, said]);
      writeFileSync(file('built-in.json'), out);
      expect((await ran(file('built-in.json'), '--set', 'method.iterations=1')).iterations).toBe(1);
    }
    expect(builtInRobots()).toContain(name);
  });

  it('keeps what options say of the robot, in the fewest words', async () => {
    const path = placed('limp.urdf', assetText('planar-2link').replaceAll(/effort="[^"]*"/g, 'effort="0"'));
    const out = file('limp.json');
    const refused = await adjoint(['scene', path, '--out', out]);
    expect([refused.status, refused.err]).toEqual([2, expect.stringContaining('--ignore-zero-effort')]);
    expect(existsSync(out)).toBe(false);
    const { status } = await adjoint(['scene', path, '--out', out, '--ignore-zero-effort', '--armature', 'elbow=0.1']);
    expect(status).toBe(0);
    const { robot: said } = JSON.parse(readFileSync(out, 'utf8')) as { robot: unknown };
    expect(said).toEqual({ file: 'limp.urdf', armature: { elbow: 0.1 }, ignoreZeroEffort: true });
    expect((await ran(out)).reached).toBe(true);
  });

  it('is of the link that is asked for', async () => {
    const { out, err } = await adjoint(['scene', 'panda', '--link', 'panda_link5']);
    expect(err).toContain('link "panda_link5": at the end of 5 joints');
    expect(parseScene(JSON.parse(out)).success!.residual).toMatchObject({ link: 'panda_link5' });
    const wrong = await adjoint(['scene', 'panda', '--link', 'panda_lnik5']);
    expect([wrong.status, wrong.err]).toEqual([2, expect.stringMatching(/^--link: found "panda_lnik5"; .*did you mean "panda_link5"\?/)]); // prettier-ignore
  });

  it('is short where lines are: lists of numbers are on one', async () => {
    const { out } = await adjoint(['scene', 'panda']);
    expect(out.split('\n').length).toBeLessThan(60);
    expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(120);
  });

  it('is never written over another file without --force', async () => {
    const path = placed('robots/arm.urdf');
    const out = file('taken.json');
    writeFileSync(out, 'mine');
    const { status, err } = await adjoint(['scene', path, '--out', out]);
    expect([status, err]).toEqual([2, expect.stringContaining('exists; fix: give another file, or --force')]);
    expect(readFileSync(out, 'utf8')).toBe('mine');
    expect((await adjoint(['scene', path, '--out', out, '--force'])).status).toBe(0);
    expect(read(out).robot).toBe('robots/arm.urdf');
  });

  it('cannot name a robot above it, and says where it can', async () => {
    const path = placed('robots/deep/arm.urdf');
    mkdirSync(file('other'), { recursive: true });
    for (const argv of [
      ['scene', path],
      ['scene', path, '--out', join(file('other'), 'scene.json')],
    ]) {
      const { status, err } = await adjoint(argv);
      expect([status, err]).toEqual([2, expect.stringContaining('is not at or below')]);
      const [, remedy] = /fix: --out (\S+)$/m.exec(err)!;
      expect((await adjoint(['scene', path, '--out', remedy, '--force'])).status).toBe(0);
      expect(read(remedy).robot).toBe('arm.urdf');
    }
  });

  it('never names a built-in robot where that name means another file', async () => {
    placed('own/panda.urdf');
    const { status, err } = await adjoint(['scene', 'panda', '--out', file('own/scene.json')]);
    expect([status, err]).toEqual([2, expect.stringContaining('a scene there that names "panda" means ')]);
    const [, remedy] = /means (.*\.urdf); fix: give that file/.exec(err)!;
    expect((await adjoint(['scene', remedy, '--out', file('own/scene.json')])).status).toBe(0);
    expect(read(file('own/scene.json'))).toMatchObject({ robot: 'panda.urdf', title: 'planar-2link' });
  });

  it('is refused for files that no scene can name, that are not there, or are none', async () => {
    for (const [path, message] of [
      [placed('arm.txt'), /a scene cannot name "arm\.txt"; .*fix: rename the file/],
      [placed('ur5e'), /a scene cannot name "ur5e"/],
      [placed('own.json', '{}'), /this is a JSON file, not a URDF file/],
      [file('nobody.urdf'), /no such file or folder/],
      [placed('none.urdf', 'hello'), /none\.urdf/],
    ] as const) {
      const { status, err } = await adjoint(['scene', path, '--out', file('none.json')]);
      expect([status, err]).toEqual([2, expect.stringMatching(message)]);
    }
    const missing = await adjoint(['scene']);
    expect([missing.status, missing.err]).toEqual([2, 'missing argument ROBOT\n']);
  });

  it('that cannot be written ends with status 4', async () => {
    const { status, err } = await adjoint(['scene', 'panda', '--out', join(file('nowhere'), 'scene.json')]);
    expect([status, err]).toEqual([4, expect.stringContaining('no such file or folder')]);
  });
});

describe('the robot of a scene is found', () => {
  const sceneOf = (path: string, robotName: string): string => {
    const json = JSON.parse(
      readFileSync(new URL('../../scenes/two-link-reach.json', import.meta.url), 'utf8'),
    ) as object;
    return placed(path, JSON.stringify({ ...json, robot: robotName, time: { step: 0.01, horizon: 0.02 } }));
  };
  const gradcheck = (scene: string) => adjoint(['gradcheck', scene, '--horizon', '1']);

  it.each([
    ['beside it', 'one/scene.json', 'own.urdf', 'one/own.urdf'],
    ['in a folder below', 'two/scene.json', './a b/c.d/Own Arm.Urdf', 'two/a b/c.d/Own Arm.Urdf'],
    ['as XML', 'three/scene.json', 'arm.xml', 'three/arm.xml'],
    ['in ../assets/robots', 'four/scenes/scene.json', 'four.urdf', 'four/assets/robots/four.urdf'],
  ])('%s', async (_, scene, name, path) => {
    placed(path);
    expect((await gradcheck(sceneOf(scene, name))).status).toBe(0);
  });

  it('by the name of a built-in one, with its end or without, beside it first', async () => {
    for (const name of ['planar-2link', 'planar-2link.urdf'])
      expect((await gradcheck(sceneOf('five/scene.json', name))).status).toBe(0);
    cpSync(robot('pendulum'), join(folder, 'five', 'planar-2link.urdf'));
    const { status, err } = await gradcheck(sceneOf('five/scene.json', 'planar-2link'));
    expect([status, err]).toEqual([2, expect.stringContaining('pendulum')]);
  });

  it('or is said to be missing, with what there is', async () => {
    const { status, err } = await gradcheck(sceneOf('six/scene.json', 'planar-2lnik'));
    expect([status, err]).toEqual([2, expect.stringMatching(/robot file "planar-2lnik" not found; .*did you mean "planar-2link\.urdf"\?/)]); // prettier-ignore
    const below = await gradcheck(sceneOf('six/scene.json', 'a/planar-2link.urdf'));
    expect([below.status, below.err]).toEqual([2, expect.stringContaining(join('six', 'a', 'planar-2link.urdf'))]);
  });
});
