import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { decodeRun } from '../../src/run/run-file.ts';
import { adjoint, file, hash, sceneFile, short } from '../support/command-line.ts';

interface Summary {
  readonly outcome: string;
  readonly iterations: number;
  readonly loss: number;
  readonly restarts: {
    readonly count: number;
    readonly diverged: number;
    readonly bestMember: number;
    readonly losses: { readonly lowest: number; readonly median: number; readonly highest: number };
  };
}

const runOf = (path: string) => decodeRun(readFileSync(path, 'utf8'));

/** The restarts of a scene, written to a file of that name. */
async function restarts(path: string, name: string, ...options: readonly string[]): Promise<Summary> {
  const { status, out } = await adjoint(['reach', path, '--out', file(name), '--json', ...options]);
  expect(status).toBe(0);
  return JSON.parse(out) as Summary;
}

describe('reach --restarts', () => {
  it('keeps the best of them: no worse than the scene alone, whose start is one of them', async () => {
    const alone = await restarts(short, 'alone.run.json');
    const summary = await restarts(short, 'best.run.json', '--restarts', '40');
    expect(summary.loss).toBeLessThan(alone.loss);
    expect(summary.restarts.count).toBe(40);
    const { losses } = summary.restarts;
    expect(summary.loss).toBeLessThanOrEqual(losses.lowest);
    expect(losses.lowest).toBeLessThanOrEqual(losses.median);
    expect(losses.median).toBeLessThanOrEqual(losses.highest);
    const { state, trajectory, member } = runOf(file('best.run.json'));
    expect(state.history.loss[state.best!.iteration]).toBe(summary.loss);
    expect(state.history.loss.length).toBe(8);
    expect(member).toEqual({ index: summary.restarts.bestMember, of: 40 });
    expect(trajectory!.q.every(Number.isFinite)).toBe(true);
  });

  it('has the same bits for the same seed, and others for another', async () => {
    await restarts(short, 'seed-1.run.json', '--restarts', '5');
    await restarts(short, 'seed-1-again.run.json', '--restarts', '5');
    await restarts(short, 'seed-2.run.json', '--restarts', '5', '--seed', '2');
    expect(hash(file('seed-1.run.json'))).toBe(hash(file('seed-1-again.run.json')));
    expect(hash(file('seed-2.run.json'))).not.toBe(hash(file('seed-1.run.json')));
  });

  it('has the same bits without workers and with 1, 2 and 3', async () => {
    await restarts(short, 'inline.run.json', '--restarts', '100');
    for (const workers of ['1', '2', '3']) {
      const name = `workers-${workers}.run.json`;
      await restarts(short, name, '--restarts', '100', '--workers', workers);
      expect(hash(file(name))).toBe(hash(file('inline.run.json')));
    }
  });

  it('has the same bits on the interpreter, which says that workers are no use to it', async () => {
    await restarts(short, 'wasm.run.json', '--restarts', '3', '--iterations', '2');
    const options = ['--restarts', '3', '--iterations', '2', '--backend', 'interpreter', '--workers', '2'];
    const { err } = await adjoint(['reach', short, '--out', file('interpreter.run.json'), ...options]);
    expect(err).toContain('Workers run WebAssembly only');
    expect(hash(file('interpreter.run.json'))).toBe(hash(file('wasm.run.json')));
  });

  it('resumed, the best goes on alone to what it becomes among the others', async () => {
    await restarts(short, 'long.run.json', '--restarts', '6', '--iterations', '8');
    await restarts(short, 'half.run.json', '--restarts', '6', '--iterations', '4');
    expect((await adjoint(['reach', '--resume', file('half.run.json'), '--iterations', '8'])).status).toBe(0);
    const [long, half] = ['long', 'half'].map((name) => runOf(file(`${name}.run.json`)).state);
    // the same member is the best of both in this scene
    expect(half.history.loss[0]).toEqual(long.history.loss[0]);
    expect(half).toEqual(long);
  });

  it('shows best, spread and speed, and says before the run what memory it takes', async () => {
    const { err, out } = await adjoint(['reach', short, '--restarts', '64', '--out', file('shown.run.json')]);
    expect(err).toMatch(
      /^memory: \d+ kB for a block of 32 lanes, one block at a time; \d+ kB in all with the numbers of 64 members; the states of all 20 steps/m,
    );
    expect(err).toMatch(/█.*loss \S+ {2}error .* mm.*losses \S+ to \S+ .*steps\/s, .*gradients\/s/);
    expect(out).toMatch(/restarts +64, 0 diverged; the best is number \d+\n/);
  });

  it('stops when the best is within the tolerance', async () => {
    const easy = sceneFile('easy.json', (json) => Object.assign(json, { name: 'easy', horizon: 0.2, tolerance: 100 }));
    const { outcome, iterations } = await restarts(easy, 'easy.run.json', '--restarts', '3');
    expect([outcome, iterations]).toEqual(['reached the tolerance', 1]);
  });

  it('tells how many diverged, and keeps the best of the others', async () => {
    // logarithms of gains in the thousands: where they are positive, the gains overflow
    const wild = sceneFile('wild.json', (json) =>
      Object.assign(json, {
        name: 'wild',
        horizon: 0.2,
        iterations: 3,
        perturbation: 2000,
        controller: { type: 'pd', kp: 1, kd: 1, reference: [-1, 1], optimize: ['logKp'] },
        optimizer: { type: 'adam', learningRate: 0.01 },
      }),
    );
    const { err, out } = await adjoint(['reach', wild, '--restarts', '20', '--out', file('wild.run.json')]);
    const [, diverged] = /restarts +20, (\d+) diverged/.exec(out)!;
    expect(Number(diverged)).toBeGreaterThan(0);
    expect(Number(diverged)).toBeLessThan(20);
    expect(err).toContain(`  ${diverged} diverged  `);
    expect(runOf(file('wild.run.json')).state.best!.parameters.every(Number.isFinite)).toBe(true);
  });

  it('where all diverge it exits with 3 and says where', async () => {
    const fast = sceneFile('fast.json', (json) =>
      Object.assign(json, { name: 'fast', horizon: 0.1, initial: { q: [0.1, 0.2], v: [1e160, 1e160] } }),
    );
    const { status, err } = await adjoint(['reach', fast, '--restarts', '3', '--out', file('fast.run.json')]);
    expect(status).toBe(3);
    expect(err).toMatch(/diverged at iteration 0: first non-finite value: .* at step 0/);
  });
});

