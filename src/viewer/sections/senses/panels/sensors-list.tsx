/** @file All sensors with their switches, and what a biased one is pushed by: of all channels, or of one. */
import { useState } from 'preact/hooks';
import { rowWords, sensorRowsOf } from '../../../../senses/figures/sensor-rows.ts';
import type { SensorRecord } from '../../../../senses/records.ts';
import { Row } from '../../lab/panels/row.tsx';
import type { Senses } from '../senses.ts';
import { momentOf, usualBias } from '../switching.ts';
import { SensorSwitch } from './sensor-switch.tsx';

function SensorEntry({
  senses,
  sensor,
  words,
}: {
  readonly senses: Senses;
  readonly sensor: SensorRecord;
  readonly words: string;
}) {
  const [channel, setChannel] = useState<number | undefined>(undefined);
  const [bias, setBias] = useState<number | null>(null);
  const { name, channels } = sensor;
  const { unit } = channels[channel ?? 0];
  const pushed = bias ?? usualBias(sensor, channel);
  return (
    <section class="lab-group">
      <h3>
        {name} <small>{words}</small>
      </h3>
      <SensorSwitch senses={senses} sensor={name} bias={pushed} channel={channel} />
      <Row label="Of it">
        <select
          value={channel === undefined ? 'all' : String(channel)}
          onChange={({ currentTarget: { value } }) => setChannel(value === 'all' ? undefined : Number(value))}
        >
          <option value="all">all channels</option>
          {channels.map(({ label }, i) => (
            <option key={label} value={String(i)}>
              {label}
            </option>
          ))}
        </select>
      </Row>
      <Row label={`Bias${unit ? `, ${unit}` : ''}`}>
        <input
          type="number"
          step="any"
          value={String(pushed)}
          onChange={({ currentTarget }) => {
            const value = Number(currentTarget.value);
            if (currentTarget.value.trim() !== '' && Number.isFinite(value)) setBias(value);
          }}
        />
      </Row>
    </section>
  );
}

export function SensorsList({ senses }: { readonly senses: Senses }) {
  const { record } = senses.estimated.value!;
  const rows = sensorRowsOf(record, senses.switches.value);
  const t = momentOf(senses.clocks.cursor.t.value);
  return (
    <>
      <p class="remark">A switch acts from the moment that is shown on, now {t} s. At 0 it acts from the start.</p>
      {record.sensors.map((sensor, k) => (
        <SensorEntry key={sensor.name} senses={senses} sensor={sensor} words={rowWords(rows[k])} />
      ))}
      <button
        type="button"
        class="secondary"
        disabled={senses.switches.value.length === 0}
        onClick={() => (senses.switches.value = [])}
      >
        All sensors on
      </button>
    </>
  );
}
