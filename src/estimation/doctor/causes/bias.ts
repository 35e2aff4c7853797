/** @file Cause: a sensor is always off to the same side. */
import { largest } from '../../../core/largest.ts';
import { formatNumber } from '../../../text/quantities.ts';
import type { Consistency } from '../../statistics/consistency.ts';
import { type Correction, withSensor } from '../correction.ts';
import type { Patient } from '../patient.ts';
import { leastBias } from '../sizes.ts';
import type { Trial } from '../finding.ts';
import type { Cause } from './cause.ts';

/** Sweeps over the channels of a sensor: they are nearly independent of each other. */
const sweeps = 2;

/** The likeliest bias, channel by channel: its likelihood is a parabola, exactly so where filter and reading are linear. */
function trialOf({ model, correction, likelihood }: Patient, sensor: number): Trial {
  const steps = Array.from(model.sensors[sensor].deviation.data);
  const base = likelihood(correction);
  const biased = (bias: readonly number[]): Correction => withSensor(correction, sensor, { bias });
  let bias = correction.sensors[sensor].bias;
  let value = base;
  for (let sweep = 0; sweep < (steps.length > 1 ? sweeps : 1); sweep++)
    steps.forEach((step, channel) => {
      const moved = (by: number): number[] => bias.map((own, i) => (i === channel ? own + by : own));
      const [less, more] = [likelihood(biased(moved(-step))), likelihood(biased(moved(step)))];
      const curvature = 2 * value - less - more;
      if (!(curvature > 0)) return;
      const best = moved((step * (more - less)) / (2 * curvature));
      const found = likelihood(biased(best));
      if (found > value) [bias, value] = [best, found];
    });
  const off = bias.map((own, i) => Math.abs(own - correction.sensors[sensor].bias[i]) / steps[i]);
  return {
    cause: 'bias',
    sensor,
    correction: biased(bias),
    gain: value - base,
    parameters: steps.length,
    size: largest(0, off),
    least: leastBias,
  };
}

/** The largest, as it is. */
const widest = (values: readonly number[]): number =>
  values.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);

export const bias: Cause = {
  name: 'bias',
  title: 'Bias of a sensor',
  trials: (patient) =>
    patient.model.sensors.flatMap(({ deviation }, sensor) => (deviation.size === 0 ? [] : [trialOf(patient, sensor)])),
  amount: ({ correction, sensor }) => widest(correction.sensors[sensor!].bias),
  words: ({ trial, sensor, before, after }) => {
    const name = `Mean innovation of ${sensor}, as a sum of squares,`;
    const figure = ({ tests }: Consistency): string =>
      formatNumber(tests.find((test) => test.name === name)?.statistic ?? NaN);
    const sizes = trial.correction.sensors[trial.sensor!].bias.map(formatNumber).join(', ');
    return `${name} ${figure(before)}: ${sensor} is off by ${sizes}; without that it is ${figure(after)}.`;
  },
};
