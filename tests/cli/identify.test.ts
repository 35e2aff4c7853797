/** @file `adjoint identify` in the terminal: its table, its files, a motion that tells more, and what it refuses. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeCsv } from '../../src/formats/csv.ts';
import { recordingOfCsv } from '../../src/identify/recording-files.ts';
import { adjoint, file, scene } from '../support/command-line.ts';
import { assetModel } from '../support/robots.ts';

const arm = scene('two-link-reach');
const model = assetModel('planar-2link');

/** A motion that `--suggest` wrote: forces of the robot as its file has it. */
async function motion(name: string, ...options: readonly string[]): Promise<string> {
  const path = file(name);
  const { status } = await adjoint([
    'identify',
    arm,
    '--suggest',
    '--unknown',
    'damping',
    '--duration=0.5',
    '--iterations=2',
    '--out',
    path,
    '--force',
    ...options,
  ]);
  expect(status).toBe(0);
  return path;
}

describe('identify', () => {
  it('finds what a scene asks of the recordings that it names, in a table, and writes it as JSON', async () => {
    const out = file('found.json');
    const { status, out: text } = await adjoint([
      'identify',
      scene('panda-identify'),
      '--holdout',
      'scenes/recordings/panda-check.csv',
      '--out',
      out,
    ]);
    expect(text).toMatch(
      /^number +before +found +95 % +unit\ndamping of panda_joint1 +1\.000 +0\.500 +± [\d.e-]+ +N m s\/rad\n/,
    );
    expect(text).toMatch(/\npayload of panda_hand +0 +0\.800 +± [\d.e-]+ +kg\n/);
    expect(text).toMatch(/\n15 of 15 numbers determined; residuals are 0\.9\d+ times what the sensors' noise explains/);
    expect(text).toMatch(/\nHeld out: 0\.9\d+/);
    const found = JSON.parse(readFileSync(out, 'utf8')) as {
      robot: { joints: Record<string, { armature: number }> };
      scene: { robot: { armature: Record<string, number> } };
    };
    expect(found.scene.robot.armature['panda_joint3']).toBeCloseTo(0.14, 3);
    expect(found.robot.joints['panda_joint3'].armature).toBe(found.scene.robot.armature['panda_joint3']);
    expect(status).toBe(0);
  });

  it('suggests a motion within the limits that can be recorded and read again', async () => {
    const path = await motion('motion.csv');
    const recording = recordingOfCsv(readFileSync(path, 'utf8'), model, 'motion.csv');
    expect(recording.time.at(-1)).toBeCloseTo(0.5, 12);
    expect(Array.from(recording.q.slice(0, 2))).toEqual(
      Array.from(recording.q.slice(-2)).map((value) => expect.closeTo(value, 9) as number),
    );
    model.joints.forEach(({ limits }, j) => {
      recording.tau.forEach(
        (value, i) => i % 2 === j && !Number.isNaN(value) && expect(Math.abs(value)).toBeLessThanOrEqual(limits.effort),
      );
    });
  });

  it('says what is not determined, with status 3, and writes CSV', async () => {
    const path = await motion('few.csv');
    const out = file('few-found.csv');
    const { status, out: text } = await adjoint([
      'identify',
      arm,
      path,
      '--unknown',
      'link-inertia:lower',
      '--unknown',
      'payload:lower',
      '--iterations=2',
      '--out',
      out,
    ]);
    expect(text).toMatch(/\nOnly mass of lower \+ payload of lower is determined\.\n/);
    expect(text).toContain('! only its sum with others is determined');
    expect(decodeCsv(readFileSync(out, 'utf8')).columns[0]).toMatchObject({
      name: 'mass of lower [kg]',
      values: [0.7, expect.any(Number), expect.any(Number), expect.any(Number)],
    });
    expect(status).toBe(3);
  });

  it('goes on from a file', async () => {
    const path = await motion('long.csv');
    const asked = ['identify', arm, path, '--unknown', 'armature', '--unknown', 'start-state'];
    const [first, whole] = [file('first.json'), file('whole.json')];
    await adjoint([...asked, '--iterations=1', '--out', first]);
    await adjoint([...asked, '--iterations=2', '--out', whole]);
    const { out } = await adjoint([...asked, '--iterations=2', '--resume', first, '--json']);
    const state = (text: string): unknown => (JSON.parse(text) as { state: unknown }).state;
    expect(state(out)).toEqual(state(readFileSync(whole, 'utf8')));
  });

  it.each([
    [[], /^missing argument DATA/],
    [['none.csv'], /^none\.csv: cannot be read/],
    [['none.csv', '--unknown=joint-dampin'], /^--unknown: unknown "joint-dampin"; did you mean/],
    [['none.csv', '--unknown=start-state:upper'], /is of no joint or link/],
    [['none.csv', '--unknown=damping', '--noise=x'], /^--noise: found "x"/],
    [['none.csv', '--unknown=damping', '--noise=1,2,3'], /^--noise: 3 numbers; expected Q or Q,V/],
    [['--suggest', '--unknown=damping', '--duration=1e9'], /^duration: found 1000000000 s; expected at most/],
  ])('refuses %j', async (options, message) => {
    const { status, err } = await adjoint([
      'identify',
      arm,
      ...options,
      ...(options.length < 2 ? ['--unknown', 'damping'] : []),
    ]);
    expect(err).toMatch(message);
    expect(status).toBe(2);
  });

  it('refuses a file in degrees, and a column that is missing, by name', async () => {
    const path = file('degrees.csv');
    writeFileSync(path, 't,q0,q1,tau0,tau1\n0,10,20,0,0\n0.01,11,21,0,0\n');
    expect((await adjoint(['identify', arm, path, '--unknown', 'damping'])).err).toMatch(
      /degrees\.csv: q of joint "shoulder", row 1: found 10; expected rad/,
    );
    writeFileSync(path, 't,q0,tau0,tau1\n0,0.1,0,0\n0.01,0.1,0,0\n');
    expect((await adjoint(['identify', arm, path, '--unknown', 'damping'])).err).toMatch(
      /column of q of joint "elbow": found none; expected a column "q elbow" or "q1"/,
    );
  });

  it('refuses to write over a file before it reads what it works on, but for the one it goes on from', async () => {
    const out = file('taken.json');
    writeFileSync(out, '{}');
    const asked = ['identify', arm, 'none.csv', '--unknown=damping', '--out', out];
    expect((await adjoint(asked)).err).toMatch(/taken\.json exists; fix: give another file, or --force/);
    expect((await adjoint([...asked, '--resume', out])).err).toMatch(/^none\.csv: cannot be read/);
    expect(readFileSync(out, 'utf8')).toBe('{}');
  });

  it('refuses a column that is there twice, and says which columns there are', async () => {
    const path = file('twice.csv');
    const told = async (text: string): Promise<string> => {
      writeFileSync(path, text);
      return (await adjoint(['identify', arm, path, '--unknown', 'damping'])).err;
    };
    expect(await told('t,q0,q1,tau0,tau1,"q0 [rad]"\n0,1,1,0,0,5\n')).toMatch(
      /twice\.csv: column "q0 \[rad\]": found it twice/,
    );
    expect(await told('t,a,b\n0,1,1\n')).toMatch(/name them "q shoulder", or q0, q1, …; columns: t, a, b\n/);
    expect(await told('t,q0\n0,x\n')).toMatch(/^twice\.csv, row 2: found "x"/);
  });
});
