import { symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DynamicsReport } from '../../src/cli/commands/dynamics.ts';
import { forwardDynamics, massMatrix, tensor, version } from '../../src/index.ts';
import type { GradientReport } from '../../src/learning/check-problem.ts';
import { adjoint, distance, file, folder, robot, scene, sceneFile, short } from '../support/command-line.ts';
import { Random } from '../support/random.ts';
import { assetModel, sceneText } from '../support/robots.ts';

describe('help and version', () => {
  it.each(['run', 'dynamics', 'gradcheck', 'explain', 'doctor'])('%s --help tells its arguments', async (command) => {
    for (const flag of ['--help', '-h']) {
      const { status, out, err } = await adjoint([command, flag]);
      expect([status, err]).toEqual([0, '']);
      expect(out).toContain(`Usage: adjoint ${command}`);
    }
  });

  it('--help lists the commands, --version is that of the package', async () => {
    expect((await adjoint(['--help'])).out).toMatch(/run[^]*dynamics[^]*gradcheck[^]*explain[^]*doctor/);
    expect(await adjoint(['--version'])).toEqual({ status: 0, out: `${version}\n`, err: '' });
    expect((await adjoint([])).status).toBe(2);
  });
});

describe('a wrong argument or file gives one message and status 2', () => {
  const panda = robot('panda');
  const wrong: readonly (readonly [argv: readonly string[], says: string])[] = [
    [['gradchek'], 'did you mean "gradcheck"?'],
    [['fly'], 'commands: run, evaluate, scene, export, dynamics, gradcheck, explain, doctor'],
    [['reach', short], 'commands: run, evaluate, scene, export, dynamics, gradcheck, explain, doctor'],
    [['run'], 'missing argument SCENE'],
    [['gradcheck'], 'missing argument SCENE'],
    [['explain'], 'missing argument SCENE'],
    [['explain', short, '--restarts', '0'], 'expected an integer from 1 to 65536'],
    [['explain', short, '--backend', 'wasm'], 'unknown option --backend'],
    [['explain', panda], 'fix: write one for the robot: adjoint scene '],
    [['dynamics'], 'missing argument ROBOT'],
    [['run', short, 'second.json'], 'unexpected argument "second.json"'],
    [['run', short, '--retsarts', '5'], 'did you mean "--restarts"?'],
    [['run', short, '--iterations', '5'], 'unknown option --iterations'],
    [['run', short, '--seed', '5'], 'unknown option --seed'],
    [['run', short, '--out'], '--out'],
    [['run', short, '--set'], '--set'],
    [['run', short, '--out', ''], '--out: found ""; expected a value'],
    [['run', short, '--weld='], '--weld: found ""; expected a value'],
    [['run', ''], 'missing argument SCENE'],
    [['run', short, '--weld', 'nothing'], 'use one of shoulder, elbow'],
    [['run', short, '--weld', 'shoulder', '--weld', 'elbow'], 'expected at least one moving joint'],
    [['run', short, '--workers', '2', '--backend', 'wsam', '--restarts', '2'], 'expected interpreter or wasm'],
    [['run', short, '--json=yes'], '--json'],
    [['run', file('missing.json')], 'no such file'],
    [['run', folder], 'is a folder'],
    [['run', panda], 'found a robot file; expected a scene; fix: write one for the robot: adjoint scene '],
    [['run', short, '--out', '-x.json'], "'--out' argument is ambiguous. Did you"],
    [['gradcheck', short, '--horizon', '2.5'], 'integer'],
    [['gradcheck', short, '--horizon', '9999999'], 'at most 1000000 steps'],
    [['run', '--resume', short], 'an Adjoint run file'],
    [['run', '--resume', file('missing.run.json')], 'no such file'],
    [['dynamics', short], 'short.json'],
    [['dynamics', 'pandaa'], 'no such file or folder; did you mean "panda"?'],
    [['scene', 'nothing-like-it'], 'no such file or folder; built-in robots: '],
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
    const { err } = await adjoint(['run', 'a\u001b[2J\r\u202eb.json']);
    expect(err).toContain('a\\u001b[2J\\u000d\\u202eb.json');
    expect(err).not.toContain('\u001b');
  });

  it('a scene error begins with the file and has the JSON path', async () => {
    const { status, err } = await adjoint(['run', sceneFile('bad.json', (json) => (json.time.step = 0))]);
    expect(status).toBe(2);
    expect(err).toBe(`${file('bad.json')}: $.time.step (line 1, column 163): found 0; expected more than 0\n`);
  });

  it('a misspelt key is named with the one that was meant, with line and column', async () => {
    const { err } = await adjoint(['run', sceneFile('key.json', (json) => (json.meassures = {}))]);
    expect(err).toMatch(
      /key\.json: \$\.meassures \(line 1, column \d+\): found unknown key "meassures"; .* did you mean "measures"\?\n$/,
    );
    const inner = sceneFile('inner.json', (json) => (json.method.histroy = 3));
    expect((await adjoint(['run', inner])).err).toMatch(
      /\$\.method\.histroy \(line 1, column \d+\): .*fix: (did you mean "history"\?|remove it, or use one of type, .*)\n$/,
    );
  });

  it('what does not fit the robot has file, JSON path, line and column, too, as far as it stands in the file', async () => {
    const path = sceneFile('link.json', (json) => (json.costs[3].residual = { ...distance, link: 'tpi' }));
    const { err } = await adjoint(['run', path]);
    expect(err).toMatch(
      /link\.json: \$\.costs\[3\]\.residual\.link \(line 1, column \d+\): found "tpi"; .* did you mean "tip"\?\n$/,
    );
    const changed = await adjoint(['run', short, '--set', 'costs.arrive.residual.link=tpi']);
    expect(changed.err).toMatch(/short\.json: \$\.costs\[3\]\.residual\.link: found "tpi"/);
  });

  it('a run file in place of a scene is called that', async () => {
    await adjoint(['run', short, '--set', 'method.iterations=1', '--out', file('a.run.json')]);
    for (const command of ['run', 'gradcheck', 'explain']) {
      const { status, err } = await adjoint([command, file('a.run.json')]);
      expect([status, err]).toEqual([
        2,
        expect.stringContaining('found a run file; expected a scene; fix: go on with'),
      ]);
    }
  });

  it('a robot beside the scene is used, and its errors have file, line and column', async () => {
    writeFileSync(
      file('own.urdf'),
      '<robot name="own">\n  <link name="a"/>\n  <joint name="j" type="rotary"/>\n</robot>\n',
    );
    const { status, err } = await adjoint(['run', sceneFile('own.json', (json) => (json.robot = 'own.urdf'))]);
    expect(status).toBe(2);
    expect(err).toContain(`${file('own.urdf')}:3:`);
  });

  it('a robot that is nowhere is named with the places that were looked at', async () => {
    const { status, err } = await adjoint(['run', sceneFile('lost.json', (json) => (json.robot = 'lost.urdf'))]);
    expect(status).toBe(2);
    expect(err).toMatch(/"lost.urdf" not found; looked for .*assets.robots.lost\.urdf/);
  });

  it('a file that never ends is not read to its end', async () => {
    symlinkSync('/dev/zero', file('endless.json'));
    const { status, err } = await adjoint(['run', file('endless.json')]);
    expect(status).toBe(2);
    expect(err).toContain('larger than the 5 MB');
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

  it.each([
    ['--v', '1e200,1e200'],
    ['--tau', '1e308,1e308'],
    ['--q', '0.1,0.2', '--v', '1e155,-1e155', '--tau', '1e300,1e300'],
  ])(
    'never prints what is not finite: it says in which joint and operation, and exits with 3 (%s %s)',
    async (...state) => {
      for (const format of [[], ['--json']]) {
        const { status, out, err } = await adjoint(['dynamics', robot('planar-2link'), ...state, ...format]);
        expect([status, out]).toEqual([3, '']);
        expect(err).toMatch(
          /^first non-finite value: op \w+ .*joint "\w+".* -> (NaN|-?Infinity); try: smaller numbers for --q/,
        );
      }
    },
  );

  it('gives numbers only for whatever state, or says that it cannot (200 states)', async () => {
    const random = new Random(5);
    const counts = { 0: 0, 3: 0 };
    const number = (): string => `${random.uniform(-1, 1)}e${random.integer(-300, 308)}`;
    for (let i = 0; i < 200; i++) {
      const state = ['q', 'v', 'tau'].map((name) => `--${name}=${number()},${number()}`);
      const { status, out } = await adjoint(['dynamics', robot('planar-2link'), ...state, '--json']);
      counts[status as 0 | 3]++;
      expect(out).not.toContain('null');
      expect(out === '').toBe(status === 3);
    }
    expect(Math.min(counts[0], counts[3])).toBeGreaterThan(20);
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
      controller: { readonly knots: number };
    };
    expect(report.entries.length).toBe(2 * controller.knots);
    expect(report.worst.relativeError).toBeLessThan(1e-8);
    expect(report.dotProductError).toBeLessThan(1e-13);
  });
});
