/** @file Runs that go on where they stopped: with the same bits, from their own scene only, and from files of version 1. */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adjoint, distance, file, folder, hash, robot, runOf, scene, sceneFile, short, shorten, summaryOf } from '../support/command-line.ts'; // prettier-ignore

const methods = [
  { type: 'adam', learningRate: 0.3, clipNorm: 1, schedule: { type: 'cosine', iterations: 8, final: 0.1 } },
  { type: 'momentum', learningRate: 0.01, schedule: { type: 'exponential', decay: 0.5, every: 3 } },
  { type: 'rmsprop', learningRate: 0.1 },
  { type: 'gradient-descent', learningRate: 0.01, clipNorm: 5 },
  { type: 'lbfgs', history: 3 },
];

describe.each(methods)('a run of $type', (method) => {
  const path = sceneFile(`${method.type}.json`, (json) => {
    shorten(json);
    json.time.horizon = 0.05;
    json.method = { ...method, iterations: 8 };
  });

  it('resumed after 1 and 4 of 8 iterations writes the same bytes as 8 at once', async () => {
    const [whole, part] = [file('whole.run.json'), file('part.run.json')];
    const go = (iterations: number, ...argv: readonly string[]) =>
      adjoint(['run', ...argv, '--set', `method.iterations=${iterations}`, '--force']);
    await go(8, path, '--out', whole);
    await go(1, path, '--out', part);
    for (const iterations of [4, 8]) {
      expect(hash(part)).not.toBe(hash(whole));
      expect((await go(iterations, '--resume', part)).status).toBe(0);
    }
    expect(hash(part)).toBe(hash(whole));
  });

  it('as the best of restarts goes on alone to what it becomes among the others', async () => {
    await summaryOf(path, 'long.run.json', '--restarts', '3');
    await summaryOf(path, 'half.run.json', '--restarts', '3', '--set', 'method.iterations=4');
    const { index } = runOf(file('half.run.json')).member!;
    expect((await adjoint(['run', '--resume', file('half.run.json'), '--set', 'method.iterations=8'])).status).toBe(0);
    const [long, half] = ['long', 'half'].map((name) => runOf(file(`${name}.run.json`)));
    expect(half.member).toEqual({ index, of: 3 });
    // where another has become the best meanwhile, there is nothing to compare with
    if (long.member!.index === index) expect(half.state).toEqual(long.state);
  });
});

