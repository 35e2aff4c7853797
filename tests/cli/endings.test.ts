/** @file How runs end that cannot come to anything: at once, with the cause, and with a remedy that works when it is followed. */
import { describe, expect, it } from 'vitest';
import { adjoint, file, runOf, type SceneJson, type Summary } from '../support/command-line.ts';
import { type SmallArm, smallArmFiles } from '../support/small-arm.ts';

/** What a run says on standard error, its summary, and how it exits. */
async function ended(
  path: string,
  ...options: readonly string[]
): Promise<{ readonly status: number; readonly err: string; readonly summary: Summary & { hopeless?: string[] } }> {
  const { status, err, out } = await adjoint([
    'run',
    path,
    '--json',
    '--force',
    '--out',
    file('ended.run.json'),
    ...options,
  ]);
  return { status, err, summary: JSON.parse(out) as Summary };
}

const warningsOf = (err: string): string[] => err.split('\n').filter((line) => line.startsWith('warning: '));

/** Remedies that a message names as settings. */
const settingsIn = (text: string): string[] =>
  [...text.matchAll(/\b((?:time|costs|success)\.[\w.-]+=[\w.-]*\w)/g)].map(([, setting]) => setting);

type Case = readonly [name: string, arm: SmallArm, change: (scene: SceneJson) => void, says: RegExp];

