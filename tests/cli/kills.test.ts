/** @file Trainings that are killed at random moments and gone on with: the same bytes as one that never stopped. `npm run kills` makes many. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decodeRun } from '../../src/run/run-file.ts';
import { hash } from '../support/command-line.ts';
import { patience, Program } from '../support/program.ts';
import { Random, testCases } from '../support/random.ts';
import { trainingScene } from '../support/small-training.ts';

const random = new Random();
let program: Program;
/** ms from the start of the program to the end of a training that nobody stops. */
let length: number;

beforeAll(async () => {
  program = await Program.build();
  const scene = trainingScene({ name: 'killed', 'time.horizon': 0.3, 'method.members': 16, 'method.iterations': 40 });
  writeFileSync(program.file('training.json'), JSON.stringify(scene));
  const begin = Date.now();
  const argv = ['run', program.file('training.json'), '--out', program.file('whole.json'), '--workers', '1'];
  expect((await program.start(argv).ended).code).toBe(0);
  length = Date.now() - begin;
}, patience);
afterAll(() => program.remove());

/** Starts the training, or goes on with it. */
const argvOf = (path: string): string[] =>
  existsSync(path) ? ['run', '--resume', path] : ['run', program.file('training.json'), '--out', path];

/** Kills it; what there is afterwards is a whole file, or none yet. */
async function killed(path: string, workers: number): Promise<void> {
  const before = existsSync(path) ? hash(path) : null;
  const { child, ended } = program.start([...argvOf(path), '--workers', String(workers)]);
  // anywhere, or soon after a save
  if (random.next() < 0.5) await sleep(random.uniform(0, length));
  else {
    const isSaved = (): boolean => existsSync(path) && hash(path) !== before;
    while (!isSaved() && child.exitCode === null) await sleep(2);
    await sleep(random.uniform(0, 100));
  }
  child.kill('SIGKILL');
  await ended;
  if (existsSync(path)) expect(decodeRun(readFileSync(path, 'utf8')).state.history.loss.length).toBeGreaterThan(0);
}

it('a training that is killed again and again, on one worker or on two, comes to the same bytes', async () => {
  const path = program.file('killed.json');
  for (let kill = 0; kill < testCases(3); kill++) {
    await killed(path, 1 + (kill % 2));
    // begins anew now and then, as it may be done by now
    if (random.next() < 0.2) rmSync(path, { force: true });
  }
  const { code, err } = await program.start([...argvOf(path), '--workers', '2']).ended;
  expect([code, err]).toEqual([0, expect.not.stringContaining('worker')]);
  expect(hash(path)).toBe(hash(program.file('whole.json')));
});
