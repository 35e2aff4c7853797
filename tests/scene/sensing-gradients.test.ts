/** @file The loss of a scene by the numbers of its senses: how much a sensor errs, and what its filter believes, through the whole control loop. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import { valueAndGrad } from '../../src/core/derivative/functions.ts';
import { mul } from '../../src/core/ops/elementwise.ts';
import { ones, tensor } from '../../src/core/population-tensor.ts';
import type { EstimatorNumbers } from '../../src/estimation/perception.ts';
import { experimentOf } from '../support/scenes.ts';

const { problem, sampler } = experimentOf('two-link-senses', 0.12);
const scenario = sampler.draw({ set: 'test', seed: 5, count: 1 });
const numbers = scenario.sensing!.numbers as EstimatorNumbers;

/** What each of the scene's numbers is multiplied with: of the IMU, of the camera, and of forces. */
const usual = {
  imu: ones([6]),
  camera: ones([2]),
  force: ones([2]),
  spread: tensor(1),
};

function lossOf(times: typeof usual) {
  const [imu, camera] = numbers.sensors;
  const changed: EstimatorNumbers = {
    ...numbers,
    sensors: [
      { ...imu, deviation: mul(times.imu, imu.deviation), believed: mul(times.imu, imu.believed) },
      { ...camera, deviation: mul(times.camera, camera.deviation) },
    ],
    force: mul(times.force, numbers.force),
    start: { ...numbers.start, factor: mul(times.spread, numbers.start.factor) },
  };
  const sensing = { ...scenario.sensing!, numbers: changed as never };
  return problem.rollout(problem.start, { ...scenario, sensing }).loss;
}

describe('the loss of two links that an IMU and a camera see', () => {
  const whole = compile((times: typeof usual) => valueAndGrad(lossOf)(times), [usual]);
  const { gradient } = whole(usual);
  const step = 1e-4;

  it.each(Object.keys(usual) as (keyof typeof usual)[])(
    'has the slope of differences by the deviations of %s',
    (name) => {
      const { data, shape } = usual[name];
      const slopes = gradient[name].toArray();
      expect(slopes.some((slope) => Math.abs(slope) > 1e-7)).toBe(true);
      slopes.forEach((slope, i) => {
        const at = (by: number): number =>
          whole({
            ...usual,
            [name]: tensor(
              data.map((value, k) => (k === i ? value + by : value)),
              shape,
            ),
          }).value.item();
        const near = (at(step) - at(-step)) / (2 * step);
        const far = (at(2 * step) - at(-2 * step)) / (4 * step);
        expect(Math.abs(slope - (4 * near - far) / 3)).toBeLessThan(1e-6 * Math.max(...slopes.map(Math.abs)));
      });
    },
  );
});
