import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  adjoint,
  distance,
  file,
  folder,
  runOf,
  scene,
  sceneFile,
  type SceneJson,
  short,
  shorten,
  summaryOf,
} from '../support/command-line.ts';

/** A short scene with a change; its path. */
const changed = (name: string, change: (json: SceneJson) => void): string =>
  sceneFile(`${name}.json`, (json) => {
    shorten(json);
    json.time.horizon = 0.1;
    json.method.iterations = 1;
    change(json);
  });

describe('run', () => {
  it('takes the Panda closer than a millimetre to its goal, and says so', async () => {
    const { status, out, err } = await adjoint(['run', scene('panda-reach'), '--out', file('panda.run.json')]);
    expect(status).toBe(0);
    expect(err).toMatch(
      /7 joints; 400 steps .*21 parameters .*\nmemory: \d+ kB for a block .* all 400 steps are kept for the reverse sweep/,
    );
    expect(err).toMatch(/█.*loss .*distance .* mm .*\|grad\|/);
    const [, reached] = /\nreached: distance ([\d.]+) mm \(success: below 1\.00 mm\)\n$/.exec(out)!;
    expect(Number(reached)).toBeLessThan(1);
    const { best, history } = runOf(file('panda.run.json')).state;
    expect(history.measures.distance[best!.iteration]).toBeLessThan(0.001);
  });

  it('--json prints one object, and only that: outcome, measures and terms by name', async () => {
    const summary = await summaryOf(short, 'json.run.json');
    expect(summary).toMatchObject({
      scene: 'short',
      iterations: 8,
      outcome: 'iterations',
      detail: 'all iterations done',
      reached: null,
      runFile: file('json.run.json'),
    });
    expect(Object.keys(summary.measures)).toEqual(['distance']);
    expect(Object.keys(summary.terms)).toEqual(['reach', 'effort', 'limits', 'arrive', 'rest']);
    expect(Object.values(summary.terms).reduce((a, b) => a + b)).toBeCloseTo(summary.loss, 12);
    expect(summary).not.toHaveProperty('restarts');
  });

  it('--out does not overwrite without --force, and says before the run what cannot be written', async () => {
    writeFileSync(file('precious.json'), 'precious');
    const refused = await adjoint(['run', short, '--out', file('precious.json')]);
    expect(refused.status).toBe(2);
    expect(refused.err).toContain('--force');
    expect(readFileSync(file('precious.json'), 'utf8')).toBe('precious');
    expect((await adjoint(['run', short, '--out', file('precious.json'), '--force'])).status).toBe(0);
    const nowhere = await adjoint(['run', short, '--out', join(folder, 'nowhere', 'a.json')]);
    expect(nowhere.status).toBe(4);
    expect(nowhere.err).not.toContain('|grad|');
  });
});

describe('a run that diverges', () => {
  it('keeps the last good parameters, writes them, and exits with 3', async () => {
    // a step so long that the gains overflow; the first iteration is finite
    const wild = changed('wild', (json) => {
      json.time.horizon = 0.5;
      json.controller = { type: 'pd', kp: 1, kd: 1, reference: [-1, 1], optimize: ['logKp'] };
      json.method = { type: 'gradient-descent', learningRate: 1e6, iterations: 100 };
    });
    const { status, out, err } = await adjoint(['run', wild, '--out', file('wild.run.json')]);
    expect(status).toBe(3);
    expect(err).toMatch(/diverged at iteration [1-9]\d*: first non-finite (value|adjoint): op \w+.*member 0.*operands/);
    expect(out).toMatch(/outcome {13}diverged at iteration [1-9]/);
    const { state, trajectory, end } = runOf(file('wild.run.json'));
    expect(state.history.loss.length).toBeGreaterThan(0);
    expect(state.best!.parameters.every(Number.isFinite)).toBe(true);
    expect(trajectory!.q.every(Number.isFinite)).toBe(true);
    expect(end!.outcome).toBe('diverged');
    const json = await adjoint(['run', wild, '--out', file('wild.run.json'), '--force', '--json']);
    expect(json.status).toBe(3);
    expect(JSON.parse(json.out)).toMatchObject({ outcome: 'diverged', reached: null, bestIteration: 0 });
  });

  it('in its simulation names step, joint, op, member and operands', async () => {
    // so fast that squares of velocities overflow
    const fast = changed('fast', (json) => (json.start = { q: [0.1, 0.2], v: [1e160, 1e160] }));
    const { status, out, err } = await adjoint(['run', fast, '--json', '--out', file('fast.run.json')]);
    expect(status).toBe(3);
    expect(err).toMatch(
      /op \w+ .*at step \d+, joint "\w+", member 0, operands .* -> (NaN|-?Infinity); try: a slower start\.v/,
    );
    expect(JSON.parse(out)).toMatchObject({ loss: null, terms: null, measures: null, bestIteration: null });
    expect(runOf(file('fast.run.json')).state.best).toBeNull();
  });
});

