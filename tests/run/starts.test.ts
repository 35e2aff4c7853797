import { describe, expect, it } from 'vitest';
import { normal } from '../../src/core/random.ts';
import { perturbed, startsAround } from '../../src/run/starts.ts';
import { parseScene, readScene } from '../../src/scene/parse.ts';
import { expectEqual } from '../support/check.ts';
import { sceneText } from '../support/robots.ts';
import { assembled, shortened } from '../support/scenes.ts';

const start = Float64Array.of(1, -2, 3, 0.5);
const settings = { perturbation: 0.3, seed: 11 };

describe('perturbed parameters', () => {
  it('have the noise of their seed, the same every time', () => {
    const noise = normal({ seed: 11 }, 4);
    expectEqual(
      perturbed(start, settings),
      start.map((x, i) => x + 0.3 * noise[i]),
    );
    expectEqual(perturbed(start, settings), perturbed(start, settings));
    expect(perturbed(start, { ...settings, seed: 12 })).not.toEqual(perturbed(start, settings));
  });

  it('are those given where there is no perturbation, and given ones stay as they are', () => {
    expectEqual(perturbed(start, { ...settings, perturbation: 0 }), start);
    expectEqual(start, [1, -2, 3, 0.5]);
  });
});

describe('starts around one', () => {
  it('begin with that one, and every other has a stream of its own', () => {
    const starts = startsAround(start, settings, 5);
    expect(starts.shape).toEqual([4]);
    expect(starts.population).toBe(5);
    expectEqual(starts.toArray(0), start);
    for (let member = 1; member < 5; member++) {
      const noise = normal({ seed: 11, member }, 4);
      expectEqual(
        starts.toArray(member),
        start.map((x, i) => x + 0.3 * noise[i]),
      );
    }
  });

  it('are the same for however many are asked for', () => {
    const [few, many] = [3, 40].map((count) => startsAround(start, settings, count));
    for (let member = 0; member < 3; member++) expectEqual(few.toArray(member), many.toArray(member));
  });

  it('spread by 0.2 where the scene says nothing', () => {
    const noise = normal({ seed: 11, member: 1 }, 4);
    const starts = startsAround(start, { ...settings, perturbation: 0 }, 2);
    expectEqual(
      starts.toArray(1),
      start.map((x, i) => x + 0.2 * noise[i]),
    );
  });

  it('of an experiment follow its seed and its perturbation', () => {
    const scene = shortened(readScene(sceneText('pendulum-swing-up')), 0.04);
    const experiment = assembled(scene);
    const { starts } = experiment.population(3);
    const knots = new Float64Array(16);
    expectEqual(experiment.initialParameters, perturbed(knots, { perturbation: 0.5, seed: 1 }));
    expectEqual(starts.data, startsAround(experiment.initialParameters, { perturbation: 0.5, seed: 1 }, 3).data);
    const other = assembled(parseScene({ ...scene, seed: 2 })).population(3).starts;
    expect(other.toArray(1)).not.toEqual(starts.toArray(1));
  });
});
