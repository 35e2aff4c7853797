/** @file What of the Senses stands in the address: scene, filter, what was changed of it, switches, what is looked at. */
import { integer, mapped, name, real, word } from '../../studio/address/codec.ts';
import type { AddressField, Codec } from '../../studio/address/field.ts';
import type { AddressParts } from '../../studio/address/parts.ts';
import { settingsCodec } from '../../studio/address/settings-codec.ts';
import { fieldOf, optionalField, switchOf } from '../../studio/address/view-fields.ts';
import { filterKinds } from '../../../estimation/filters/kinds.ts';
import { unitCount } from '../../../senses/figures/unit-count.ts';
import type { SensorSwitch } from '../../../senses/records.ts';
import { sensedNames } from './scenes.ts';
import { mostRuns, type Senses, sensesOf } from './senses.ts';
import { momentOf } from './switching.ts';

/** A sensor, with a channel by its place, and the time of a switch: `camera`, `encoder.2@1.2..1.5`. */
const switchPattern = /^([a-z0-9-]{1,64})(?:\.(\d{1,3}))?(?::([^@]+))?(?:@(\d+(?:\.\d+)?)(?:\.\.(\d+(?:\.\d+)?))?)?$/;

/** Most switches of a link. */
const mostSwitches = 64;

const milliseconds = (text: string): number => {
  const value = real.parse(text);
  if (!(value >= 0 && value < 1e6)) throw new RangeError('no moment');
  return momentOf(value);
};

function parseSwitch(text: string, kind: 'blind' | 'bias'): SensorSwitch {
  const [, sensor, channel, bias, from = '0', until] = switchPattern.exec(text) ?? [];
  if (sensor === undefined || (kind === 'bias') !== (bias !== undefined)) throw new RangeError('no switch');
  const start = milliseconds(from);
  const end = until === undefined ? undefined : milliseconds(until);
  if (end !== undefined && end <= start) throw new RangeError('ends before it begins');
  return {
    sensor,
    ...(channel !== undefined && { channel: Number(channel) }),
    from: start,
    ...(end !== undefined && { until: end }),
    ...(kind === 'blind' ? { blind: true as const } : { bias: real.parse(bias) }),
  };
}

/** As the address and the terminal have it. */
export function switchText({ sensor, channel, from, until, bias, blind }: SensorSwitch): string {
  const of = channel === undefined ? sensor : `${sensor}.${channel}`;
  const when =
    from > 0 || until !== undefined ? `@${momentOf(from)}${until === undefined ? '' : `..${momentOf(until)}`}` : '';
  return blind ? of + when : `${of}:${real.format(bias!)}${when}`;
}

export const switchesCodec = (kind: 'blind' | 'bias'): Codec<readonly SensorSwitch[]> => ({
  expected:
    kind === 'blind' ? 'sensors, e.g. camera or encoder.2@1.2..1.5' : 'sensors with a bias, e.g. encoder.1:0.05@1.2',
  format: (switches) => switches.map(switchText).join(','),
  parse: (text) => {
    const parts = text.split(',', mostSwitches + 1);
    if (parts.length > mostSwitches) throw new RangeError('too many');
    return parts.map((part) => parseSwitch(part, kind));
  },
});

/** Filters by the names that a hand writes; the address has the whole ones. */
const shortFilters = new Map([
  ['ekf', 'extended-kalman'],
  ['ukf', 'unscented-kalman'],
  ['pf', 'particle'],
  ['pop', 'population-code'],
  ['smoother', 'fixed-lag-smoother'],
]);

const filterWord = word(filterKinds.all.map(({ type }) => type));

const filterCodec: Codec<string> = {
  ...filterWord,
  parse: (text) => filterWord.parse(shortFilters.get(text) ?? text),
};

/** Whether units stand where the coordinate is seen: usual, so that a link says where they do not. */
const nearCodec: Codec<boolean> = mapped(
  word(['0', '1']),
  (text) => text === '1',
  (isNear) => (isNear ? '1' : '0'),
);

/** Switches of one kind among all. */
function switchesOf(senses: Senses, isOf: (each: SensorSwitch) => boolean) {
  return {
    get value(): readonly SensorSwitch[] | null {
      const own = senses.switches.value.filter(isOf);
      return own.length > 0 ? own : null;
    },
    set value(value: readonly SensorSwitch[] | null) {
      senses.switches.value = [...senses.switches.value.filter((each) => !isOf(each)), ...(value ?? [])];
    },
  };
}

export function sensesAddress({ store }: AddressParts): readonly AddressField[] {
  const senses = sensesOf(store);
  const { pin } = store.selection;
  const unit = {
    get value() {
      return pin.value?.kind === 'unit' ? Number(pin.value.id) : null;
    },
    set value(value) {
      if (value !== null) pin.value = { kind: 'unit', id: String(value) };
      else if (pin.value?.kind === 'unit') pin.value = null;
    },
  } as { value: number | null };
  const settings = {
    get value() {
      return senses.settings.value.length > 0 ? senses.settings.value : null;
    },
    set value(value: readonly string[] | null) {
      senses.settings.value = value ?? [];
    },
  };
  const page = { ...optionalField('sense', word(sensedNames), senses.chosen), isPage: true } as unknown as AddressField;
  const seen = [
    optionalField('filter', filterCodec, senses.filter),
    optionalField('tune', settingsCodec, settings),
    optionalField(
      'blind',
      switchesCodec('blind'),
      switchesOf(senses, ({ blind }) => blind === true),
    ),
    optionalField(
      'bias',
      switchesCodec('bias'),
      switchesOf(senses, ({ blind }) => blind !== true),
    ),
    optionalField('draw', integer(0, 2 ** 32 - 1), senses.draw),
    fieldOf('coord', integer(0, 999), senses.coordinate, 0),
    optionalField('nis', name, senses.sensor),
    optionalField('unit', integer(0, unitCount - 1), unit),
    switchOf('spikes', '1', senses.hasSpikes, false),
    fieldOf('near', nearCodec, senses.isNear, true),
    optionalField('mc', integer(1, mostRuns), senses.runs),
  ] as unknown as readonly AddressField[];
  return [page, ...seen.map((field) => ({ ...field, goesWith: [page.key, 'scene'] }))];
}
