/** @file Switches of a sensor as a hand throws them: from a moment on it is on, blind, or biased. */
import type { SensorRecord, SensorSwitch } from '../../../senses/records.ts';

export const sensorStates = ['on', 'blind', 'biased'] as const;
export type SensorState = (typeof sensorStates)[number];

/** What is done to a sensor from a moment on. */
export interface Throw {
  readonly sensor: string;
  /** Channel by its place; all where absent. */
  readonly channel?: number | undefined;
  readonly state: SensorState;
  /** Of a biased one: in its unit. */
  readonly bias: number;
}

/** Moments are told to the millisecond, as a link has them. */
export const momentOf = (t: number): number => Number(Math.max(t, 0).toFixed(3));

const isOf = (each: SensorSwitch, { sensor, channel }: Pick<Throw, 'sensor' | 'channel'>): boolean =>
  each.sensor === sensor && (channel === undefined || each.channel === channel);

/** What goes on as it was until then is one switch. */
function joined(before: readonly SensorSwitch[], next: SensorSwitch): readonly SensorSwitch[] {
  const isSame = ({ sensor, channel, until, blind, bias }: SensorSwitch): boolean =>
    sensor === next.sensor &&
    channel === next.channel &&
    until === next.from &&
    blind === next.blind &&
    bias === next.bias;
  const at = before.findIndex(isSame);
  if (at < 0) return [...before, next];
  return before.map((each, k) => (k === at ? { ...next, from: each.from } : each));
}

/** What was decided before stays as it was until then; what was for later is decided anew. */
export function thrown(switches: readonly SensorSwitch[], at: number, what: Throw): readonly SensorSwitch[] {
  const from = momentOf(at);
  const before = switches.flatMap((each): SensorSwitch[] => {
    if (!isOf(each, what)) return [each];
    if (each.from >= from) return [];
    return [{ ...each, ...((each.until ?? Infinity) > from && { until: from }) }];
  });
  if (what.state === 'on') return before;
  const { sensor, channel, bias } = what;
  const said = { sensor, ...(channel !== undefined && { channel }), from };
  return joined(before, what.state === 'blind' ? { ...said, blind: true } : { ...said, bias });
}

/** What a sensor is at a moment: of all its channels, or of some. */
export function stateAt(switches: readonly SensorSwitch[], sensor: string, at: number): SensorState {
  const t = momentOf(at);
  const holds = switches.filter((each) => each.sensor === sensor && each.from <= t && t < (each.until ?? Infinity));
  if (holds.some(({ blind }) => blind)) return 'blind';
  return holds.length > 0 ? 'biased' : 'on';
}

/** A bias that can be seen: some times the noise of a channel. */
export const usualBias = ({ deviation }: Pick<SensorRecord, 'deviation'>, channel = 0): number =>
  Number((5 * (deviation.at(channel) || 0.02)).toPrecision(2));

/** Where something is done to a sensor, and where that ends. */
export const switchEvents = (switches: readonly SensorSwitch[]): { readonly t: number; readonly label: string }[] =>
  switches.flatMap(({ sensor, from, until, blind }) => [
    { t: from, label: `${sensor} ${blind ? 'goes blind' : 'becomes biased'}` },
    ...(until === undefined ? [] : [{ t: until, label: `${sensor} is as it was` }]),
  ]);
