/** @file What sensors are worth to a task: each alone, and the derivative of the loss by the noise of each. */
import { describe, expect, it } from 'vitest';
import { readScene } from '../../src/scene/parse.ts';
import { withSettings } from '../../src/scene/with-settings.ts';
import { whichToBuy } from '../../src/senses/buying.ts';
import { eachAlone } from '../../src/senses/each-alone.ts';
import { makeRuns } from '../../src/senses/runs.ts';
import { sceneText } from '../support/robots.ts';
import { assembled } from '../support/scenes.ts';

const scene = (name: string, ...settings: string[]) => assembled(withSettings(readScene(sceneText(name)), settings));

describe('each sensor alone', () => {
  it('is told beside all of them: where encoders err, the camera alone does better than both', async () => {
    const conflict = scene('two-link-conflict', 'estimator.filter=extended-kalman');
    const found = await eachAlone(conflict, conflict.initialParameters, { runs: 16, seed: 1 });
    expect(found.map(({ sensor }) => sensor)).toEqual([null, 'encoders', 'camera']);
    const [fused, , camera] = found;
    expect(camera.succeeded).toBeGreaterThan(12);
    expect(fused.succeeded).toBeLessThan(8);
    expect(camera.words).toBe(`camera alone: ${camera.succeeded} of 16 with distance below 40.0 mm`);
  });
});

describe('which sensor to buy', () => {
  // a quantizer's derivative is not that of its staircase
  const plain = (...settings: string[]) =>
    scene('pendulum-encoder', 'time.horizon=1', 'sensors[0].resolution=0', ...settings);
  const runs = 12;

  const lossAt = async (noise: number, ...settings: string[]): Promise<number> => {
    const experiment = plain(`sensors[0].noise=${noise}`, ...settings);
    const { rows } = await makeRuns(experiment, experiment.initialParameters, { runs, seed: 2 });
    return rows.loss.data.reduce((sum, loss) => sum + loss / runs, 0);
  };

  it.each([[[]], [['estimator.believes.sensors.encoder=3']]])(
    'is the derivative of the mean loss by the noise, truth and belief together (%j)',
    async (settings) => {
      const [noise, step] = [0.02, 1e-5];
      const experiment = plain(...settings);
      const { sensors, loss } = await whichToBuy(experiment, experiment.initialParameters, { runs, seed: 2 });
      const slope =
        ((await lossAt(noise + step, ...settings)) - (await lossAt(noise - step, ...settings))) / (2 * step);
      const [{ channels, percent }] = sensors;
      expect(channels[0].mean / slope).toBeCloseTo(1, 5);
      expect(percent.mean / ((slope * noise) / 100)).toBeCloseTo(1, 5);
      expect(loss.mean).toBeCloseTo(await lossAt(noise, ...settings), 12);
      expect(channels[0].error).toBeGreaterThan(0);
    },
  );

  it('says nothing of a sensor that it cannot tell from chance', async () => {
    const experiment = plain('sensors[0].noise=1e-6', 'estimator.acts=false');
    const { words, sensors } = await whichToBuy(experiment, experiment.initialParameters, { runs, seed: 2 });
    expect(sensors[0].percent.mean).toBe(0);
    expect(words).toContain('No sensor is told to be worth buying');
  });
});
