import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeRun } from '../../src/run/run-file.ts';
import { adjoint, file, folder, hash, robot, scene, sceneFile, short } from '../support/command-line.ts';

describe('reach', () => {
  it('takes the Panda closer than 5 mm to its target and says so', async () => {
    const { status, out, err } = await adjoint(['reach', scene('panda-reach'), '--out', file('panda.run.json')]);
    expect(status).toBe(0);
    expect(err).toMatch(
      /7 joints; 400 steps .*21 parameters .*\nmemory: \d+ kB for a block .* all 400 steps are kept for the reverse sweep/,
    );
    expect(err).toMatch(/█.*loss .*error .* mm .*\|grad\|/);
    const [, reached] = /reached: ([\d.]+) mm/.exec(out)!;
    expect(Number(reached)).toBeLessThan(5);
    const { best, history } = decodeRun(readFileSync(file('panda.run.json'), 'utf8')).state;
    expect(history.measures.distance[best!.iteration]).toBeLessThan(0.005);
  });

  it('--json prints one object, and only that', async () => {
    const { out } = await adjoint(['reach', short, '--out', file('json.run.json'), '--json']);
    expect(JSON.parse(out)).toMatchObject({
      scene: 'short',
      iterations: 8,
      outcome: 'all iterations done',
      runFile: file('json.run.json'),
    });
  });

  it('says "reached" of what ends within the tolerance of the scene, and of nothing else', async () => {
    const ending = async (tolerance: number | undefined): Promise<[string, unknown]> => {
      const path = sceneFile('end.json', (json) => Object.assign(json, { tolerance, iterations: 2 }));
      const argv = ['reach', path, '--out', file('end.run.json'), '--force'];
      const { out } = await adjoint([...argv, '--json']);
      const { reached } = JSON.parse(out) as { reached: unknown };
      return [(await adjoint(argv)).out.trimEnd().split('\n').at(-1)!, reached];
    };
    expect(await ending(1e-9)).toEqual([
      expect.stringMatching(/^not reached: [\d.]+ m+ from the target \(tolerance /),
      false,
    ]);
    expect(await ending(100)).toEqual([
      expect.stringMatching(/^reached: [\d.]+ m+ from the target \(tolerance /),
      true,
    ]);
    expect(await ending(undefined)).toEqual([
      expect.stringMatching(/^the best: .* \(the scene has no tolerance\)$/),
      null,
    ]);
  });

  it('--out does not overwrite without --force, and says before the run what cannot be written', async () => {
    writeFileSync(file('precious.json'), 'precious');
    const refused = await adjoint(['reach', short, '--out', file('precious.json')]);
    expect(refused.status).toBe(2);
    expect(refused.err).toContain('--force');
    expect(readFileSync(file('precious.json'), 'utf8')).toBe('precious');
    expect((await adjoint(['reach', short, '--out', file('precious.json'), '--force'])).status).toBe(0);
    const nowhere = await adjoint(['reach', short, '--out', join(folder, 'nowhere', 'a.json')]);
    expect(nowhere.status).toBe(4);
    expect(nowhere.err).not.toContain('|grad|');
  });

  it('resumed after N of 2N iterations writes the same bytes as 2N at once', async () => {
    const [whole, half] = [file('whole.run.json'), file('half.run.json')];
    await adjoint(['reach', short, '--out', whole, '--iterations', '8']);
    await adjoint(['reach', short, '--out', half, '--iterations', '4']);
    expect(hash(half)).not.toBe(hash(whole));
    expect((await adjoint(['reach', '--resume', half, '--iterations', '8'])).status).toBe(0);
    expect(hash(half)).toBe(hash(whole));
  });

  it('stopped by Ctrl-C writes what there is, exits with 130, and goes on to the same bytes', async () => {
    const [whole, stopped] = [file('uninterrupted.run.json'), file('stopped.run.json')];
    await adjoint(['reach', short, '--out', whole]);
    const { status, out } = await adjoint(['reach', short, '--out', stopped], 3);
    expect(status).toBe(130);
    expect(out).toContain(`Go on with: adjoint reach --resume ${stopped}`);
    expect(decodeRun(readFileSync(stopped, 'utf8')).state.history.loss.length).toBe(3);
    await adjoint(['reach', short, '--resume', stopped]);
    expect(hash(stopped)).toBe(hash(whole));
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('a run goes on only with its own scene, seed and robot', async () => {
    const run = file('own.run.json');
    await adjoint(['reach', short, '--out', run]);
    expect((await adjoint(['reach', scene('two-link-reach'), '--resume', run])).err).toContain(
      'differs from the scene',
    );
    expect((await adjoint(['reach', '--resume', run, '--seed', '3'])).err).toContain('--seed cannot change');
    const elsewhere = mkdtempSync(join(folder, 'elsewhere-'));
    writeFileSync(join(elsewhere, 'run.json'), readFileSync(run));
    writeFileSync(join(elsewhere, 'planar-2link.urdf'), `${readFileSync(robot('planar-2link'), 'utf8')}\n`);
    const { status, err } = await adjoint(['reach', '--resume', join(elsewhere, 'run.json')]);
    expect(status).toBe(2);
    expect(err).toContain('not the file that the run was made with');
  });

  it('that diverges keeps the last good parameters, writes them, and exits with 3', async () => {
    // a step so long that the gains overflow; the first iteration is finite
    const wild = sceneFile('wild.json', (json) =>
      Object.assign(json, {
        name: 'wild',
        horizon: 0.5,
        controller: { type: 'pd', kp: 1, kd: 1, reference: [-1, 1], optimize: ['logKp'] },
        optimizer: { type: 'gradient-descent', learningRate: 1e6 },
      }),
    );
    const { status, out, err } = await adjoint(['reach', wild, '--out', file('wild.run.json')]);
    expect(status).toBe(3);
    expect(err).toMatch(/diverged at iteration [1-9]\d*: first non-finite (value|adjoint): op \w+.*member 0.*operands/);
    expect(out).toContain('outcome             diverged');
    const { state, trajectory } = decodeRun(readFileSync(file('wild.run.json'), 'utf8'));
    expect(state.history.loss.length).toBeGreaterThan(0);
    expect(state.best!.parameters.every(Number.isFinite)).toBe(true);
    expect(trajectory!.q.every(Number.isFinite)).toBe(true);
  });

  it('whose simulation diverges names step, joint, op, member and operands', async () => {
    // so fast that squares of velocities overflow
    const fast = sceneFile('fast.json', (json) =>
      Object.assign(json, { name: 'fast', horizon: 0.1, initial: { q: [0.1, 0.2], v: [1e160, 1e160] } }),
    );
    const { status, err } = await adjoint(['reach', fast, '--out', file('fast.run.json')]);
    expect(status).toBe(3);
    expect(err).toMatch(
      /op \w+ .*at step \d+, joint "\w+", member 0, operands .* -> (NaN|-?Infinity); try: use a smaller dt/,
    );
    expect(decodeRun(readFileSync(file('fast.run.json'), 'utf8')).state.best).toBeNull();
  });

  it('warns where no parameter moves the loss', async () => {
    const weights = { position: 0, finalPosition: 0, finalOrientation: 0, finalVelocity: 0, effort: 0, limits: 0 };
    const task = { type: 'reach', link: 'tip', target: [0, 0, 1], weights };
    const aimless = sceneFile('aimless.json', (json) => Object.assign(json, { name: 'aimless', horizon: 0.1, task }));
    const { err } = await adjoint(['reach', aimless, '--out', file('aimless.run.json')]);
    expect(err).toContain('no parameter moves the loss');
  });

  it('warns of a start outside the limits', async () => {
    const idle = sceneFile('idle.json', (json) =>
      Object.assign(json, {
        name: 'idle',
        horizon: 0.1,
        iterations: 1,
        controller: { type: 'pd', kp: 1, kd: 1 },
        initial: { q: [99, 0] },
      }),
    );
    const { err } = await adjoint(['reach', idle, '--out', file('idle.run.json')]);
    expect(err).toContain('outside its limits');
  });
});