it('stopped by Ctrl-C writes what there is, exits with 130, and goes on to the same bytes', async () => {
  const [whole, stopped] = [file('uninterrupted.run.json'), file('stopped.run.json')];
  await adjoint(['run', short, '--out', whole]);
  const { status, out } = await adjoint(['run', short, '--out', stopped], 3);
  expect(status).toBe(130);
  expect(out).toContain(`Interrupted. Go on with: adjoint run --resume ${stopped}`);
  expect(runOf(stopped)).toMatchObject({ end: { outcome: 'interrupted' } });
  expect(runOf(stopped).state.history.loss.length).toBe(3);
  await adjoint(['run', short, '--resume', stopped]);
  expect(hash(stopped)).toBe(hash(whole));
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

describe('a run goes on only with its own', () => {
  const own = file('own.run.json');
  const made = adjoint(['run', short, '--set', 'seed=7', '--out', own]);
  const resumed = async (...argv: readonly string[]) => {
    await made;
    return adjoint(['run', '--resume', own, '--out', file('again.run.json'), '--force', ...argv]);
  };

  it.each([
    [[scene('two-link-reach')], 'found name="two-link-reach"'],
    [[short], 'found seed=1'],
    [['--set', 'seed=3'], 'found seed=3'],
    [['--set', 'costs.arrive.weight=7'], 'found costs.arrive.weight=7'],
    [['--set', 'goals.point.position=[0,0,1]'], 'found goals.point.position=[0,0,1]'],
    [['--set', 'method.learningRate=1'], 'found method.learningRate=1'],
    [['--set', 'method.type=lbfgs'], 'found method={'],
    [['--set', 'method.iterations=9', '--set', 'controller.knots=5'], 'found controller.knots=5'],
    [['--weld', 'elbow'], 'found robot.weld=["elbow"]'],
    [['--repair'], 'found robot.repair=true'],
    [['--armature', 'elbow=1'], 'found robot.armature={"elbow":1}'],
    [['--friction-velocity', '1'], 'found robot.frictionVelocity=1'],
  ])('scene: %j is refused', async (argv, says) => {
    const { status, err } = await resumed(...argv);
    expect(status).toBe(2);
    expect(err).toContain(says);
    expect(err).toContain('start a new run');
  });

  it.each([
    [['--set', 'seed=7']],
    [[short, '--set', 'seed=7']],
    [['--set', 'method.iterations=9', '--set', 'seed=7']],
    [[short, '--set', 'seed=7', '--set', 'method.iterations=9']],
  ])('scene: %j says the same as the run, but for the iterations', async (argv) => {
    expect((await resumed(...argv)).status).toBe(0);
    const count = argv.some((setting) => setting.startsWith('method.iterations')) ? 9 : 8;
    expect(runOf(file('again.run.json')).state.history.loss.length).toBe(count);
  });

  it('robot file', async () => {
    await made;
    const elsewhere = mkdtempSync(join(folder, 'elsewhere-'));
    writeFileSync(join(elsewhere, 'run.json'), readFileSync(own));
    writeFileSync(join(elsewhere, 'planar-2link.urdf'), `${readFileSync(robot('planar-2link'), 'utf8')}\n`);
    const { status, err } = await adjoint(['run', '--resume', join(elsewhere, 'run.json')]);
    expect(status).toBe(2);
    expect(err).toContain('not the file that the run was made with');
  });
});

describe('what version 1 has written', () => {
  const fixture = (name: string): string => new URL(`../fixtures/${name}`, import.meta.url).pathname;

  it('a scene runs, and its run file is of version 2', async () => {
    const path = fixture('scenes-1/two-link-reach.json');
    const summary = await summaryOf(path, 'one.run.json', '--set', 'method.iterations=2', '--set', 'time.horizon=0.1');
    expect(summary.reached).toBe(false);
    expect(Object.keys(summary.terms)).toEqual(['reach', 'effort', 'limits', 'arrive', 'rest']);
    expect(Object.keys(summary.measures)).toEqual(['distance']);
    expect(runOf(file('one.run.json')).scene).toMatchObject({ version: 2, name: 'two-link-reach' });
  });

  it('a scene errs by its own paths, with line and column', async () => {
    writeFileSync(file('one.json'), readFileSync(fixture('scenes-1/two-link-reach.json'), 'utf8').replace('0.01', '0'));
    const { status, err } = await adjoint(['run', file('one.json')]);
    expect([status, err]).toEqual([
      2,
      `${file('one.json')}: $.dt (line 29, column 3): found 0; expected more than 0\n`,
    ]);
  });

  it.each(['adam', 'lbfgs'])('a run of %s goes on, to the numbers that version 1 came to', async (method) => {
    copyFileSync(fixture(`runs/run-1-${method}.json`), file('old.run.json'));
    const end = runOf(fixture(`runs/run-1-${method}-end.json`)).state;
    const count = end.history.loss.length;
    const { status } = await adjoint(['run', '--resume', file('old.run.json'), '--set', `method.iterations=${count}`]);
    expect(status).toBe(0);
    const { state } = runOf(file('old.run.json'));
    expect(state.history.loss).toEqual(end.history.loss);
    expect(state.parameters).toEqual(end.parameters);
  });
});

it.each(['toString', 'a.b[0]', '0', 'é"&x', '$.run'])(
  'the links and joints of a robot may be called %s',
  async (name) => {
    const text = name.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    writeFileSync(
      file('odd.urdf'),
      readFileSync(robot('planar-2link'), 'utf8').replaceAll(/"(shoulder|tip)"/g, () => `"${text}"`),
    );
    const path = sceneFile('odd.json', (json) => {
      shorten(json);
      json.robot = 'odd.urdf';
      json.time.horizon = 0.05;
      json.method.iterations = 1;
      for (const { residual } of json.costs)
        if (typeof residual === 'object') Object.assign(residual!, 'link' in residual! && { link: name });
      json.success = { residual: { ...distance, link: name }, below: 1e-9 };
      json.measures = {};
    });
    await summaryOf(path, 'odd.run.json');
    const { status } = await adjoint(['run', '--resume', file('odd.run.json'), '--set', 'method.iterations=2']);
    expect(status).toBe(0);
    const { trajectory, state } = runOf(file('odd.run.json'));
    expect([Object.keys(trajectory!.links), state.history.loss.length]).toEqual([[name], 2]);
  },
);