describe('a run whose gradient is exactly 0 ends after an iteration and says why:', () => {
  const cases: readonly Case[] = [
    [
      'no drives',
      { effort: [0, 0] },
      () => undefined,
      /no joint can be driven: the effort limit of joints "shoulder", "elbow" is 0; fix: take a limit of 0 as none \(--ignore-zero-effort/,
    ],
    [
      'drives at their limits',
      { effort: [5, 5] },
      (scene) => (scene.controller.kp = 1e6),
      /at their effort limits from the first step to the last.*asks "\w+" for [\d.e]+ N m, of 5\.000 N m.*fix: lower gains/,
    ],
    [
      'an arm that is too heavy',
      { effort: [0.01, 0.01] },
      () => undefined,
      /gravity alone is more than "shoulder", "elbow" can hold; fix: effort limits/,
    ],
    [
      'costs without weight',
      {},
      (scene) => (scene.costs[0].weight = 0),
      /no cost has a weight above 0; fix: costs\.arrive\.weight=1/,
    ],
    [
      'costs of what stands still',
      {},
      (scene) => (scene.costs[0].residual = { type: 'link-position', link: 'base', to: 'point' }),
      /no path joins "reference", "logKp", "logKd" to the loss.*fix: a cost of a link/,
    ],
  ];

  it.each(cases)('%s', async (name, arm, change, says) => {
    const { status, err, summary } = await ended(smallArmFiles(name.replaceAll(' ', '-'), arm, change));
    expect(summary).toMatchObject({ outcome: 'no-gradient', iterations: 1, reached: false });
    expect(summary.detail).toMatch(/^it cannot learn, as the gradient is exactly 0: /);
    expect(summary.detail).toMatch(says);
    expect(err).toContain(summary.detail);
    expect(status).toBe(3);
    expect(runOf(file('ended.run.json')).end).toEqual({ outcome: 'no-gradient', detail: summary.detail });
  });

  it('so do restarts, and a run that is resumed', async () => {
    const path = smallArmFiles('still-restarts', { effort: [0, 0] });
    const { status, summary } = await ended(path, '--restarts', '3');
    expect([status, summary.outcome, summary.iterations]).toEqual([3, 'no-gradient', 1]);
    const again = await adjoint(['run', '--resume', file('ended.run.json'), '--set', 'method.iterations=9', '--json']);
    expect([again.status, (JSON.parse(again.out) as Summary).iterations]).toEqual([3, 1]);
  });

  it('a loss of 0 with nothing else to come to has converged', async () => {
    const path = smallArmFiles('at-its-best', {}, (scene) => {
      delete scene.success;
      scene.costs = [{ name: 'limits', residual: 'joint-limits', norm: 'one-sided', weight: 1, when: 'final' }];
    });
    const { status, summary } = await ended(path);
    expect([status, summary.outcome, summary.reached]).toEqual([0, 'converged', null]);
  });

  it('and learns as soon as the remedy is followed: weights, drives, gains', async () => {
    const weightless = smallArmFiles('weightless', {}, (scene) => (scene.costs[0].weight = 0));
    const [weight] = settingsIn((await ended(weightless)).summary.detail);
    expect((await ended(weightless, '--set', weight)).summary).toMatchObject({ outcome: 'iterations', iterations: 4 });
    const forceless = smallArmFiles('forceless', { effort: [0, 0] });
    expect((await ended(forceless, '--ignore-zero-effort')).summary.outcome).toBe('iterations');
    const inScene = smallArmFiles('forceless-scene', { effort: [0, 0] }, (scene) => {
      scene.robot = { file: 'forceless-scene.urdf', ignoreZeroEffort: true };
    });
    expect((await ended(inScene)).summary.outcome).toBe('iterations');
    const strong = smallArmFiles('strong', { effort: [5, 5] }, (scene) => (scene.controller.kp = 1e6));
    const [, factor] = /by a factor of ([\d.e]+)/.exec((await ended(strong)).summary.detail)!;
    const lower = `controller.kp=${1e6 / Number(factor)}`;
    expect((await ended(strong, '--set', lower)).summary.outcome).not.toBe('no-gradient');
  });
});

describe('before a run and in its first iterations', () => {
  it('names the joints that nothing drives, and the parameters that do nothing; the run goes on', async () => {
    const { status, err, summary } = await ended(smallArmFiles('half', { effort: [50, 0] }));
    expect(warningsOf(err)).toEqual([
      expect.stringMatching(
        /^warning: joint "elbow" cannot be driven and will hang, as the effort limit is 0; fix: take a limit of 0 as none \(--ignore-zero-effort, or "ignoreZeroEffort": true/,
      ),
      'warning: the gradient is exactly 0 by reference of joint "elbow", log kp of joint "elbow", log kd of joint "elbow": they stay as they are until it is not',
    ]);
    expect([status, summary.outcome]).toEqual([0, 'iterations']);
  });

  it('names the joints whose friction an explicit integrator does not bear, and what does', async () => {
    const path = smallArmFiles('explicit', { damping: [0, 5] }, (scene) => (scene.time.integrator = 'rk4'));
    const [warning] = warningsOf((await ended(path)).err);
    expect(warning).toMatch(
      /^warning: rk4 takes friction explicitly, and that of joint "elbow" is too stiff for steps of 0\.005 s: at most 0\.00\d+ s; fix: time\.integrator=semi-implicit-euler, or time\.step=0\.00\d$/,
    );
    for (const setting of settingsIn(warning)) {
      const cured = await ended(path, '--set', setting);
      expect(warningsOf(cured.err).filter((line) => line.includes('stiff'))).toEqual([]);
      expect(cured.summary.outcome).toMatch(/^(iterations|reached)$/);
    }
  });

  it('says that a gradient is of no use where the steps make it grow', async () => {
    // at rest at its set point nothing moves, but what would
    const path = smallArmFiles('resting', {}, (scene) => {
      scene.time = { step: 0.01, horizon: 1 };
      scene.controller = { type: 'pd', kp: 20, kd: 2 };
    });
    const { err } = await ended(path);
    expect(warningsOf(err)).toContainEqual(
      expect.stringMatching(
        /the gradient is \d+e\+\d\d, which is of no use: the controller's damping kd of 2 N m s\/rad at joint "elbow" is too large.*fix: damping kd of 0\.25 N m s\/rad there, or time\.step=0\.001/,
      ),
    );
  });
});

describe('a first rollout that diverges names joint, step and cause, and remedies that keep it finite:', () => {
  const strong: SmallArm = { effort: [1e9, 1e9] };
  const cases: readonly Case[] = [
    [
      'friction that is too stiff for an explicit integrator',
      { damping: [0, 5] },
      (scene) => {
        scene.time = { step: 0.01, horizon: 0.5, integrator: 'rk4' };
        scene.controller.kd = 0.1;
      },
      /damping and friction of joint "elbow" are too stiff for steps of 0\.01 s by rk4, which bears 0\.002 s \(no longer finite after [\d.]+ s\).*at step \d+.*try: time\.integrator=semi-implicit-euler, or time\.step=0\.001$/,
    ],
    [
      'a damping gain',
      strong,
      (scene) => (scene.controller.kd = [2, 9]),
      /damping kd of 9 N m s\/rad at joint "elbow" is too large for the inertia there and steps of 0\.005 s; steps of [\d.]+ s are stable.*try: damping kd of [\d.]+ N m s\/rad there, or time\.step=[\d.]+$/,
    ],
    [
      'a stiffness gain',
      strong,
      (scene) => Object.assign(scene.controller, { kp: [20, 5000], kd: [2, 0.01] }),
      /stiffness kp of 5000 N m\/rad at joint "elbow" is too large.*try: stiffness kp of [\d.]+ N m\/rad there, or time\.step=[\d.]+$/,
    ],
    [
      'two gains together',
      strong,
      (scene) => {
        scene.time = { step: 0.01, horizon: 1 };
        scene.controller = { type: 'pd', kp: [200, 200], kd: [3, 0.7], reference: [1, 1] };
      },
      /damping kd of 0\.7 N m s\/rad and stiffness kp of 200 N m\/rad at joint "elbow" are too large/,
    ],
    [
      'steps that are too long for the motion',
      strong,
      (scene) => {
        scene.time = { step: 0.05, horizon: 1, integrator: 'rk4' };
        scene.start.v = [30, 200];
        scene.controller = { type: 'torque-spline', knots: 4 };
      },
      /the scene starts joint "elbow" at 200\.0 rad\/s.*try: a slower start\.v/,
    ],
  ];

  it.each(cases)('%s', async (name, arm, change, says) => {
    const path = smallArmFiles(name.replaceAll(' ', '-'), arm, change);
    const { status, err, summary } = await ended(path);
    expect([status, summary.outcome, summary.iterations, summary.loss, summary.reached]).toEqual([
      3,
      'diverged',
      0,
      null,
      false,
    ]);
    expect(summary.detail).toMatch(says);
    expect(err).toContain(summary.detail);
    for (const setting of settingsIn(summary.detail.replace(/^.*try: /, ''))) {
      const cured = await ended(path, '--set', setting);
      expect([setting, cured.summary.outcome]).toEqual([setting, expect.stringMatching(/^(iterations|reached)$/)]);
    }
    const gains = [...summary.detail.replace(/^.*try: /, '').matchAll(/(kp|kd) of ([\d.e-]+)/g)];
    if (gains.length === 0) return;
    const cures = gains.flatMap(([, gain, value]) => ['--set', `controller.${gain}.1=${value}`]);
    expect((await ended(path, ...cures)).summary.outcome).toMatch(/^(iterations|reached)$/);
  });
});

describe('a goal that can never be met is said before the run, and again at its end:', () => {
  const pose = { type: 'pose', position: [0.4, 0, -0.4], orientation: [0.7071067811865476, 0, 0, 0.7071067811865476] };
  const orientation = { type: 'link-orientation', link: 'tip', to: 'point' };
  const cases: readonly (readonly [string, (scene: SceneJson) => void, RegExp])[] = [
    [
      'a point that is too far',
      (scene) => (scene.goals.point.position = [1, 0, -0.4]),
      /goal "point" is 277 mm beyond the arm's reach of 800 mm, by "tip"/,
    ],
    [
      'a point beside the plane that the arm moves in',
      (scene) => (scene.goals.point.position = [0.4, 0.2, 0]),
      /goal "point" is 200 mm away from all that "tip" can come to/,
    ],
    [
      'a pose that is too far',
      (scene) => (scene.goals.point = { ...pose, position: [9, 0, 0] }),
      /goal "point" is 8\.20 m beyond/,
    ],
    [
      'a pose that the joints cannot turn to',
      (scene) => {
        scene.goals.point = pose;
        scene.costs[0].residual = orientation;
        scene.success = { residual: orientation, below: 0.01 };
      },
      /goal "point" is turned 1\.571 rad away from all that "tip" can be turned to/,
    ],
    [
      'a posture outside the limits',
      (scene) => {
        const posture = { type: 'joint-position', to: 'home' };
        scene.goals.home = { type: 'configuration', q: [0, 3.5] };
        scene.costs[0].residual = posture;
        scene.success = { residual: posture, below: 0.01 };
      },
      /goal "home" has joint "elbow" at 3\.500, outside its limits of -3\.000 to 3\.000/,
    ],
    [
      'a hold that is longer than the horizon',
      (scene) => (scene.success!.hold = 0.6),
      /success asks for 0\.6 s, and a rollout lasts 0\.5 s; fix: a longer time\.horizon, or a shorter success\.hold/,
    ],
  ];

  it.each(cases)('%s', async (name, change, says) => {
    const path = smallArmFiles(name.replaceAll(' ', '-'), {}, change);
    const { status, err, summary } = await ended(path);
    expect(warningsOf(err)).toEqual([expect.stringMatching(says)]);
    expect([status, summary.reached, summary.hopeless]).toEqual([0, false, [expect.stringMatching(says)]]);
    const { out } = await adjoint(['run', path, '--force', '--out', file('ended.run.json')]);
    const last = out.trimEnd().split('\n').at(-1)!;
    expect(last).toMatch(/^not reached: /);
    expect(last).toMatch(says);
  });

  it('nor is a hold met that is, but for success', async () => {
    const never = smallArmFiles('never', {}, (scene) => (scene.success = { ...scene.success, below: 9, hold: 0.6 }));
    expect((await ended(never)).summary.reached).toBe(false);
    for (const cure of ['time.horizon=0.7', 'success.hold=0.5'])
      expect((await ended(never, '--set', cure)).summary).toMatchObject({ reached: true, outcome: 'reached' });
  });

  it('of a welded arm: what is left of it', async () => {
    const path = smallArmFiles('welded', {}, (scene) => {
      scene.goals.point.position = [0.7, 0, 0];
      scene.robot = { file: 'welded.urdf', weld: ['elbow'] };
      scene.start.q = [0.3];
      scene.controller = { type: 'pd', kp: 20, kd: 2 };
    });
    const { err } = await ended(path);
    expect(warningsOf(err)[0]).toMatch(/goal "point" is 100 mm away from all that "tip" can come to/);
  });
});
