/** @file The record of an estimated rollout: what a program found, as plain numbers that leave a worker as they are. */
import type { PopulationTensor } from '../core/population-tensor.ts';
import type { EstimatorNumbers, EstimatorSettings } from '../estimation/perception.ts';
import { believedDeviation } from '../estimation/sensors/reading-model.ts';
import { singleNumbers } from '../rollout/closed-loop.ts';
import type { Scenario } from '../rollout/scenario.ts';
import { trajectoryOf } from '../rollout/trajectory.ts';
import type { Experiment } from '../scene/experiment.ts';
import { typeOf } from '../settings/kinds.ts';
import { findingsOf } from './findings.ts';
import type { EstimateRecord, SensorRecord } from './records.ts';
import { filterOf, modelOf } from './recorded.ts';
import { latestOf, linkOf, tickOf } from './requirements.ts';
import { estimatedGoal, type Watched, type WatchedRollout } from './watched.ts';

const copied = ({ data }: PopulationTensor): Float64Array => data.slice();

/** Innovations at the ticks that their readings are of: where a sensor is late they are known as many ticks later, the last not at all. */
function inTime(rows: PopulationTensor, late: number): Float64Array {
  const moved = new Float64Array(rows.data.length);
  moved.set(rows.data.subarray(late));
  return moved;
}

function sensorRecord(
  settings: EstimatorSettings,
  numbers: EstimatorNumbers,
  { sensors }: Watched,
  i: number,
): SensorRecord {
  const sensor = settings.sensors[i];
  const { value, present, square, channels, accepted } = sensors[i];
  const { deviation, believed } = numbers.sensors[i];
  const late = latestOf(settings);
  return {
    name: sensor.name,
    channels: sensor.channels,
    period: Math.max(sensor.errors.period, tickOf(settings)),
    delay: sensor.errors.delay,
    value: copied(value),
    present: Uint8Array.from(present.data),
    square: inTime(square, late),
    told: Uint8Array.from(inTime(channels, late)),
    accepted: Uint8Array.from(inTime(accepted, late)),
    deviation: copied(deviation),
    believed: copied(believedDeviation(sensor, believed)),
  };
}

/** Particles of the filter. */
const particlesOf = (experiment: Experiment): number => filterOf(experiment)(modelOf(experiment)).particles!;

/** What a program found, of one member. */
export function recordOf(experiment: Experiment, scenario: Scenario, found: WatchedRollout): EstimateRecord {
  const settings = experiment.sensing!;
  const { layout } = settings;
  const { ticks, loss, measures, reached, states, tau } = found;
  const numbers = scenario.sensing!.numbers as EstimatorNumbers;
  const {
    dt,
    q,
    v,
    tau: forces,
  } = trajectoryOf(
    { ...found, terms: {}, states, tau, outputs: { costs: {}, links: {}, watched: {}, perceived: {} } },
    scenario.initial,
    settings.dt,
  );
  const { place } = ticks.goal;
  const { effective } = ticks.particles;
  const record = {
    filter: typeOf(experiment.scene.estimator!.filter),
    tick: tickOf(settings),
    ticks: ticks.square.size,
    acts: settings.acts,
    coordinates: layout.coordinates,
    truth: copied(ticks.truth),
    mean: copied(ticks.mean),
    deviation: copied(ticks.deviation),
    error: copied(ticks.error),
    square: copied(ticks.square),
    ...(effective && { particles: { count: particlesOf(experiment), effective: copied(effective) } }),
    sensors: settings.sensors.map((_, i) => sensorRecord(settings, numbers, ticks, i)),
    link: {
      name: linkOf(experiment),
      truth: copied(ticks.link.truth),
      mean: copied(ticks.link.mean),
      covariance: copied(ticks.link.covariance),
    },
    ...(place && {
      goal: {
        name: estimatedGoal(layout)!,
        truth: copied(place.truth).slice(0, 3),
        mean: copied(place.mean),
        covariance: copied(place.covariance),
      },
    }),
    arm: { dt, q, v, tau: forces },
    task: { loss: loss.item(), measures: singleNumbers(measures), reached: reached.item() === 1 },
  };
  return { ...record, findings: findingsOf(record) };
}