describe('a warning, and a run all the same, of', () => {
  const still = { name: 'still', residual: { ...distance, link: 'base' }, weight: 1, when: 'final' };
  const warnings: readonly (readonly [name: string, change: (json: SceneJson) => void, says: readonly string[]])[] = [
    ['nothing', () => undefined, []],
    [
      'parameters that no path joins to the loss',
      (json) => {
        json.costs = [still];
        json.goals.point.position = [0, 0, 0];
      },
      ['warning: no path joins parameter "knots" to the loss; it will not change'],
    ],
    [
      'a start outside the limits',
      (json) => {
        json.controller = { type: 'pd', kp: 1, kd: 1 };
        json.start.q = [99, 0];
      },
      ['warning: the scene starts with joint "shoulder" outside its limits'],
    ],
    [
      'a goal that is 100 m away, once',
      (json) => (json.goals.point.position = [100, 0, 0]),
      ['warning: goal "point" is 99.10 m beyond the arm\'s reach of 900 mm, by "tip"'],
    ],
  ];

  it.each(warnings)('%s', async (name, change, says) => {
    const path = changed(name.replaceAll(' ', '-').replaceAll(',', ''), change);
    const { status, err } = await adjoint(['run', path, '--out', file('warned.run.json'), '--force']);
    expect(status).toBe(0);
    expect(err.split('\n').filter((line) => line.includes('warning'))).toEqual(says);
  });
});

it('progress and summary name the measures, each in its unit', async () => {
  const path = changed('measured', (json) => {
    json.measures = {
      'far-from-it': { residual: distance },
      'largest-load': { residual: { type: 'torque', relative: true }, when: 'largest' },
      swing: { residual: 'joint-velocity', when: 'mean' },
    };
  });
  const { err, out } = await adjoint(['run', path, '--out', file('measured.run.json')]);
  expect(err).toMatch(
    /█ 1\/1 {2}loss \S+ {2}far-from-it [\d.]+ m {2}largest-load [\d.]+ {2}swing [\d.]+ rad\/s {2}\|grad\| \S+\n$/,
  );
  expect(out).toMatch(/\nfar-from-it +[\d.]+ m\nlargest-load +[\d.]+\nswing +[\d.]+ rad\/s\ngradient norm +/);
  expect(Object.keys(runOf(file('measured.run.json')).state.history.measures)).toEqual([
    'far-from-it',
    'largest-load',
    'swing',
  ]);
});

describe('success', () => {
  /** The last line for people, and what JSON says of it, of a run of two iterations. */
  async function ending(success: SceneJson['success']): Promise<readonly [string, boolean | null, string]> {
    const path = changed('end', (json) => {
      json.success = success;
      json.method.iterations = 2;
    });
    const { reached, outcome } = await summaryOf(path, 'end.run.json');
    const { out } = await adjoint(['run', path, '--out', file('end.run.json'), '--force']);
    return [out.trimEnd().split('\n').at(-1)!, reached, outcome];
  }

  it('is said of what ends within its bounds, and of nothing else', async () => {
    expect(await ending({ measure: 'distance', below: 1e-9 })).toEqual([
      expect.stringMatching(/^not reached: distance [\d.]+ m+ \(success: below [\d.]+ .m\)$/),
      false,
      'iterations',
    ]);
    expect(await ending({ measure: 'distance', below: 100 })).toEqual([
      expect.stringMatching(/^reached: distance [\d.]+ m+ \(success: below 100\.00 m\)$/),
      true,
      'reached',
    ]);
  });

  it('may be of a residual of its own, which is a measure then', async () => {
    const [line, reached] = await ending({ residual: { type: 'joint-velocity' }, below: 1e-9 });
    expect([line, reached]).toEqual([expect.stringMatching(/^not reached: speed /), false]);
  });

  it('asks for rest and for a time through which it holds, where the scene does', async () => {
    const still = { measure: 'distance', below: 100, speed: 1e-9 };
    expect(await ending(still)).toEqual([
      expect.stringMatching(/^not reached: .*\(success: below 100\.00 m, at a speed below 1e-9 rad\/s\)$/),
      false,
      'iterations',
    ]);
    expect(await ending({ measure: 'distance', below: 100, speed: 1e9, hold: 0.05 })).toEqual([
      expect.stringMatching(/^reached: .*, at a speed below 1000000000 rad\/s, for 0\.05 s\)$/),
      true,
      'reached',
    ]);
  });

  it('is neither met nor missed where the scene says nothing of it', async () => {
    const [line, reached] = await ending(undefined);
    expect([line, reached]).toEqual([expect.stringMatching(/^run file /), null]);
  });

  it.each([
    [{ below: 1 }, '$.success (line 1, column '],
    [{ measure: 'distance', residual: distance, below: 1 }, 'both a measure and a residual'],
    [{ measure: 'distanec', below: 1 }, 'found "distanec"; expected a measure: distance'],
    [{ measure: 'constructor', below: 1 }, 'found "constructor"'],
    [{ measure: 'distance', below: -1 }, 'expected at least 0'],
  ])('%j is refused', async (success, says) => {
    const { status, err } = await adjoint(['run', changed('wrong', (json) => (json.success = success))]);
    expect(status).toBe(2);
    expect(err).toContain(says);
  });
});
