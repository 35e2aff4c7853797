/** @file What options say of a robot, on every command that loads one. */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adjoint, file, type Result, runOf, sceneFile, type SceneJson, shorten } from '../support/command-line.ts';
import { assetText } from '../support/robots.ts';

const plain = assetText('planar-2link');

/** A robot in a file of its own, and a short scene of it. */
function robot(name: string, text: string, q: readonly number[] = [0.3, 0.1]): { urdf: string; json: string } {
  writeFileSync(file(`${name}.urdf`), text);
  const json = sceneFile(`${name}.json`, (scene: SceneJson) => {
    shorten(scene);
    Object.assign(scene, { robot: `${name}.urdf` });
    scene.time.horizon = 0.04;
    scene.method.iterations = 2;
    scene.start.q = q;
  });
  return { urdf: file(`${name}.urdf`), json };
}

const robots = {
  plain: robot('plain', plain),
  welded: robot('welded', plain, [0.3]),
  impossible: robot('impossible', plain.replace(/ixx="[^"]*"/, 'ixx="1e-9"').replace(/iyy="[^"]*"/, 'iyy="9"')),
  bare: robot('bare', plain.replace(/<inertial>[^]*?<\/inertial>/g, '')),
  limp: robot('limp', plain.replaceAll(/effort="[^"]*"/g, 'effort="0"')),
  rough: robot('rough', plain.replaceAll(/<dynamics [^>]*>/g, '<dynamics damping="0.1" friction="0.5"/>')),
};

/** The commands, as they take a robot. */
const commands: Readonly<Record<string, (of: keyof typeof robots, ...options: string[]) => Promise<Result>>> = {
  run: (of, ...options) => adjoint(['run', robots[of].json, '--out', file(`${of}.run.json`), '--force', '--json', ...options]), // prettier-ignore
  gradcheck: (of, ...options) => adjoint(['gradcheck', robots[of].json, '--json', ...options]),
  explain: (of, ...options) => adjoint(['explain', robots[of].json, '--json', ...options]),
  dynamics: (of, ...options) => adjoint(['dynamics', robots[of].urdf, '--json', '--v', 'shoulder=0.1', ...options]),
  scene: (of, ...options) =>
    adjoint(['scene', robots[of].urdf, '--out', file(`${of}-scene.json`), '--force', ...options]),
};
const names = Object.keys(commands);

describe.each(names)('%s', (name) => {
  const command = commands[name];

  it.each<[keyof typeof robots, readonly string[], RegExp]>([
    ['impossible', ['--repair'], /--repair/],
    ['bare', ['--estimate-inertia'], /--estimate-inertia/],
  ])('refuses the %s robot without %j, which its message names, and takes it with that', async (of, options, names) => {
    const without = await command(of);
    expect([without.status, without.err]).toEqual([2, expect.stringMatching(names)]);
    const { status, err } = await command(of, ...options);
    expect([status, err]).toEqual([0, expect.anything()]);
  });

  it('welds joints', async () => {
    const { status, out, err } = await command('welded', '--weld', 'elbow');
    expect([status, err]).toEqual([0, expect.anything()]);
    if (name === 'dynamics') expect((JSON.parse(out) as { joints: string[] }).joints).toEqual(['shoulder']);
  });

  it('takes limits of 0 as absent', async () => {
    expect((await command('limp')).err).toContain('U040');
    const { status, err } = await command('limp', '--ignore-zero-effort');
    expect(status).toBe(0);
    expect(err).not.toContain('U040');
  });

  it('has armatures and a friction velocity of its own', async () => {
    const results = [];
    for (const options of [[], ['--armature', 'elbow=0.5,shoulder=0.2'], ['--friction-velocity', '0.5']])
      results.push(await command('rough', '--max-links', '4', ...options));
    expect(results.map(({ status }) => status)).toEqual([0, 0, 0]);
    const outputs = new Set(results.map(({ out, err }) => out + err));
    expect(outputs.size).toBeGreaterThanOrEqual(name === 'scene' ? 1 : name === 'explain' ? 2 : 3);
  });

  it.each<[readonly string[], RegExp]>([
    [['--weld', 'elbwo'], /weld.*: found "elbwo"; .*did you mean "elbow"\?/],
    [['--armature', 'elbwo=1'], /armature.*: found "elbwo"; .*did you mean "elbow"\?/],
    [['--armature', 'elbow'], /^--armature: found "elbow"; expected NAME=NUMBER, or several after commas/],
    [['--armature', 'elbow=-1'], /^--armature: found "elbow=-1"; expected a number of at least 0/],
    [['--armature', 'elbow=1e999'], /^--armature: found "1e999"; expected a finite number/],
    [['--armature', 'elbow=1,elbow=2'], /^--armature: found joint "elbow" twice/],
    [['--armature', 'elbow=1', '--armature', 'elbow=1'], /^--armature: found joint "elbow" twice/],
    [['--armature', 'elbow=1,'], /^--armature: found "elbow=1,"; expected NAME=NUMBER/],
    [['--friction-velocity', '0'], /^--friction-velocity: found "0"; expected a number above 0/],
    [['--friction-velocity', 'fast'], /^--friction-velocity: found "fast"; expected a finite number/],
    [['--max-links', '0'], /^--max-links: found "0"; expected an integer of at least 1/],
    [['--max-links', '2'], /\d links > limit 2.*--max-links/],
    [['--estimate-inertai'], /^unknown option --estimate-inertai; did you mean "--estimate-inertia"\?/],
  ])('refuses %j', async (options, message) => {
    const { status, err } = await command('plain', ...options);
    expect([status, err]).toEqual([2, expect.stringMatching(new RegExp(message, 'm'))]);
  });
});

describe('a run', () => {
  it('says in its file how its robot was loaded, and goes on with that', async () => {
    const out = file('said.run.json');
    const options = ['--estimate-inertia', '--armature', 'elbow=0.1', '--friction-velocity', '0.1'];
    const { status } = await adjoint(['run', robots.bare.json, '--out', out, '--force', ...options]);
    expect(status).toBe(0);
    const { robot: saved, scene } = runOf(out);
    const said = { estimateInertia: true, armature: { elbow: 0.1 }, frictionVelocity: 0.1 };
    expect(saved).toMatchObject({ weld: [], repair: false, ...said });
    expect(saved.estimates!.length).toBeGreaterThan(0);
    expect(saved.estimates!.map(({ from }) => from)).toContain('shapes');
    expect(scene).toMatchObject({ robot: { file: 'bare.urdf', ...said } });
    for (const argv of [[], options, [robots.bare.json]])
      expect((await adjoint(['run', ...argv, '--resume', out])).status).toBe(0);
    const other = await adjoint(['run', '--resume', out, '--armature', 'elbow=0.2']);
    expect([other.status, other.err]).toEqual([2, expect.stringContaining('found robot.armature.elbow=0.2')]);
  });

  it('of a robot as it is says no more than files of before', async () => {
    await adjoint(['run', robots.plain.json, '--out', file('before.run.json'), '--force']);
    const { robot: saved, scene } = runOf(file('before.run.json'));
    expect(Object.keys(saved)).toEqual(['checksum', 'weld', 'repair']);
    expect((scene as { robot: unknown }).robot).toBe('plain.urdf');
  });

  it('goes the same way by options as by what its scene says', async () => {
    const options = ['--armature', 'elbow=0.1', '--friction-velocity', '0.2'];
    const set = ['--set', 'robot.armature={"elbow": 0.1}', '--set', 'robot.frictionVelocity=0.2'];
    const runs = [];
    for (const given of [options, set]) {
      const { status } = await adjoint(['run', robots.rough.json, '--out', file('way.run.json'), '--force', ...given]);
      expect(status).toBe(0);
      runs.push(runOf(file('way.run.json')));
    }
    expect(runs[0]).toEqual(runs[1]);
  });
});

describe('numbers by the names of joints', () => {
  const odd = plain.replaceAll('"shoulder"', '"up, down=1"');
  writeFileSync(file('odd.urdf'), odd);
  writeFileSync(file('follow.urdf'), plain.replace('</robot>', `
    <link name="pad"><inertial><mass value="0.1"/><inertia ixx="1e-3" ixy="0" ixz="0" iyy="1e-3" iyz="0" izz="1e-3"/></inertial></link>
    <joint name="thumb" type="continuous"><parent link="tip"/><child link="pad"/><axis xyz="0 1 0"/><mimic joint="elbow" multiplier="-2" offset="0.5"/></joint></robot>`)); // prettier-ignore
  const q = async (robotFile: string, given: string): Promise<unknown> => {
    const { status, out, err } = await adjoint(['dynamics', file(robotFile), '--json', '--q', given]);
    return status === 0 ? (JSON.parse(out) as { q: unknown }).q : err;
  };

  it('may hold commas and equals signs in the names', async () => {
    expect(await q('odd.urdf', 'up, down=1=0.5,elbow=-0.25')).toEqual({ 'up, down=1': 0.5, elbow: -0.25 });
    expect(await q('odd.urdf', 'elbow=1')).toEqual({ 'up, down=1': 0, elbow: 1 });
  });

  it('are those of joints that follow none', async () => {
    expect(await q('follow.urdf', '0.1,0.2')).toEqual({ shoulder: 0.1, elbow: 0.2 });
    expect(await q('follow.urdf', 'thumb=1')).toBe(
      '--q: joint "thumb" follows "elbow" (-2 times it + 0.5) and has no number of its own; fix: give elbow=…\n',
    );
    expect(await q('follow.urdf', '1,2,3')).toContain('found 3 numbers; expected 2, one for each of shoulder, elbow');
    expect(await q('follow.urdf', 'elbow=1,elbow=2')).toContain('--q: found joint "elbow" twice');
  });
});
