/** @file `adjoint doctor` in the terminal: of scenes and runs, as text and as JSON, with its exit status. */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Consultation } from '../../src/learning/doctor/finding.ts';
import { adjoint, file, sceneFile } from '../support/command-line.ts';

const sound = sceneFile('sound.json', (scene) => (scene.time.horizon = 0.2));
const fast = sceneFile('fast.json', (scene) => {
  scene.time.horizon = 0.2;
  scene.method = { type: 'adam', learningRate: 300, iterations: 3 };
});

describe('doctor', () => {
  it('says that nothing is wrong, with status 0', async () => {
    const { status, out } = await adjoint(['doctor', sound]);
    expect(out).toMatch(/^Nothing is wrong with "Two-link arm .*a short run takes \d+ % of the loss\.\n$/);
    expect(status).toBe(0);
  });

  it('says what is wrong with figure, threshold, confidence and the tried remedy, with status 3', async () => {
    const { status, out } = await adjoint(['doctor', fast]);
    expect(out).toMatch(/^cause +figure +threshold +confidence +severity +helped\nStep size of the method .* yes\n/);
    expect(out).toMatch(/A learning rate of 300 is too large[^]*--set method\.learningRate=[^]*before: .*; after: /);
    expect(status).toBe(3);
  });

  it('prints findings as JSON, without trying where it is told so', async () => {
    const { out } = await adjoint(['doctor', fast, '--json', '--no-try']);
    const { findings } = JSON.parse(out) as { findings: Consultation[] };
    expect(findings[0]).toMatchObject({ cause: 'step-size', tried: null });
    expect(findings[0].figure.value).toBeGreaterThan(findings[0].threshold);
  });

  it('examines a run where it has come to', async () => {
    const run = file('sound.run.json');
    await adjoint(['run', sound, '--set', 'method.iterations=5', '--out', run]);
    const { status, out } = await adjoint(['doctor', run]);
    expect(out).toContain('Nothing is wrong');
    expect(status).toBe(0);
  });

  it('stops when it is interrupted, with status 130', async () => {
    const interruption = new AbortController();
    const { runCommandLine } = await import('../../src/cli/run-command-line.ts');
    const status = await runCommandLine(['doctor', sound], {
      out: () => undefined,
      err: (text) => void (text.includes('growth') && interruption.abort()),
      isInteractive: true,
      interrupted: interruption.signal,
      now: (
        (time) => () =>
          (time += 10_000)
      )(0),
    });
    expect(status).toBe(130);
  });

  it('examines each method of an experiment of the Lab, and says remedies as its file does', async () => {
    const experiment = file('bowl.json');
    const compare = [0.19, 0.25].map((learningRate) => ({ type: 'gradient-descent', learningRate }));
    const landscape = { type: 'quadratic-bowl', condition: 50, sharpness: 10 };
    const written = { version: 2, name: 'bowl', title: 'A bowl', landscape, compare, iterations: 10 };
    writeFileSync(experiment, JSON.stringify(written));
    const { status, out } = await adjoint(['doctor', experiment]);
    expect(out).toMatch(/\n\nGradient descent, step 0\.25: A learning rate of 0\.25 is too large/);
    expect(out).toMatch(/in its file compare\[1\]\.learningRate=0\.025\n {2}before: .*; after: /);
    expect(status).toBe(3);
    writeFileSync(experiment, JSON.stringify({ ...written, compare: compare.slice(0, 1) }));
    expect(await adjoint(['doctor', experiment])).toMatchObject({
      status: 0,
      out: 'Nothing is wrong with "A bowl" that the doctor knows: a short run takes 99 % of the loss.\n',
    });
    expect(await adjoint(['doctor', experiment, '--repair'])).toMatchObject({ status: 2 });
  });

  it('refuses what is neither scene nor run', async () => {
    const { status, err } = await adjoint(['doctor']);
    expect(err).toContain('missing argument SCENE|RUN');
    expect(status).toBe(2);
  });
});
