/** @file Run files: what is read goes on with the bits of what was written, and a file that is not whole is refused. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { SceneError } from '../../src/errors.ts';
import { checksum } from '../../src/formats/checksum.ts';
import { drive } from '../../src/run/job.ts';
import { someMembers } from '../../src/run/optimizable.ts';
import { Optimization } from '../../src/run/optimization.ts';
import { decodeRun, encodeRun, type RunFile } from '../../src/run/run-file.ts';
import { assemble } from '../../src/scene/assemble.ts';
import type { Experiment } from '../../src/scene/experiment.ts';
import { termNames } from '../../src/scene/migrate.ts';
import { parseScene } from '../../src/scene/parse.ts';
import { assetText, sceneText } from '../support/robots.ts';
import { experimentWith, optimizers } from '../support/two-link.ts';

function fileOf(experiment: Experiment, job: Optimization): RunFile {
  const { state } = job;
  return {
    scene: experiment.scene,
    robot: { checksum: '00000000', weld: [], repair: false },
    parameters: experiment.layout.slots,
    state,
    trajectory: state.best && experiment.simulate(state.best.parameters),
  };
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

async function advance(job: Optimization, iterations: number): Promise<Optimization> {
  for (let i = 0; i < iterations; i++) await job.step();
  return job;
}

/** The experiment of a file, assembled anew as in a new process. */
const experimentOf = ({ scene }: RunFile): Experiment => assemble(parseScene(scene), assetText('planar-2link'));

describe.each(optimizers)('a run of $type', (optimizer) => {
  const experiment = experimentWith(optimizer, { perturbation: 0.1 });

  it('that is stopped, written, read and resumed has the bits of one that was not, at every cut', async () => {
    const total = 8;
    const whole = hash(encodeRun(fileOf(experiment, await advance(Optimization.start(experiment.one()), total))));
    for (const cut of [0, 1, 3, 4, 7]) {
      const read = decodeRun(encodeRun(fileOf(experiment, await advance(Optimization.start(experiment.one()), cut))));
      const again = experimentOf(read);
      const resumed = await advance(Optimization.resume(again.one(), read.state), total - cut);
      expect(hash(encodeRun(fileOf(again, resumed)))).toBe(whole);
    }
  });

  it('that was the best of restarts goes on alone to what it becomes among the others', async () => {
    const population = experiment.population(4);
    const restarts = await advance(Optimization.start(population), 3);
    const index = restarts.bestMember;
    const text = encodeRun({ ...fileOf(experiment, restarts), member: { index, of: 4 } });
    const read = decodeRun(text);
    expect([read.member, encodeRun(read)]).toEqual([{ index, of: 4 }, text]);
    const resumed = await advance(Optimization.resume(experimentOf(read).one(), read.state), 3);
    await advance(restarts, 3);
    expect(resumed.state).toEqual(restarts.stateOf(index));
    const alone = await advance(
      Optimization.start(someMembers({ ...experiment.one(), starts: population.starts }, index, index + 1)),
      6,
    );
    expect(resumed.state).toEqual(alone.state);
  });
});

describe.each(['adam', 'lbfgs'])('a run of version 1 by %s', (name) => {
  const fixture = (file: string): string =>
    readFileSync(new URL(`../fixtures/runs/${file}.json`, import.meta.url), 'utf8');
  const today = { terms: termNames };
  const old = decodeRun(fixture(`run-1-${name}`), today);

  it('is read: names, shapes, history and trajectory', () => {
    const { state, parameters, trajectory } = old;
    expect(parameters).toEqual([{ path: 'knots', shape: [4, 2] }]);
    expect(state.history.loss.length).toBe(3);
    expect(state.history.measures.distance[state.best!.iteration]).toBeGreaterThan(0);
    expect(Object.keys(state.history.terms)).toEqual(['reach', 'effort', 'limits', 'arrive', 'rest']);
    expect(trajectory!.links.tip.length).toBe(3 * trajectory!.steps);
    expect(decodeRun(encodeRun(old))).toEqual(old);
  });

  it('has its terms by the names that they are given', () => {
    const { history } = decodeRun(fixture(`run-1-${name}`), { terms: { finalPosition: 'arrive' } }).state;
    expect(Object.keys(history.terms)).toContain('arrive');
    expect(Object.keys(history.terms)).not.toContain('finalPosition');
  });

  it('goes on with the bits that it had then', async () => {
    const end = decodeRun(fixture(`run-1-${name}-end`), today);
    const job = Optimization.resume(experimentOf(old).one(), old.state);
    await drive(job, { iterations: 6 });
    // version 1 did not say of an iteration whether it succeeded
    expect(job.state).toMatchObject(end.state);
  });

  it('is refused where it is damaged', () => {
    const whole = fixture(`run-1-${name}`);
    const inner = whole.slice(whole.indexOf('"run":') + 6).replace(/\}\s*$/, '');
    const forged = (change: (run: Record<string, unknown>) => void): string => {
      const run = JSON.parse(inner) as Record<string, unknown>;
      change(run);
      const text = JSON.stringify(run);
      return `{"checksum":"${checksum(text)}","run":${text}}\n`;
    };
    expect(() => decodeRun(forged((run) => delete run.history))).toThrow(/^\$\.run\.history/);
    expect(() => decodeRun(forged((run) => (run.parameters as { values: number[] }).values.pop()))).toThrow(
      /^\$\.run\.parameters\.values: found 7 numbers; expected 8/,
    );
    expect(() => decodeRun(forged((run) => (run.optimizer = { iteration: 'x' })))).toThrow(/^\$\.run\.optimizer/);
  });
});