describe('Ctrl-C', () => {
  /** Presses Ctrl-C at the first turn of the event loop behind the statement of memory: while the first evaluation runs. */
  async function interrupted(argv: readonly string[]): Promise<{ status: number; out: string }> {
    const interruption = new AbortController();
    let out = '';
    const status = await runCommandLine(argv, {
      out: (text) => (out += text),
      err: (text) => text.startsWith('memory:') && setTimeout(() => interruption.abort()),
      isInteractive: false,
      interrupted: interruption.signal,
    });
    return { status, out };
  }

  it.each([[[]], [['--workers', '2']]])('ends an evaluation that is under way, with %j', async (workers) => {
    const path = file(`cut-${workers.length}.run.json`);
    const { status, out } = await interrupted(['reach', short, '--restarts', '2000', ...workers, '--out', path]);
    expect(status).toBe(130);
    expect(out).toContain(`Go on with: adjoint reach --resume ${path}`);
    expect(runOf(path).state.history.loss.length).toBe(0);
    expect((await adjoint(['reach', '--resume', path])).status).toBe(0);
  });

  it('between iterations keeps the best so far', async () => {
    const path = file('stopped.run.json');
    const { status } = await adjoint(['reach', short, '--restarts', '10', '--out', path], 3);
    expect(status).toBe(130);
    expect(runOf(path).state.history.loss.length).toBe(3);
  });
});

describe('what does not go together is refused', () => {
  const wrong: readonly (readonly [options: readonly string[], says: string])[] = [
    [[short, '--workers', '2'], '--workers: a run alone has nothing to share out'],
    [[short, '--workers', '2', '--restarts', '1'], 'optimize several starts with --restarts N'],
    [['--resume', short, '--restarts', '2'], '--restarts: a run is resumed alone'],
    [[short, '--restarts', '0'], '--restarts: found "0"; expected an integer from 1 to 65536'],
    [[short, '--restarts', '1e9'], 'expected an integer from 1 to 65536'],
    [[short, '--restarts', '4', '--workers', '1000'], '--workers: found "1000"; expected an integer from 1 to 256'],
  ];

  it.each(wrong)('%j', async (options, says) => {
    const { status, out, err } = await adjoint(['reach', ...options]);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(says);
  });
});
