/** @file Options that blind or bias a sensor: `camera@0.5..1`, `encoders.1:0.05@2`. */
import type { Experiment } from '../scene/experiment.ts';
import { stepsOf } from '../scene/parse.ts';
import type { SensorSwitch } from '../senses/records.ts';
import { requireSensing, tickOf } from '../senses/requirements.ts';
import { isOnAt } from '../senses/switches.ts';
import { numberOf, type OptionValues, UsageError } from './arguments.ts';

const number = String.raw`\d+(?:\.\d+)?`;
const times = `(?:@(?<from>${number})(?:\\.\\.(?<until>${number}))?)?`;

/** Names may hold dots and colons themselves: a channel is a number behind the last dot. */
const blindForm = new RegExp(`^(?<sensor>.+?)(?:\\.(?<channel>\\d+))?${times}$`, 's');
const biasForm = new RegExp(`^(?<sensor>.+?)(?:\\.(?<channel>\\d+))?:(?<bias>[-+.eE\\d]+)${times}$`, 's');

interface Groups {
  readonly sensor: string;
  readonly channel?: string;
  readonly from?: string;
  readonly until?: string;
  readonly bias?: string;
}

function parsed(option: string, text: string, form: RegExp, example: string): Groups {
  const groups = form.exec(text)?.groups;
  if (groups) return groups as unknown as Groups;
  throw new UsageError(`--${option}: found "${text}"; expected ${example}`);
}

const whereAndWhen = ({ sensor, channel, from = '0', until }: Groups): SensorSwitch => ({
  sensor,
  ...(channel !== undefined && { channel: Number(channel) }),
  from: Number(from),
  ...(until !== undefined && { until: Number(until) }),
});

/** What is done to sensors. Throws a UsageError for a text that is no switch. */
export function switchesIn({ blind = [], bias = [] }: OptionValues): SensorSwitch[] {
  const blinded = (blind as string[]).map((text): SensorSwitch => {
    const groups = parsed('blind', text, blindForm, 'SENSOR[.CHANNEL][@FROM[..UNTIL]]; e.g. camera@0.5..1');
    return { ...whereAndWhen(groups), blind: true };
  });
  const biased = (bias as string[]).map((text): SensorSwitch => {
    const groups = parsed('bias', text, biasForm, 'SENSOR[.CHANNEL]:VALUE[@FROM[..UNTIL]]; e.g. encoders.1:0.05@2');
    return { ...whereAndWhen(groups), bias: numberOf('bias', groups.bias!) };
  });
  return [...blinded, ...biased];
}

/** Refuses a switch that is on at no tick of the experiment: nothing would be done, and nobody told. Throws a UsageError. */
export function requireEverOn(switches: readonly SensorSwitch[], experiment: Experiment): void {
  const settings = requireSensing(experiment);
  const tick = tickOf(settings);
  const ticks = stepsOf(experiment.scene) / settings.hold;
  for (const given of switches) {
    if (Array.from({ length: ticks }, (_, k) => k).some((k) => isOnAt(given, k, tick))) continue;
    const { sensor, from, until, blind } = given;
    const time = until === undefined ? `from ${from} s on` : `from ${from} s to ${until} s`;
    const last = Number(((ticks - 1) * tick).toPrecision(12));
    throw new UsageError(
      `--${blind ? 'blind' : 'bias'}: "${sensor}" ${time} is at no tick; they are ${tick} s apart, the last at ${last} s`,
    );
  }
}
