/** @file `--set PATH=VALUE`: every sort of setting, and one message for whatever is wrong with one. */
import { describe, expect, it } from 'vitest';
import { adjoint, file, runOf, sceneFile, shorten } from '../support/command-line.ts';

const path = sceneFile('set.json', (json) => {
  shorten(json);
  json.time.horizon = 0.05;
  json.method.iterations = 1;
});

/** The scene that was run with these settings. */
async function sceneWith(...settings: readonly string[]): Promise<unknown> {
  const argv = settings.flatMap((setting) => ['--set', setting]);
  const { status, err } = await adjoint(['run', path, ...argv, '--out', file('set.run.json'), '--force']);
  expect([status, err]).toEqual([0, expect.not.stringContaining('expected')]);
  return runOf(file('set.run.json')).scene;
}

describe('--set', () => {
  it.each<[string, readonly string[], object]>([
    ['a number', ['seed=5'], { seed: 5 }],
    ['a number with an exponent', ['time.horizon=5e-2'], { time: { horizon: 0.05 } }],
    ['a name', ['name=another'], { name: 'another' }],
    ['a text', ['title=Two links, one goal = 1'], { title: 'Two links, one goal = 1' }],
    ['a text that looks like a number', ['title="7"'], { title: '7' }],
    ['a flag', ['controller.gravityCompensation=true'], { controller: { gravityCompensation: true } }],
    ['a list', ['start.q=[0.1, -0.2]'], { start: { q: [0.1, -0.2] } }],
    ['an entry of a list of numbers', ['start.q[1]=0.3', 'start.q.0=-1'], { start: { q: [-1, 0.3] } }],
    ['an object', ['goals.point={"type":"point","position":[0,0,1]}'], { goals: { point: { position: [0, 0, 1] } } }],
    ['a part of a goal', ['goals.point.position[2]=1.25'], { goals: { point: { position: [0.45, 0, 1.25] } } }],
    ['a setting that was absent', ['start.v=[0,0.1]'], { start: { v: [0, 0.1] } }],
    ['a new goal', ['goals.other={"type":"configuration","q":[0,0]}'], { goals: { other: { q: [0, 0] } } }],
    ['a new measure', ['measures.work={"residual":"torque"}'], { measures: { work: { residual: 'torque' } } }],
    [
      'an integrator by its name',
      ['time.integrator=semi-implicit-euler'],
      { time: { integrator: 'semi-implicit-euler' } },
    ],
    ['an integrator by its type', ['time.integrator.type=rk4'], { time: { integrator: { type: 'rk4' } } }],
    ['a norm by its name', ['costs.arrive.norm=quadratic'], {}],
    ['a method by its name alone', ['method=lbfgs'], { method: { type: 'lbfgs', iterations: 1 } }],
    [
      'a method, which keeps what it has in common',
      ['method.type=lbfgs'],
      { method: { type: 'lbfgs', iterations: 1 } },
    ],
    [
      'a method, and then its settings',
      ['method.type=rmsprop', 'method.decay=0.5', 'method.schedule={"type":"exponential","decay":0.5,"every":3}'],
      { method: { type: 'rmsprop', learningRate: 0.3, decay: 0.5, schedule: { every: 3 } } },
    ],
    ['the last of two', ['seed=5', 'seed=6'], { seed: 6 }],
    [
      'a part of a robot that is only a file',
      ['robot.repair=true'],
      { robot: { file: 'planar-2link.urdf', weld: [], repair: true } },
    ],
    ['a robot as it is', ['robot.repair=false'], { robot: 'planar-2link.urdf' }],
    ['a whole robot', ['robot={"file":"planar-2link.urdf","weld":[],"repair":true}'], { robot: { repair: true } }],
  ])('%s: %j', async (_, settings, expected) => {
    expect(await sceneWith(...settings)).toMatchObject(expected);
  });

  it('an entry of a list by its name or its position', async () => {
    const weights = (
      (await sceneWith('costs.arrive.weight=7', 'costs[0].weight=8', 'costs.1.weight=9')) as {
        costs: { name: string; weight: number }[];
      }
    ).costs.map(({ name, weight }) => [name, weight]);
    expect(weights.slice(0, 2)).toEqual([
      ['reach', 8],
      ['effort', 9],
    ]);
    expect(weights).toContainEqual(['arrive', 7]);
  });

  it.each([
    ['method.iteratons=5', '--set: method.iteratons: found "iteratons"; expected type, learningRate, schedule, '],
    ['method.iteratons=5', 'did you mean "iterations"?'],
    ['tiem.step=1', 'did you mean "time"?'],
    ['costs.arive.weight=1', '--set: costs.arive.weight: found "arive"; expected reach, effort, limits, arrive, rest'],
    ['costs.arive.weight=1', 'did you mean "arrive"?'],
    ['costs.arrive.wieght=1', 'did you mean "weight"?'],
    ['costs[9].weight=1', 'found "9"; expected reach, effort'],
    ['start.q[2]=1', 'found "2"; expected a position below 2'],
    ['start.q.elbow=1', 'expected a position below 2'],
    ['seed.more=1', 'expected no further part: this is a value'],
    ['goals.Point.position[0]=1', ''],
    ['method.type=lbgfs', 'did you mean "lbfgs"?'],
    ['method=lbgfs', '--set: $.method: found "lbgfs"; expected'],
    ['time.integrator=rk5', 'did you mean "rk4"?'],
    ['costs.arrive.when=finally', 'did you mean "final"?'],
    ['seed=-1', '--set: $.seed: found -1; expected at least 0'],
    ['seed=1.5', '--set: $.seed: found 1.5; expected an integer'],
    ['seed=one', '--set: $.seed: found "one"; expected a value of type number'],
    ['method.iterations=0', '--set: $.method.iterations: found 0; expected more than 0'],
    ['method.iterations=1e99', '$.method.iterations: found 1e+99'],
    ['method.iterations=', '$.method.iterations: found ""'],
    ['method.learningRate=1e999', '$.method.learningRate: found Infinity'],
    ['method.learningRate=NaN', '$.method.learningRate: found "NaN"'],
    ['time.step=0', '--set: $.time.step: found 0; expected more than 0'],
    ['time.step=1e-300', 'steps; expected at most 1000000 steps'],
    ['time.step=1e300', 'expected at least one step'],
    ['time.horizon=1e-300', 'expected at least one step'],
    ['costs.arrive.weight=-1', '$.costs[3].weight: found -1; expected at least 0'],
    ['robot.weld=["elbwo"]', 'did you mean "elbow"?'],
    ['robot.file=../planar-2link.urdf', '$.robot'],
    ['costs.arrive.name=reach', '$.costs[3].name: found "reach" a second time'],
    ['costs=[]', '$.costs: found []; expected at least 1 items'],
    ['costs={}', '$.costs'],
    ['goals.point.position=[0,0]', '$.goals.point.position'],
    ['start.q=[1]', '$.start.q: found 1 numbers; expected 2 numbers'],
    ['start.q=0,1', '$.start.q: found "0,1"'],
    ['version=1', '--set: $.'],
    ['version=3', 'use a newer Adjoint'],
    ['seed', '--set: setting: found "seed"; expected path=value'],
    ['=5', 'expected path=value'],
    ['', '--set: found ""; expected a value'],
    ['.=5', 'found ""'],
    ['seed.=5', 'found ""'],
    ['..seed=5', 'found ""'],
    ['__proto__.polluted=1', 'found "__proto__"'],
    ['constructor=1', 'found "constructor"'],
    ['constructor.prototype.polluted=1', 'found "constructor"'],
    ['goals.__proto__={"type":"point","position":[0,0,1]}', '"__proto__"'],
    ['measures.constructor={"residual":"torque"}', '"constructor"'],
    ['goals.point.__proto__.polluted=1', 'found "__proto__"'],
    ['start={"__proto__":{"polluted":1},"q":[0,0]}', '__proto__'],
    [`${'a.'.repeat(300)}b=1`, 'found "a"'],
    [`title=${'x'.repeat(200)}`, '$.title'],
    [`goals.point=${'['.repeat(100)}${']'.repeat(100)}`, 'at most 64 levels'],
  ])('refuses %s', async (setting, says) => {
    const { status, out, err } = await adjoint(['run', path, `--set=${setting}`, '--out', file('never.run.json')]);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(says);
    expect(err.length).toBeLessThan(1000);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('run --help', () => {
  it('lists every setting once, with unit, range and default, and every kind with what it is for', async () => {
    const { out } = await adjoint(['run', '--help']);
    const text = out.replaceAll(/\n {30,}/g, ' ');
    for (const line of [
      /^ {2}seed +of all random numbers \(integer; at least 0; at most 4294967295\)$/m,
      /^ {2}time\.step +length of a step \(in s; more than 0\)$/m,
      /^ {2}time\.integrator\.type .*\(semi-implicit-euler, rk4; default semi-implicit-euler\)$/m,
      /^ {2}costs\.NAME\.residual\.type .*link-position, link-orientation, link-pose, link-velocity, /m,
      /^ {2}costs\.NAME\.residual\.link .*\(for link-position, link-orientation, link-pose, link-velocity, link-axis\)$/m,
      /^ {2}measures\.NAME\.residual .*\(as costs\.NAME\.residual\)$/m,
      /^ {2}method\.type .*\(adam, lbfgs, rmsprop, momentum, nesterov, gradient-descent, bptt, shac, cem, es, ilqr, multiple-shooting, mpc\)$/m,
      /^ {2}method\.iterations +iterations in all \(integer; more than 0; at most 1000000\)$/m,
      /^ {2}method\.schedule\.every .*for exponential\)$/m,
      /^ {2}controller\.kp .*\(in N m\/rad; more than 0; for pd\)$/m,
    ])
      expect(text).toMatch(line);
    const lines = out.slice(out.indexOf('Settings')).split('\n');
    expect(new Set(text.split('\n')).size).toBeGreaterThan(50);
    expect(lines.length).toBeLessThan(520);
    const settings = text.slice(text.indexOf('Settings')).trim().split('\n');
    expect(new Set(settings).size).toBe(settings.length);
  });

  it.each(['run', 'scene', 'dynamics', 'gradcheck', 'explain', 'identify'])(
    'fits a terminal of 100 columns: %s',
    async (command) => {
      const { out } = await adjoint([command, '--help']);
      expect(out.split('\n').filter((line) => line.length > 100)).toEqual([]);
      expect(out).not.toMatch(/ $/m);
    },
  );
});
