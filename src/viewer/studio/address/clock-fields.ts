/** @file Fields of the address that say where the two clocks stand. */
import { decimal } from './decimal.ts';
import type { Known } from './experiment-fields.ts';
import { type Clock, speeds } from '../store/cursor.ts';
import { choice, integer, number, word } from './codec.ts';
import type { AddressField } from './field.ts';
import type { AddressParts } from './parts.ts';
import { fieldOf, switchOf } from './view-fields.ts';
import type { WantedIteration } from './wanted.ts';

/** Decimals of a time in s. */
const fineness = 4;

export function clockFields({ store: { cursor, shown } }: AddressParts, { instant }: Known): AddressField[] {
  const time: AddressField<number> = {
    key: 't',
    codec: number(fineness, 1e4),
    stage: 'opened',
    read: () => {
      const { value: t } = cursor.t;
      const isUsual = instant.value !== null && decimal(t, fineness) === decimal(instant.value, fineness);
      return isUsual ? null : t;
    },
    apply: (t) => (cursor.t.value = Math.min(Math.max(t ?? instant.value ?? 0, 0), shown.duration.value)),
    isMoving: () => cursor.isPlaying.value,
  };
  return [
    time,
    fieldOf<Clock>('clock', word(['t', 'k'] as const), cursor.clock, 't'),
    fieldOf('rate', choice(speeds), cursor.speed, 1),
    switchOf('loop', 'off', cursor.isLooping, true),
    { ...switchOf('play', '1', cursor.isPlaying, false), stage: 'opened' },
  ];
}

/** The iteration that is shown: it is kept with its parameters, and taken on with them. */
export function iterationField({ store }: AddressParts, wanted: WantedIteration): AddressField<number> {
  const { cursor, run } = store;
  return {
    key: 'k',
    codec: integer(0, 1e9),
    stage: 'opened',
    read: () => {
      void run.revision.value;
      return run.recording.value.nearest(cursor.k.value)?.k || null;
    },
    apply: (k) => (wanted.k = k),
    isMoving: () => run.isRunning.value || cursor.isReplaying.value,
  };
}
