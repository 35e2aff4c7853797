/** @file Switches of sensors as rows of a scenario: what blinds one or pushes its readings is a number that a program reads. */
import { requireFiniteNumber, requireInteger, requireList, requireParts } from '../core/arguments.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { ArgumentError } from '../errors.ts';
import type { EstimatorRow, EstimatorSettings, SensorRow } from '../estimation/perception.ts';
import type { Sensor } from '../estimation/sensors/sensor.ts';
import type { Scenario } from '../rollout/scenario.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import type { SensorSwitch } from './records.ts';
import { tickOf } from './requirements.ts';

/** The sensor that a switch is of. Throws an ArgumentError for one that is not there, and for a channel that it has not. */
function sensorOf(sensors: readonly Sensor[], { sensor, channel }: SensorSwitch, at: string): number {
  const names = sensors.map(({ name }) => name);
  const place = names.indexOf(sensor);
  if (place < 0)
    throw new ArgumentError(
      `${at}.sensor`,
      `"${sensor}"`,
      `a sensor: ${names.join(', ')}`,
      didYouMean(sensor, names, 'name one of them'),
    );
  if (channel !== undefined) requireInteger(`${at}.channel`, channel, 0, sensors[place].space.dimension - 1);
  return place;
}

function requireSwitch(at: string, given: SensorSwitch): void {
  requireParts(at, given, { sensor: 'a text', from: 'a number' });
  const { from, until, bias } = given;
  requireFiniteNumber(`${at}.from`, from, ' of seconds');
  if (until !== undefined) requireFiniteNumber(`${at}.until`, until, ' of seconds');
  if (bias !== undefined) requireFiniteNumber(`${at}.bias`, bias);
  if (given.blind !== true && bias === undefined)
    throw new ArgumentError(
      at,
      'neither blind nor a bias',
      'what is done to the sensor',
      'say blind: true, or bias: 0.1',
    );
}

/** A part of a tick within which a moment counts as the tick's own, as decimal fractions are rounded. */
const rounding = 1e-6;

/** Whether a switch is on at tick k. */
export const isOnAt = ({ from, until = Infinity }: SensorSwitch, k: number, tick: number): boolean =>
  k * tick >= from - rounding * tick && k * tick < until - rounding * tick;

/** Rows [ticks, dimension] with `change` made where a switch is on. */
function switched(
  rows: PopulationTensor,
  given: SensorSwitch,
  tick: number,
  change: (value: number) => number,
): PopulationTensor {
  const [ticks, dimension] = rows.shape;
  const { population } = rows;
  const data = rows.data.slice();
  const { channel } = given;
  for (let k = 0; k < ticks; k++)
    for (let i = 0; i < dimension; i++)
      if (isOnAt(given, k, tick) && (channel === undefined || channel === i))
        for (let m = 0; m < population; m++) {
          const place = (k * dimension + i) * population + m;
          data[place] = change(data[place]);
        }
  return new PopulationTensor({ shape: rows.shape, population }, data);
}

const withSwitch = (row: SensorRow, given: SensorSwitch, tick: number): SensorRow => ({
  ...row,
  ...(given.blind && { blind: switched(row.blind, given, tick, () => 1) }),
  ...(given.bias !== undefined && { push: switched(row.push, given, tick, (value) => value + given.bias!) }),
});

/** The scenario with sensors switched. Throws an ArgumentError that names the switch that does not fit. */
export function withSwitches(
  scenario: Scenario,
  settings: EstimatorSettings,
  switches: readonly SensorSwitch[],
): Scenario {
  requireList('switches', switches);
  const rows = scenario.sensing!.rows as unknown as EstimatorRow;
  const sensors = [...rows.sensors];
  switches.forEach((given, i) => {
    requireSwitch(`switches[${i}]`, given);
    const place = sensorOf(settings.sensors, given, `switches[${i}]`);
    sensors[place] = withSwitch(sensors[place], given, tickOf(settings));
  });
  return { ...scenario, sensing: { ...scenario.sensing!, rows: { ...rows, sensors } as never } };
}

/** Switches that leave one sensor alone. Throws an ArgumentError where there is none of that name. */
export function alone(settings: EstimatorSettings, sensor: string): SensorSwitch[] {
  sensorOf(settings.sensors, { sensor, from: 0 }, 'alone');
  return settings.sensors
    .filter(({ name }) => name !== sensor)
    .map(({ name }) => ({ sensor: name, from: 0, blind: true }));
}
