/** @file The doctor of a scene: tried remedies, other units, cancelling, refused arguments. */
import { describe, expect, it } from 'vitest';
import { consult } from '../../src/scene/doctor.ts';
import { parseScene, readScene } from '../../src/scene/parse.ts';
import type { Scene } from '../../src/scene/schema.ts';
import { assembled, experimentOf, shortened } from '../support/scenes.ts';
import { sceneText } from '../support/robots.ts';

const short = (change: (scene: Scene) => object): Scene =>
  parseScene({
    ...shortened(readScene(sceneText('two-link-reach')), 0.3),
    ...change(readScene(sceneText('two-link-reach'))),
  });

const adam = { method: { type: 'adam', learningRate: 0.3, iterations: 50, epsilon: 1e-30 } };

/** All costs so many times heavier. */
const heavier = (scene: Scene, times: number): object => ({
  costs: scene.costs.map((cost) => ({ ...cost, weight: times * cost.weight })),
});

describe('a doctor of a scene', () => {
  it('has nothing to say of a scene of the project', async () => {
    const { findings, progress } = await consult(assembled(short(() => ({}))));
    expect(findings).toEqual([]);
    expect(progress).toBeGreaterThan(0.5);
  });

  it('says the same of a loss in other units: no figure has a unit', async () => {
    for (const [change, cause] of [
      [{ method: { type: 'adam', learningRate: 300, iterations: 50, epsilon: 1e-30 } }, 'step-size'],
      [{ ...adam, controller: { type: 'torque-spline', knots: 36 } }, 'flat-direction'],
      [adam, undefined],
    ] as const) {
      const figures: number[] = [];
      // powers of two, by which nothing is rounded
      for (const times of [2 ** -30, 1, 2 ** 30]) {
        const scene = short((own) => ({ ...heavier(own, times), ...change }));
        const { findings } = await consult(assembled(scene), { tries: false });
        expect([times, findings[0]?.cause]).toEqual([times, cause]);
        figures.push(findings[0]?.figure.value ?? 1);
      }
      figures.forEach((figure) => expect(figure / figures[0]).toBeCloseTo(1, 3));
    }
  });

  it('tries remedies on a scene that is made anew, and leaves the one it was given alone', async () => {
    const scene = short(() => ({ method: { type: 'adam', learningRate: 300, iterations: 50 } }));
    const experiment = assembled(scene);
    const tried: string[] = [];
    const remake = (changed: Scene) => {
      tried.push(JSON.stringify(changed.method));
      return assembled(changed);
    };
    const { findings } = await consult(experiment, { remake });
    const [{ remedy, tried: trial }] = findings;
    expect(trial!.helped).toBe(true);
    expect(trial!.after!.progress).toBeGreaterThan(trial!.before.progress);
    expect(tried.at(-1)).toContain(remedy!.settings[0].split('=')[1]);
    expect(experiment.scene).toEqual(scene);
    const untried = await consult(experiment, { tries: false, remake });
    expect(untried.findings[0]).toMatchObject({ tried: null, remedy: { settings: ['method.learningRate=9'] } });
  });

  it('names the scene that is refused with a remedy, rather than failing', async () => {
    const experiment = assembled(short(() => ({ method: { type: 'adam', learningRate: 300, iterations: 50 } })));
    const remake = () => assembled(parseScene({}));
    const { findings } = await consult(experiment, { remake });
    expect(findings[0].tried).toMatchObject({ after: null, helped: false });
  });

  it('is cancelled between two measurements, with the reason that was given', async () => {
    const cancelled = new AbortController();
    const parts: string[] = [];
    const onPart = (part: string): void => {
      parts.push(part);
      if (parts.length === 3) cancelled.abort(new Error('enough'));
    };
    await expect(consult(experimentOf('two-link-reach', 0.2), { signal: cancelled.signal, onPart })).rejects.toThrow(
      'enough',
    );
    expect(parts).toHaveLength(3);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['an experiment that is none', () => consult({} as never)],
    ['an option that there is not', () => consult(experimentOf('two-link-reach', 0.2), { trys: true } as never)],
    ['parameters in a list', () => consult(experimentOf('two-link-reach', 0.2), { parameters: [1] as never })],
  ])('refuses %s', async (_, call) => {
    await expect(call()).rejects.toThrow(/expected/);
  });
});
