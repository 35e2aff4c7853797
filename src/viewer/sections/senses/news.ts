/** @file Whether the filter of what is estimated is inconsistent, in words. */
import { consistencyOf } from '../../../senses/figures/consistency.ts';
import type { EstimateRecord } from '../../../senses/records.ts';
import type { Senses } from './senses.ts';

const known = new WeakMap<EstimateRecord, readonly string[]>();

/** Names of the sensors whose squares are out of their bounds; found once for a record. */
export function inconsistentSensors(record: EstimateRecord): readonly string[] {
  const names =
    known.get(record) ??
    record.sensors.filter((sensor) => consistencyOf(sensor)?.isInconsistent).map(({ name }) => name);
  known.set(record, names);
  return names;
}

/** Null where nothing is wrong. Reads signals. */
export function sensesNews({ estimated }: Pick<Senses, 'estimated'>): string | null {
  const names = estimated.value ? inconsistentSensors(estimated.value.record) : [];
  return names.length > 0 ? `the filter is not consistent with ${names.join(', ')}` : null;
}
