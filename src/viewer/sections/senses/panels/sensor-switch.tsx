/** @file The switch of a sensor: it acts from the moment that is shown on. */
import { moveAmongChoices } from '../../../panels/choices.ts';
import type { Senses } from '../senses.ts';
import { type SensorState, sensorStates, stateAt, usualBias } from '../switching.ts';

const words: Readonly<Record<SensorState, { readonly title: string; readonly tip: string }>> = {
  on: { title: 'on', tip: 'It tells what it reads, from here on' },
  blind: { title: 'blind', tip: 'It tells nothing, from here on' },
  biased: { title: 'biased', tip: 'Its readings are pushed aside, from here on' },
};

interface SwitchProps {
  readonly senses: Senses;
  readonly sensor: string;
  /** Of a biased one, in its unit; usual where it is absent. */
  readonly bias?: number | undefined;
  /** Channel by its place; all where absent. */
  readonly channel?: number | undefined;
}

export function SensorSwitch({ senses, sensor, bias, channel }: SwitchProps) {
  const record = senses.estimated.value!.record.sensors.find(({ name }) => name === sensor)!;
  const state = stateAt(senses.switches.value, sensor, senses.clocks.cursor.t.value);
  return (
    <div class="segments senses-switch" role="radiogroup" aria-label={`Sensor ${sensor}`} onKeyDown={moveAmongChoices}>
      {sensorStates.map((one) => (
        <button
          key={one}
          type="button"
          role="radio"
          aria-checked={state === one}
          tabIndex={state === one ? 0 : -1}
          data-tip={words[one].tip}
          onClick={() => senses.throwSwitch(sensor, one, bias ?? usualBias(record, channel), channel)}
        >
          {words[one].title}
        </button>
      ))}
    </div>
  );
}
