/** @file Run files between page and command line, both ways: what either writes, the other opens and goes on with, to the same bits. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drive } from '../../src/run/job.ts';
import { Optimization } from '../../src/run/optimization.ts';
import { decodeRun } from '../../src/run/run-file.ts';
import { assemble } from '../../src/scene/assemble.ts';
import { readScene } from '../../src/scene/parse.ts';
import { recognise } from '../../src/scene/recognise.ts';
import { openRun, readRun, robotChecksum, writeRunText } from '../../src/scene/saved-run.ts';
import { adjoint, file, hash, robot, runOf, sceneFile, shorten } from '../support/command-line.ts';

const robotBytes = new Uint8Array(readFileSync(robot('planar-2link')));
const scene = sceneFile('both.json', (json) => {
  shorten(json);
  json.time.horizon = 0.05;
});
const sceneText = readFileSync(scene, 'utf8');
const own = robotChecksum(robotBytes);

async function advanced(job: Optimization, iterations: number): Promise<Optimization> {
  await drive(job, { iterations });
  return job;
}

const experiment = assemble(readScene(sceneText), robotBytes);
const set = (iterations: number): string[] => ['--set', `method.iterations=${iterations}`];

describe('a run that the page exports', () => {
  it('has the bytes of the command line, where it keeps all', async () => {
    await adjoint(['run', scene, '--out', file('whole.run.json')]);
    const job = Optimization.start(experiment.one());
    const end = await drive(job, { iterations: 8 });
    writeFileSync(file('page.run.json'), writeRunText(experiment, own, job, { end }));
    expect(hash(file('page.run.json'))).toBe(hash(file('whole.run.json')));
  });

  it('goes on there to the same bits, where it keeps the best only', async () => {
    const whole = await advanced(Optimization.start(experiment.one()), 8);
    const job = await advanced(Optimization.start(experiment.one(), { keep: 'best' }), 3);
    const text = writeRunText(experiment, own, job);
    expect(recognise(text).kind).toBe('run');
    writeFileSync(file('some.run.json'), text);
    expect((await adjoint(['run', '--resume', file('some.run.json'), ...set(8)])).status).toBe(0);
    const { history, ...state } = runOf(file('some.run.json')).state;
    expect({ ...state, history: null }).toEqual({ ...whole.state, history: null });
    expect([...history.kept!].slice(-5)).toEqual([3, 4, 5, 6, 7]);
  });

  it('may have the iterations that the page has kept itself', async () => {
    const job = await advanced(Optimization.start(experiment.one(), { keep: 'best' }), 3);
    const { history } = (await advanced(Optimization.start(experiment.one()), 3)).state;
    expect(readRun(writeRunText(experiment, own, job, { history })).state.history).toEqual(history);
    expect(() => writeRunText(experiment, own, job, { history: { ...history, kept: Int32Array.of(0, 1) } })).toThrow(
      'state.history.kept: found 2 iterations',
    );
  });

  it('of restarts says which of them it is, and goes on there as it would have among them', async () => {
    const job = await advanced(Optimization.start(experiment.population(3), { keep: 'best' }), 3);
    writeFileSync(file('one-of-3.run.json'), writeRunText(experiment, own, job));
    const index = job.bestMember;
    await adjoint(['run', '--resume', file('one-of-3.run.json'), ...set(5)]);
    await advanced(job, 5);
    const found = runOf(file('one-of-3.run.json'));
    expect(found.member).toEqual({ index, of: 3 });
    expect(found.state.parameters).toEqual(job.stateOf(index).parameters);
  });
});

describe('a run of the command line', () => {
  it('opens with its scene, state and trajectory, and goes on to the same bits', async () => {
    const path = file('command.run.json');
    await adjoint(['run', scene, '--out', path, ...set(3)]);
    const opened = openRun(readFileSync(path, 'utf8'), robotBytes);
    expect(opened.run.trajectory).toEqual(decodeRun(readFileSync(path, 'utf8')).trajectory);
    expect(opened.run.scene.name).toBe('both');
    const job = Optimization.resume(opened.experiment.one(), opened.run.state, { keep: 'best' });
    await advanced(job, 8);
    await adjoint(['run', '--resume', path, ...set(8)]);
    const { state } = runOf(path);
    expect({ ...job.state, history: null }).toEqual({ ...state, history: null });
    expect(job.state.history.loss.at(-1)).toBe(state.history.loss.at(-1));
  });

  it('is refused with another robot, and with what is none', async () => {
    const job = await advanced(Optimization.start(experiment.one()), 1);
    const text = writeRunText(experiment, own, job);
    const other = readFileSync(robot('pendulum'));
    expect(() => openRun(text, new Uint8Array(other))).toThrow('planar-2link.urdf is not the file that the run was made with'); // prettier-ignore
    expect(() => openRun(`${text.slice(0, 200)}`, robotBytes)).toThrow('the file is damaged or was edited');
    expect(() => openRun(sceneText, robotBytes)).toThrow('found another kind of file; expected an Adjoint run file');
  });

  it('knows its robot by its text, whether that has the mark of its encoding or not', () => {
    const text = new TextDecoder().decode(robotBytes);
    for (const content of [text, `\ufeff${text}`, new TextEncoder().encode(`\ufeff${text}`)])
      expect(robotChecksum(content)).toBe(own);
    expect(robotChecksum(`${text} `)).not.toBe(own);
  });
});