describe('a run file', () => {
  let text: string;
  beforeAll(async () => {
    const experiment = experimentWith(optimizers[0]);
    text = encodeRun(fileOf(experiment, await advance(Optimization.start(experiment.one()), 3)));
  });

  const errorOf = (damaged: string): SceneError => {
    try {
      decodeRun(damaged);
    } catch (error) {
      if (error instanceof SceneError) return error;
      throw error;
    }
    throw new Error('nothing was thrown');
  };

  /** The file with its content changed and the checksum made right again. */
  const forged = (change: (body: string) => string): string => {
    const body = change(text.slice(text.indexOf('"run":') + 6).replace(/\}\s*$/, ''));
    return `{"checksum":"${checksum(body)}","run":${body}}\n`;
  };

  const edited = (change: (run: Record<string, unknown>) => unknown): string =>
    forged((body) => {
      const run = JSON.parse(body) as Record<string, unknown>;
      change(run);
      return JSON.stringify(run);
    });

  it('read and written again is the same text', () => {
    expect(encodeRun(decodeRun(text))).toBe(text);
    expect(forged((body) => body)).toBe(text);
  });

  it('keeps what its history, its method and its end say', () => {
    const { state, trajectory, parameters } = decodeRun(text);
    expect(state.history.loss.length).toBe(3);
    expect(Object.keys(state.method)).toEqual(['iteration', 'm', 's']);
    expect(state.best!.parameters.length).toBe(parameters[0].shape.reduce((product, length) => product * length, 1));
    expect(trajectory!.q.length).toBe((trajectory!.steps + 1) * 2);
    expect(state.history.loss[state.best!.iteration]).toBe(Math.min(...state.history.loss));
    const end = { outcome: 'reached', detail: 'distance is 0.1, below 0.2' } as const;
    const best = { ...state.best!, reached: true };
    const read = decodeRun(encodeRun({ ...decodeRun(text), state: { ...state, best, finished: 'done' }, end }));
    expect([read.end, read.state.best!.reached, read.state.finished]).toEqual([end, true, 'done']);
  });

  it('keeps that a norm or a measure was not finite', () => {
    const file = decodeRun(text);
    const { history } = file.state;
    const gradientNorm = Float64Array.of(Infinity, ...history.gradientNorm.slice(1));
    const read = decodeRun(encodeRun({ ...file, state: { ...file.state, history: { ...history, gradientNorm } } }));
    expect(read.state.history.gradientNorm).toEqual(Float64Array.of(NaN, ...history.gradientNorm.slice(1)));
  });

  it('of another method is refused when it is gone on with', () => {
    const { state } = decodeRun(text);
    for (const optimizer of optimizers.slice(1))
      expect(() => Optimization.resume(experimentWith(optimizer).one(), state)).toThrow(/^state /);
    const [adam] = optimizers;
    const experiment = experimentWith(adam);
    const { iteration, s } = state.method;
    expect(() => Optimization.resume(experiment.one(), { ...state, method: { iteration, s } })).toThrow(
      /^state m: found nothing/,
    );
    const parameters = state.parameters.slice(1);
    const short = { ...state, parameters, best: { ...state.best!, parameters } };
    expect(() => Optimization.resume(experiment.one(), short)).toThrow(/^parameters: found/);
    const early = {
      ...state,
      history: decodeRun(text).state.history,
      method: { ...state.method, iteration: state.method.m },
    };
    expect(() => Optimization.resume(experiment.one(), early)).toThrow(/^state iteration: found shape/);
  });

  it('that was cut anywhere is refused', () => {
    for (let length = 0; length < text.length - 2; length += 97)
      expect(errorOf(text.slice(0, length)).message).toMatch(/run file|checksum/);
  });

  it('with one changed character is refused', () => {
    const start = text.indexOf('"run":') + 6;
    for (let at = start; at < text.length - 2; at += 61) {
      const other = text[at] === '7' ? '8' : '7';
      expect(errorOf(text.slice(0, at) + other + text.slice(at + 1)).path).toBe('$.checksum');
    }
  });

  it('of another kind is refused', () => {
    for (const other of ['', '{}', 'PK\u0003\u0004', '<robot/>', sceneText('two-link-reach')])
      expect(errorOf(other).message).toContain('an Adjoint run file');
  });

  it('of another version is refused by its number', () => {
    expect(errorOf(edited((run) => (run.version = 7)))).toMatchObject({ path: '$.run.version' });
    expect(errorOf(edited((run) => (run.version = 7))).message).toContain('found 7');
  });

  type Json = Record<string, unknown>;
  const tensors = (run: Json, key: string): { name: string; shape: number[]; values: unknown[] }[] =>
    run[key] as { name: string; shape: number[]; values: unknown[] }[];
  const part = (run: Json, key: string): Json => run[key] as Json;
  const cases: readonly (readonly [string, (run: Json) => unknown, string])[] = [
    ['NaN parameters', (run) => (tensors(run, 'parameters')[0].values[0] = null), '$.run.parameters[0].values[0]'],
    ['too few parameters', (run) => tensors(run, 'parameters')[0].values.pop(), '$.run.parameters[0].values'],
    [
      'parameters of half a shape',
      (run) => (tensors(run, 'parameters')[0].shape[0] = 0.5),
      '$.run.parameters[0].shape[0]',
    ],
    ['a moment too short', (run) => tensors(run, 'method')[1].values.pop(), '$.run.method[1].values'],
    ['a moment twice', (run) => (tensors(run, 'method')[1].name = 's'), '$.run.method[2].name'],
    ['a short trajectory', (run) => (part(run, 'trajectory').tau as unknown[]).pop(), '$.run.trajectory.tau'],
    [
      'a short path',
      (run) => tensors(part(run, 'trajectory'), 'links')[0].values.pop(),
      '$.run.trajectory.links["tip"]',
    ],
    ['a best iteration that never was', (run) => (part(run, 'best').iteration = 99), '$.run.best.iteration'],
    ['a best loss that never was', (run) => (part(run, 'best').loss = 99), '$.run.best.loss'],
    [
      'a best measure that never was',
      (run) => (part(part(run, 'best'), 'measures').distance = 99),
      '$.run.best.measures["distance"]',
    ],
    [
      'other parameters for the best',
      (run) => (tensors(part(run, 'best'), 'parameters')[0].name = 'kp'),
      '$.run.best.parameters',
    ],
    ['no best', (run) => (run.best = null), '$.run.best'],
    ['a column too short', (run) => (part(run, 'history').stepSize as unknown[]).pop(), '$.run.history.stepSize'],
    [
      'a loss that is no number',
      (run) => ((part(run, 'history').loss as unknown[])[0] = null),
      '$.run.history.loss[0]',
    ],
    [
      'a measure too short',
      (run) => (part(part(run, 'history'), 'measures').distance as unknown[]).pop(),
      '$.run.history.measures["distance"]',
    ],
    ['a member beyond the last', (run) => (run.member = { index: 4, of: 4 }), '$.run.member.index'],
    ['an end that there is not', (run) => (run.end = { outcome: 'won', detail: '' }), '$.run.end.outcome'],
    ['no history', (run) => delete run.history, '$.run.history'],
    ['iterations kept that were not made', (run) => (part(run, 'history').kept = [0, 1, 99]), '$.run.history.kept'],
    ['iterations kept in no order', (run) => (part(run, 'history').kept = [0, 2, 1]), '$.run.history.kept[2]'],
    ['no first iteration', (run) => (part(run, 'history').kept = [1, 2]), '$.run.history.kept[0]'],
    ['fewer iterations kept than rows', (run) => (part(run, 'history').kept = [0, 2]), '$.run.history.loss'],
  ];

  it.each(cases)('with %s is refused at its path', (_, change, path) => {
    expect(errorOf(edited(change)).path).toBe(path);
  });

  it('with a key that reaches a prototype, or one that stands twice, is refused', () => {
    expect(errorOf(forged((body) => body.replace('{', '{"__proto__":{"polluted":1},'))).path).toBe('$.__proto__');
    expect(errorOf(forged((body) => body.replace('{', '{"version":1,'))).message).toContain('twice');
    expect(errorOf(forged(() => '{"format":')).message).toContain('JSON');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('checksum', () => {
  it('is CRC-32', () => {
    expect(checksum('123456789')).toBe('cbf43926');
    expect(checksum('')).toBe('00000000');
  });
});
