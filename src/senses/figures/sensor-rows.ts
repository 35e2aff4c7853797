/** @file When each sensor spoke: a row of signs for every one, with what was refused, what was lost, and what was done to it. */
import type { EventRow } from '../../figures/stack/event-rows.ts';
import type { EstimateRecord, SensorRecord, SensorSwitch } from '../records.ts';
import { durationOf } from './lanes.ts';

type Told = 'spoke' | 'refused' | 'lost' | null;

const isIn = ({ from, until = Infinity }: SensorSwitch, t: number): boolean => t >= from && t < until;

/** What became of the reading that was due at a tick; null where none was. */
function toldAt({ channels, present, accepted, told, period }: SensorRecord, k: number, tick: number): Told {
  const every = Math.max(1, Math.round(period / tick));
  if (k % every !== 0) return null;
  const size = channels.length;
  let any = 0;
  for (let c = 0; c < size; c++) any |= present[k * size + c];
  if (!any) return 'lost';
  // a reading that is not judged before the end was not refused
  return accepted[k] || told[k] === 0 ? 'spoke' : 'refused';
}

/** Rows of all sensors; a reading that a switch keeps from being told is not called lost. */
export const sensorRowsOf = (record: EstimateRecord, switches: readonly SensorSwitch[]): EventRow[] =>
  record.sensors.map((sensor): EventRow => {
    const own = switches.filter((each) => each.sensor === sensor.name);
    const blind = own.filter((each) => each.blind && each.channel === undefined);
    const events = { spoke: [] as number[], refused: [] as number[], lost: [] as number[] };
    for (let k = 0; k < record.ticks; k++) {
      const told = toldAt(sensor, k, record.tick);
      const t = k * record.tick;
      if (told === null || (told === 'lost' && blind.some((each) => isIn(each, t)))) continue;
      events[told].push(t);
    }
    return {
      id: sensor.name,
      label: sensor.name,
      ...events,
      spans: own.map(({ from, until = durationOf(record), blind: isBlind }) => ({
        from,
        to: until,
        kind: isBlind ? 'blind' : 'biased',
      })),
    };
  });

const counted = (list: readonly number[], word: string): string[] =>
  list.length > 0 ? [`${list.length} ${word}`] : [];

/** "40 readings, 3 refused, 2 lost". */
export const rowWords = ({ spoke, refused, lost }: EventRow): string =>
  [`${spoke.length + refused.length} readings`, ...counted(refused, 'refused'), ...counted(lost, 'lost')].join(', ');
