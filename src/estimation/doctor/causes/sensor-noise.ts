/** @file Cause: the noise of a sensor is not as large as the filter believes. */
import { formatNumber } from '../../../text/quantities.ts';
import { bestScale } from '../best-scale.ts';
import { withSensor } from '../correction.ts';
import { leastFactor, sizeOfFactor } from '../sizes.ts';
import { nisFigure, nisWords, sizeWords } from '../words.ts';
import type { Cause } from './cause.ts';

export const sensorNoise: Cause = {
  name: 'sensor-noise',
  title: 'Noise of a sensor',
  trials: ({ model, correction, likelihood }) => {
    const base = likelihood(correction);
    return model.sensors.map((_, sensor) => {
      const scaled = (factor: number) =>
        withSensor(correction, sensor, { scale: correction.sensors[sensor].scale * factor });
      const { scale, value } = bestScale((factor) => likelihood(scaled(factor)), base);
      return {
        cause: 'sensor-noise',
        sensor,
        correction: scaled(scale),
        gain: value - base,
        parameters: 1,
        size: sizeOfFactor(scale),
        least: leastFactor,
      };
    });
  },
  amount: ({ correction, sensor }) => correction.sensors[sensor!].scale,
  words: ({ trial, sensor, before, after }) => {
    const factor = sensorNoise.amount(trial);
    const now = `with R x ${formatNumber(factor)} it is ${nisFigure(after, sensor!)}`;
    return `${nisWords(before, sensor!)}: R of ${sensor} is ${sizeWords(factor)}; ${now}.`;
  },
};
