import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { adjoint, file, hash, runOf, sceneFile, short, shorten, summaryOf } from '../support/command-line.ts';

describe('run --restarts', () => {
  it('keeps the best of them: no worse than the scene alone, whose start is one of them', async () => {
    const alone = await summaryOf(short, 'alone.run.json');
    const summary = await summaryOf(short, 'best.run.json', '--restarts', '40');
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
    await summaryOf(short, 'seed-1.run.json', '--restarts', '5');
    await summaryOf(short, 'seed-1-again.run.json', '--restarts', '5');
    await summaryOf(short, 'seed-2.run.json', '--restarts', '5', '--set', 'seed=2');
    expect(hash(file('seed-1.run.json'))).toBe(hash(file('seed-1-again.run.json')));
    expect(hash(file('seed-2.run.json'))).not.toBe(hash(file('seed-1.run.json')));
  });

  it('has the same bits without workers and with 1, 2 and 3', async () => {
    await summaryOf(short, 'inline.run.json', '--restarts', '100');
    for (const workers of ['1', '2', '3']) {
      const name = `workers-${workers}.run.json`;
      await summaryOf(short, name, '--restarts', '100', '--workers', workers);
      expect(hash(file(name))).toBe(hash(file('inline.run.json')));
    }
  });

  it('has the same bits on the interpreter, which says that workers are no use to it', async () => {
    await summaryOf(short, 'wasm.run.json', '--restarts', '3', '--set', 'method.iterations=2');
    const options = ['--restarts', '3', '--set', 'method.iterations=2', '--backend', 'interpreter', '--workers', '2'];
    const { err } = await adjoint(['run', short, '--out', file('interpreter.run.json'), ...options]);
    expect(err).toContain('Workers run WebAssembly only');
    expect(hash(file('interpreter.run.json'))).toBe(hash(file('wasm.run.json')));
  });

  it('shows best, spread and speed, and says before the run what memory it takes', async () => {
    const { err, out } = await adjoint(['run', short, '--restarts', '64', '--out', file('shown.run.json')]);
    expect(err).toMatch(
      /^memory: \d+ kB for a block of 32 lanes, one block at a time; \d+ kB in all with the numbers of 64 members; the states of all 20 steps/m,
    );
    expect(err).toMatch(/█.*loss \S+ {2}distance .* mm.*losses \S+ to \S+ .*steps\/s, .*gradients\/s/);
    expect(out).toMatch(/restarts +64, 0 diverged; the best is number \d+\n/);
  });

  it('stops when the best is within the tolerance', async () => {
    const easy = sceneFile('easy.json', (json) => {
      shorten(json);
      json.success = { measure: 'distance', below: 100 };
    });
    const { outcome, detail, reached, iterations } = await summaryOf(easy, 'easy.run.json', '--restarts', '3');
    expect([outcome, reached, iterations]).toEqual(['reached', true, 1]);
    expect(detail).toMatch(/^distance is [\d.]+, below 100$/);
  });

  it('tells how many diverged, and keeps the best of the others', async () => {
    // logarithms of gains in the thousands: where they are positive, the gains overflow
    const wild = sceneFile('wild.json', (json) => {
      shorten(json);
      json.controller = { type: 'pd', kp: 1, kd: 1, reference: [-1, 1], optimize: ['logKp'], perturbation: 2000 };
      json.method = { type: 'adam', learningRate: 0.01, iterations: 3 };
    });
    const { err, out } = await adjoint(['run', wild, '--restarts', '20', '--out', file('wild.run.json')]);
    const [, diverged] = /restarts +20, (\d+) diverged/.exec(out)!;
    expect(Number(diverged)).toBeGreaterThan(0);
    expect(Number(diverged)).toBeLessThan(20);
    expect(err).toContain(`  ${diverged} diverged  `);
    expect(runOf(file('wild.run.json')).state.best!.parameters.every(Number.isFinite)).toBe(true);
  });

  it('where all diverge it exits with 3 and says where', async () => {
    const fast = sceneFile('fast.json', (json) => {
      shorten(json);
      json.start = { q: [0.1, 0.2], v: [1e160, 1e160] };
    });
    const { status, err } = await adjoint(['run', fast, '--restarts', '3', '--out', file('fast.run.json')]);
    expect(status).toBe(3);
    expect(err).toMatch(
      /diverged at iteration 0: the scene starts joints "shoulder", "elbow" at 1\.00e160 rad\/s .*; first non-finite value: .* at step 0/,
    );
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
    const { status, out } = await interrupted(['run', short, '--restarts', '2000', ...workers, '--out', path]);
    expect(status).toBe(130);
    expect(out).toContain(`Go on with: adjoint run --resume ${path}`);
    expect(runOf(path).state.history.loss.length).toBe(0);
    expect((await adjoint(['run', '--resume', path])).status).toBe(0);
  });

  it('between iterations keeps the best so far', async () => {
    const path = file('stopped.run.json');
    const { status } = await adjoint(['run', short, '--restarts', '10', '--out', path], 3);
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
    const { status, out, err } = await adjoint(['run', ...options]);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(says);
  });
});
