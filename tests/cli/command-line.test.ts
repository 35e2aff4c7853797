import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { forwardDynamics, massMatrix, tensor, version } from '../../src/index.ts';
import type { DynamicsReport } from '../../src/cli/commands/dynamics.ts';
import type { GradientReport } from '../../src/scene/check-gradient.ts';
import type { Scene } from '../../src/scene/schema.ts';
import { decodeRun } from '../../src/run/run-file.ts';
import { assetModel, sceneText } from '../support/robots.ts';

const folder = mkdtempSync(join(tmpdir(), 'adjoint-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string): string => join(folder, name);
const scene = (name: string): string => fileURLToPath(new URL(`../../scenes/${name}.json`, import.meta.url));
const robot = (name: string): string => fileURLToPath(new URL(`../../assets/robots/${name}.urdf`, import.meta.url));

const hash = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

interface Result {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process. `stopAfter` presses Ctrl-C once that many progress lines were drawn. */
async function adjoint(argv: readonly string[], stopAfter = Infinity): Promise<Result> {
  const interruption = new AbortController();
  let [out, err] = ['', ''];
  const status = await runCommandLine(argv, {
    out: (text) => (out += text),
    err: (text) => {
      err += text;
      if (err.split('|grad|').length > stopAfter) interruption.abort();
    },
    isInteractive: stopAfter !== Infinity,
    interrupted: interruption.signal,
  });
  // whatever happens, nobody is shown a stack trace
  expect(out + err).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
  expect(err).not.toContain('internal error');
  return { status, out, err };
}

function sceneFile(name: string, change: (scene: Record<string, unknown>) => void): string {
  const json = JSON.parse(sceneText('two-link-reach')) as Record<string, unknown>;
  change(json);
  writeFileSync(file(name), JSON.stringify(json));
  return file(name);
}

/** A short experiment, for tests of what happens around it. */
const short = sceneFile('short.json', (json) =>
  Object.assign(json, {
    name: 'short',
    horizon: 0.2,
    iterations: 8,
    tolerance: undefined,
    optimizer: { type: 'adam', learningRate: 0.3 },
  }),
);

describe('help and version', () => {
  it.each(['reach', 'dynamics', 'gradcheck'])('%s --help tells its arguments', async (command) => {
    for (const flag of ['--help', '-h']) {
      const { status, out, err } = await adjoint([command, flag]);
      expect([status, err]).toEqual([0, '']);
      expect(out).toContain(`Usage: adjoint ${command}`);
    }
  });

  it('--help lists the commands, --version is that of the package', async () => {
    expect((await adjoint(['--help'])).out).toMatch(/reach[^]*dynamics[^]*gradcheck/);
    expect(await adjoint(['--version'])).toEqual({ status: 0, out: `${version}\n`, err: '' });
    expect((await adjoint([])).status).toBe(2);
  });
});

describe('a wrong argument or file gives one message and status 2', () => {
  const panda = robot('panda');
  const wrong: readonly (readonly [argv: readonly string[], says: string])[] = [
    [['raech'], 'did you mean "reach"?'],
    [['fly'], 'commands: reach, dynamics, gradcheck'],
    [['reach'], 'missing argument SCENE'],
    [['gradcheck'], 'missing argument SCENE'],
    [['dynamics'], 'missing argument ROBOT.urdf'],
    [['reach', short, 'second.json'], 'unexpected argument "second.json"'],
    [['reach', short, '--iteratoins', '5'], 'did you mean "--iterations"?'],
    [['reach', short, '--iterations', 'many'], 'expected an integer of at least 1'],
    [['reach', short, '--iterations', '0'], 'at least 1'],
    [['reach', short, '--iterations', '1e3'], 'integer'],
    [['reach', short, '--iterations', '99999999999'], '$.iterations'],
    [['reach', short, '--seed', '-1'], 'integer of at least 0'],
    [['reach', short, '--out'], '--out'],
    [['reach', short, '--json=yes'], '--json'],
    [['reach', file('missing.json')], 'no such file'],
    [['reach', folder], 'is a folder'],
    [['reach', panda], 'expected a JSON document'],
    [['gradcheck', short, '--horizon', '2.5'], 'integer'],
    [['gradcheck', short, '--horizon', '9999999'], 'at most 1000000 steps'],
    [['reach', '--resume', short], 'an Adjoint run file'],
    [['reach', '--resume', file('missing.run.json')], 'no such file'],
    [['dynamics', short], 'short.json'],
    [['dynamics', panda, '--q', '1,2'], 'found 2 numbers; expected 7'],
    [['dynamics', panda, '--q', '1,2,3,4,5,6,NaN'], 'expected a finite number'],
    [['dynamics', panda, '--q', '1,2,3,4,5,6,1e999'], 'expected a finite number'],
    [['dynamics', panda, '--q', ',,,,,,'], 'expected a finite number'],
    [['dynamics', panda, '--tau', 'panda_jiont1=3'], 'did you mean "panda_joint1"?'],
    [['dynamics', panda, '--frame', 'panda_hnad'], 'did you mean "panda_hand"?'],
    [['dynamics', panda, '--weld', 'nothing'], 'nothing'],
  ];

  it.each(wrong)('%j', async (argv, says) => {
    const { status, out, err } = await adjoint(argv);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(says);
  });

  it('names are shown without what could control a terminal', async () => {
    const { err } = await adjoint(['reach', 'a\u001b[2J\r\u202eb.json']);
    expect(err).toContain('a\\u001b[2J\\u000d\\u202eb.json');
    expect(err).not.toContain('\u001b');
  });

  it('a scene error begins with the file and has the JSON path', async () => {
    const { status, err } = await adjoint(['reach', sceneFile('bad.json', (json) => (json.dt = 0))]);
    expect(status).toBe(2);
    expect(err).toBe(`${file('bad.json')}: $.dt: found 0; expected more than 0\n`);
  });

  it('a robot beside the scene is used, and its errors have file, line and column', async () => {
    writeFileSync(
      file('own.urdf'),
      '<robot name="own">\n  <link name="a"/>\n  <joint name="j" type="rotary"/>\n</robot>\n',
    );
    const { status, err } = await adjoint(['reach', sceneFile('own.json', (json) => (json.robot = 'own.urdf'))]);
    expect(status).toBe(2);
    expect(err).toContain(`${file('own.urdf')}:3:`);
  });

  it('a robot that is nowhere is named with the places that were looked at', async () => {
    const { status, err } = await adjoint(['reach', sceneFile('lost.json', (json) => (json.robot = 'lost.urdf'))]);
    expect(status).toBe(2);
    expect(err).toMatch(/"lost.urdf" not found; looked for .*assets.robots.lost\.urdf/);
  });

  it('a file that never ends is not read to its end', async () => {
    symlinkSync('/dev/zero', file('endless.json'));
    const { status, err } = await adjoint(['reach', file('endless.json')]);
    expect(status).toBe(2);
    expect(err).toContain('larger than the 5 MB');
  });
});

describe('reach', () => {
  it('takes the Panda closer than 5 mm to its target and says so', async () => {
    const { status, out, err } = await adjoint(['reach', scene('panda-reach'), '--out', file('panda.run.json')]);
    expect(status).toBe(0);
    expect(err).toMatch(/7 joints; 400 steps .*21 parameters .*KiB of states kept/);
    expect(err).toMatch(/█.*loss .*error .* mm .*\|grad\|/);
    const [, reached] = /reached: ([\d.]+) mm/.exec(out)!;
    expect(Number(reached)).toBeLessThan(5);
    expect(decodeRun(readFileSync(file('panda.run.json'), 'utf8')).state.best!.endEffectorError).toBeLessThan(0.005);
  });

  it('--json prints one object, and only that', async () => {
    const { out } = await adjoint(['reach', short, '--out', file('json.run.json'), '--json']);
    expect(JSON.parse(out)).toMatchObject({
      scene: 'short',
      iterations: 8,
      outcome: 'all iterations done',
      runFile: file('json.run.json'),
    });
  });

  it('--out does not overwrite without --force, and says before the run what cannot be written', async () => {
    writeFileSync(file('precious.json'), 'precious');
    const refused = await adjoint(['reach', short, '--out', file('precious.json')]);
    expect(refused.status).toBe(2);
    expect(refused.err).toContain('--force');
    expect(readFileSync(file('precious.json'), 'utf8')).toBe('precious');
    expect((await adjoint(['reach', short, '--out', file('precious.json'), '--force'])).status).toBe(0);
    const nowhere = await adjoint(['reach', short, '--out', join(folder, 'nowhere', 'a.json')]);
    expect(nowhere.status).toBe(4);
    expect(nowhere.err).not.toContain('|grad|');
  });

  it('resumed after N of 2N iterations writes the same bytes as 2N at once', async () => {
    const [whole, half] = [file('whole.run.json'), file('half.run.json')];
    await adjoint(['reach', short, '--out', whole, '--iterations', '8']);
    await adjoint(['reach', short, '--out', half, '--iterations', '4']);
    expect(hash(half)).not.toBe(hash(whole));
    expect((await adjoint(['reach', '--resume', half, '--iterations', '8'])).status).toBe(0);
    expect(hash(half)).toBe(hash(whole));
  });

  it('stopped by Ctrl-C writes what there is, exits with 130, and goes on to the same bytes', async () => {
    const [whole, stopped] = [file('uninterrupted.run.json'), file('stopped.run.json')];
    await adjoint(['reach', short, '--out', whole]);
    const { status, out } = await adjoint(['reach', short, '--out', stopped], 3);
    expect(status).toBe(130);
    expect(out).toContain(`Go on with: adjoint reach --resume ${stopped}`);
    expect(decodeRun(readFileSync(stopped, 'utf8')).state.history.length).toBe(3);
    await adjoint(['reach', short, '--resume', stopped]);
    expect(hash(stopped)).toBe(hash(whole));
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('a run goes on only with its own scene, seed and robot', async () => {
    const run = file('own.run.json');
    await adjoint(['reach', short, '--out', run]);
    expect((await adjoint(['reach', scene('two-link-reach'), '--resume', run])).err).toContain(
      'differs from the scene',
    );
    expect((await adjoint(['reach', '--resume', run, '--seed', '3'])).err).toContain('--seed cannot change');
    const elsewhere = mkdtempSync(join(folder, 'elsewhere-'));
    writeFileSync(join(elsewhere, 'run.json'), readFileSync(run));
    writeFileSync(join(elsewhere, 'planar-2link.urdf'), `${readFileSync(robot('planar-2link'), 'utf8')}\n`);
    const { status, err } = await adjoint(['reach', '--resume', join(elsewhere, 'run.json')]);
    expect(status).toBe(2);
    expect(err).toContain('not the file that the run was made with');
  });

  it('that diverges keeps the last good parameters, writes them, and exits with 3', async () => {
    // a step so long that the gains overflow; the first iteration is finite
    const wild = sceneFile('wild.json', (json) =>
      Object.assign(json, {
        name: 'wild',
        horizon: 0.5,
        controller: { type: 'pd', kp: 1, kd: 1, reference: [-1, 1], optimize: ['logKp'] },
        optimizer: { type: 'gradient-descent', learningRate: 1e6 },
      }),
    );
    const { status, out, err } = await adjoint(['reach', wild, '--out', file('wild.run.json')]);
    expect(status).toBe(3);
    expect(err).toMatch(/diverged at iteration [1-9]\d*: first non-finite (value|adjoint): op \w+.*member 0.*operands/);
    expect(out).toContain('outcome             diverged');
    const { state, trajectory } = decodeRun(readFileSync(file('wild.run.json'), 'utf8'));
    expect(state.history.length).toBeGreaterThan(0);
    expect(state.best!.parameters.every(Number.isFinite)).toBe(true);
    expect(trajectory!.q.every(Number.isFinite)).toBe(true);
  });

  it('whose simulation diverges names step, joint, op, member and operands', async () => {
    const coarse = sceneFile('coarse.json', (json) =>
      Object.assign(json, { name: 'coarse', dt: 0.5, horizon: 300, controller: { type: 'pd', kp: 1e6, kd: 1e6 } }),
    );
    const { status, err } = await adjoint(['reach', coarse, '--out', file('coarse.run.json')]);
    expect(status).toBe(3);
    expect(err).toMatch(/op \w+ .*at step \d+, joint "\w+", member 0, operands .* -> NaN; try: use a smaller dt/);
    expect(decodeRun(readFileSync(file('coarse.run.json'), 'utf8')).state.best).toBeNull();
  });

  it('warns where no parameter moves the loss', async () => {
    const weights = { position: 0, finalPosition: 0, finalOrientation: 0, finalVelocity: 0, effort: 0, limits: 0 };
    const task = { type: 'reach', link: 'tip', target: [0, 0, 1], weights };
    const aimless = sceneFile('aimless.json', (json) => Object.assign(json, { name: 'aimless', horizon: 0.1, task }));
    const { err } = await adjoint(['reach', aimless, '--out', file('aimless.run.json')]);
    expect(err).toContain('no parameter moves the loss');
  });

  it('warns of a start outside the limits', async () => {
    const idle = sceneFile('idle.json', (json) =>
      Object.assign(json, {
        name: 'idle',
        horizon: 0.1,
        iterations: 1,
        controller: { type: 'pd', kp: 1, kd: 1 },
        initial: { q: [99, 0] },
      }),
    );
    const { err } = await adjoint(['reach', idle, '--out', file('idle.run.json')]);
    expect(err).toContain('outside its limits');
  });
});

describe('dynamics', () => {
  it('--json gives M, accelerations, frame and derivatives by joint name', async () => {
    const { status, out, err } = await adjoint([
      'dynamics',
      robot('planar-2link'),
      '--q',
      '-0.3,0.7',
      '--v',
      'elbow=-1',
      '--tau=2,-1',
      '--json',
    ]);
    expect([status, err]).toEqual([0, '']);
    const report = JSON.parse(out) as DynamicsReport;
    const model = assetModel('planar-2link');
    const [first, second] = report.joints;
    expect([report.q[first], report.q[second], report.v[first], report.v[second]]).toEqual([-0.3, 0.7, 0, -1]);
    const q = tensor([-0.3, 0.7]);
    expect(report.joints.flatMap((row) => report.joints.map((column) => report.M[row][column]))).toEqual(
      massMatrix(model, q).toArray(),
    );
    expect(report.joints.map((name) => report.a[name])).toEqual(
      forwardDynamics(model, q, tensor([0, -1]), tensor([2, -1])).toArray(),
    );
    // inverse dynamics of that acceleration gives the forces back
    for (const name of report.joints) expect(report.inverseDynamics[name]).toBeCloseTo(report.tau[name], 12);
    // da/dtau is the inverse of M
    for (const row of report.joints)
      for (const column of report.joints)
        expect(
          report.joints.reduce((total, k) => total + report.M[row][k] * report['da/dtau'][k][column], 0),
        ).toBeCloseTo(row === column ? 1 : 0, 12);
    expect(report.frame.jacobian[first].length).toBe(6);
    expect(Object.keys(report)).toEqual(expect.arrayContaining(['bias', 'friction', 'da/dq', 'da/dv']));
  });

  it('without --json prints tables', async () => {
    const { status, out } = await adjoint(['dynamics', robot('panda'), '--frame', 'panda_hand_tcp']);
    expect(status).toBe(0);
    for (const heading of [
      'Mass matrix M',
      'Frame panda_hand_tcp',
      'Jacobian',
      'da/dq',
      'da/dtau',
      'panda_joint7',
      'friction',
    ])
      expect(out).toContain(heading);
  });

  it('--weld makes a joint fixed', async () => {
    const { out } = await adjoint([
      'dynamics',
      robot('panda'),
      '--weld',
      'panda_joint7',
      '--weld',
      'panda_joint6',
      '--json',
    ]);
    expect((JSON.parse(out) as DynamicsReport).joints).toEqual([1, 2, 3, 4, 5].map((i) => `panda_joint${i}`));
  });
});

describe('gradcheck', () => {
  it('prints the worst error and where it is, and the growth of the state Jacobian', async () => {
    const { status, out } = await adjoint(['gradcheck', scene('two-link-reach'), '--horizon', '30']);
    expect(status).toBe(0);
    expect(out).toMatch(
      /steps\s+30\n[^]*worst relative error\s+\S+e-\d+ at knots\[\d+, \d\][^]*dot-product error[^]*growth \|dx_T\/dx_0\|[^]*The gradient agrees/,
    );
  });

  it('--json gives every entry', async () => {
    const { out } = await adjoint(['gradcheck', short, '--horizon', '10', '--json']);
    const report = JSON.parse(out) as GradientReport;
    const { controller } = JSON.parse(sceneText('two-link-reach')) as {
      controller: Extract<Scene['controller'], { type: 'torque-spline' }>;
    };
    expect(report.entries.length).toBe(2 * controller.knots);
    expect(report.worst.relativeError).toBeLessThan(1e-8);
    expect(report.dotProductError).toBeLessThan(1e-13);
  });
});
