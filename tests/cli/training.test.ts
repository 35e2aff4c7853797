/** @file `adjoint run`, `evaluate` and `export` of a scene that trains: the same bits however often it is stopped, on any number of workers. */
import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeController } from '../../src/run/controller-file.ts';
import { adjoint, file, hash, runOf } from '../support/command-line.ts';
import { plainPolicy } from '../support/plain-policy.ts';
import { readByHand } from '../support/safetensors-by-hand.ts';
import { type Change, trainingScene } from '../support/small-training.ts';

/** The small training in a file of the tests' folder; its path. */
function sceneFileOf(name: string, change: Change = {}): string {
  writeFileSync(file(`${name}.json`), JSON.stringify(trainingScene({ name, ...change })));
  return file(`${name}.json`);
}

const path = sceneFileOf('small', { 'controller.last': 1, randomize: [{ type: 'body-mass', factor: [0.9, 1.1] }] });
const whole = file('whole.run.json');
let summary: Record<string, unknown>;

beforeAll(async () => {
  const { status, out } = await adjoint(['run', path, '--out', whole, '--workers', '1', '--json']);
  expect(status).toBe(0);
  summary = JSON.parse(out) as typeof summary;
});

describe('a training by the command line', () => {
  it('says what it did, how it was validated and how it does in a test', () => {
    expect(summary).toMatchObject({ scene: 'small', outcome: 'iterations', iterations: 6, gradients: 6, refused: 0 });
    expect(summary).toMatchObject({ physicsSteps: 6 * 4 * 10, test: { count: 8 }, runFile: whole });
    expect(Object.keys((summary.test as { measures: object }).measures)).toEqual(['distance']);
  });

  it('writes the same bytes on two workers', async () => {
    const other = file('two.run.json');
    expect((await adjoint(['run', path, '--out', other, '--workers', '2'])).status).toBe(0);
    expect(hash(other)).toBe(hash(whole));
  });

  it('that goes on after 1 and 4 iterations writes the same bytes as one that did not stop', async () => {
    const part = file('part.run.json');
    const go = (iterations: number, ...argv: readonly string[]) =>
      adjoint(['run', ...argv, '--set', `method.iterations=${iterations}`, '--workers', '1', '--force']);
    await go(1, path, '--out', part);
    await go(4, '--resume', part);
    expect(hash(part)).not.toBe(hash(whole));
    expect((await go(6, '--resume', part)).status).toBe(0);
    const [stopped, straight] = [runOf(part), runOf(whole)];
    expect(stopped.state.parameters).toEqual(straight.state.parameters);
    expect(stopped.state.method).toEqual(straight.state.method);
  });

  it('stopped by Ctrl-C says so, and goes on to the same bytes', async () => {
    const stopped = file('stopped.run.json');
    const { status, out } = await adjoint(['run', path, '--out', stopped, '--workers', '1'], 3);
    expect(status).toBe(130);
    expect(out).toContain(`Interrupted. Go on with: adjoint run --resume ${stopped}`);
    expect(runOf(stopped).state.history.loss.length).toBeLessThan(6);
    await adjoint(['run', '--resume', stopped, '--workers', '1']);
    expect(hash(stopped)).toBe(hash(whole));
  });

  it('refuses restarts, and other settings where it goes on', async () => {
    const restarts = await adjoint(['run', path, '--out', file('r.run.json'), '--restarts', '3']);
    expect([restarts.status, restarts.err]).toEqual([2, expect.stringContaining('a training is one run')]);
    const faster = await adjoint(['run', '--resume', whole, '--set', 'method.learningRate=0.3']);
    expect([faster.status, faster.err]).toEqual([2, expect.stringContaining('method.learningRate')]);
  });

  it('that learns nothing ends with 3, and says why', async () => {
    const fast = sceneFileOf('fast', {
      'method.learningRate': 1000,
      'method.clipNorm': undefined,
      'success.below': 1e-6,
    });
    const { status, err } = await adjoint(['run', fast, '--out', file('fast.run.json'), '--workers', '1']);
    expect(status).toBe(3);
    expect(err).toMatch(/method\.learningRate/);
  });
});

describe('what was learned', () => {
  interface Evaluated {
    readonly engine: string;
    readonly count: number;
    readonly report: {
      readonly count: number;
      readonly success: number;
      readonly measures: { readonly distance: { readonly median: number } };
    };
    readonly transfer?: {
      readonly gap: { readonly mean: number };
      readonly causes: readonly { readonly cause: string; readonly left: { readonly mean: number } }[];
    };
  }
  const evaluated = async (...options: readonly string[]): Promise<Evaluated> => {
    const { status, out } = await adjoint(['evaluate', whole, '--json', ...options]);
    expect(status).toBe(0);
    return JSON.parse(out) as Evaluated;
  };

  it('is evaluated as in the test of its training, and with other goals', async () => {
    const own = await evaluated();
    expect(own).toMatchObject({ engine: 'adjoint', set: 'test', count: 8, seed: 0 });
    expect(own.report).toEqual(summary.test);
    const other = await evaluated('--goals', '3', '--seed', '9');
    expect(other.report.count).toBe(3);
    expect(other.report.measures.distance).not.toEqual(own.report.measures.distance);
  });

  it('is evaluated in Rapier, with what the gap is due to', async () => {
    const [ours, rapier] = [await evaluated('--goals', '2'), await evaluated('--goals', '2', '--engine', 'rapier')];
    expect(rapier).toMatchObject({ engine: 'rapier', count: 2 });
    expect(rapier.transfer!.causes.length).toBeGreaterThan(2);
    const { left } = rapier.transfer!.causes.find(({ cause }) => cause === 'integrator')!;
    // nearly all of it is how far both step
    expect(left.mean).toBeLessThan(0.03 * rapier.transfer!.gap.mean);
    expect(rapier.report.measures.distance).not.toEqual(ours.report.measures.distance);
  });

  it('is exported as a controller that acts the same in loops over its numbers', async () => {
    const path = file('policy.safetensors');
    expect((await adjoint(['export', whole, '--to', 'safetensors', '--out', path])).status).toBe(0);
    const bytes = new Uint8Array(readFileSync(path));
    const { tensors } = readByHand(bytes);
    const { facts } = decodeController(bytes);
    const said = facts.observations.flatMap(({ scale, offset = [] }) => scale.map((own, i) => ({ own, from: offset[i] ?? 0 }))); // prettier-ignore
    const scaled = said.map(({ own, from }, i) => (tensors.get('replay.observation')!.numbers[i] - from) * own);
    plainPolicy(tensors, scaled).forEach((given, i) => expect(given).toBeCloseTo(tensors.get('replay.action')!.numbers[i], 12)); // prettier-ignore
  });

  it('is refused where it is no run of a training', async () => {
    const plain = trainingScene({ name: 'plain', method: { type: 'adam', learningRate: 0.1, iterations: 1 }, goals: { point: { type: 'point', position: [0.4, 0, 1.2] } }, 'start.spread': undefined, evaluate: undefined }); // prettier-ignore
    writeFileSync(file('plain.json'), JSON.stringify(plain));
    expect((await adjoint(['run', file('plain.json'), '--out', file('plain.run.json')])).status).toBe(0);
    const { status, err } = await adjoint(['evaluate', file('plain.run.json')]);
    expect([status, err]).toEqual([2, expect.stringContaining('whose method makes one rollout')]);
  });
});
