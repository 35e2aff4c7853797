/** @file <limit>: range, effort and velocity of a joint, where infinities, what is left out and placeholders of 0 are no limits. */
import { largest } from '../../core/largest.ts';
import type { JointLimits, JointTypeName } from '../model.ts';
import type { ElementReader } from './values.ts';

export const unlimited: JointLimits = { lower: -Infinity, upper: Infinity, effort: Infinity, velocity: Infinity };

/** Velocities of revolute joints that are likely degrees per second, rad/s: no arm turns faster than 30, and from 1000 on are placeholders. */
const [fastest, placeholderVelocity] = [100, 1000];
/** Slides beyond this are likely in mm, m. */
const longestSlide = 10;

/** How limits are read. */
export interface LimitReading {
  /** Efforts and velocities of 0 are placeholders, and count as absent. */
  readonly ignoreZero: boolean;
  /** A joint that follows another has no drive, so that its effort means nothing. */
  readonly isFollower: boolean;
}

type Bound = keyof JointLimits;

export function readLimits(joint: ElementReader, type: JointTypeName, reading: LimitReading): JointLimits {
  const reader = joint.only('limit');
  if (!reader) {
    if (type !== 'continuous' && !reading.isFollower) warnOfNone(joint, type);
    return unlimited;
  }
  reader.knows('lower', 'upper', 'effort', 'velocity');
  const read = (attribute: Bound): number | undefined => readBound(reader, attribute);
  const [effort, velocity] = [read('effort'), read('velocity')];
  const strength = (value = Infinity): number => (value === 0 && reading.ignoreZero ? Infinity : value);
  const strengths = { effort: strength(effort), velocity: strength(velocity) };
  judgeStrengths(reader, type, strengths, reading);
  if (type === 'continuous') return { ...unlimited, ...strengths };
  // what is not said of a follower is decided by the joint that it follows
  const range = reading.isFollower
    ? { lower: read('lower') ?? -Infinity, upper: read('upper') ?? Infinity }
    : { lower: read('lower') ?? 0, upper: read('upper') ?? 0 };
  judgeRange(reader, range, type);
  if (!reading.isFollower) {
    warnOfLocked(reader, range);
    warnOfAbsent(reader);
    warnOfInfinite(reader, type, range);
  }
  return { ...range, ...strengths };
}

function warnOfNone(joint: ElementReader, type: JointTypeName): void {
  const add = 'add <limit lower upper effort velocity/>';
  joint.findings.summary('U038', joint.element, joint.path, `${type} joint without <limit>: it has no limits`, {
    remedy: type === 'revolute' ? `${add}, or use type="continuous"` : add,
  });
}

const textOf = (reader: ElementReader, bound: Bound): string =>
  reader.element.attributes.get(bound)?.value.trim() ?? '';

/** inf, Infinity, and decimal numbers that overflow. */
const isInfinite = (text: string): boolean =>
  /^[+-]?inf(?:inity)?$/i.test(text) || (!/x/i.test(text) && Math.abs(Number(text)) === Infinity);

/** A number that may be infinite; `undefined` where it is absent, or wrong, which is reported. */
function readBound(reader: ElementReader, bound: Bound): number | undefined {
  const text = textOf(reader, bound);
  if (isInfinite(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return reader.number(bound);
}

type Range = Pick<JointLimits, 'lower' | 'upper'>;

function judgeRange(reader: ElementReader, { lower, upper }: Range, type: JointTypeName): void {
  const found = `lower ${lower}, upper ${upper}`;
  const at = reader.at('lower');
  if (lower > upper || lower === Infinity || upper === -Infinity)
    reader.findings.error('U039', at, reader.path, 'lower limit is above the upper', { found, remedy: 'swap them' });
  const farthest = largest(0, [lower, upper].map(Math.abs).filter(Number.isFinite));
  if (type === 'revolute' && farthest > 8 * Math.PI)
    reader.findings.warning('U034', at, reader.path, 'limits beyond four turns', {
      found,
      remedy: 'are they in degrees? URDF is in rad',
    });
  if (type === 'prismatic' && farthest > longestSlide)
    reader.findings.warning('U034', at, reader.path, `limits beyond ${longestSlide} m`, {
      found,
      remedy: 'are they in mm? URDF is in m',
    });
}

/** Those of some bounds that are not there. */
const missingOf = (reader: ElementReader, ...bounds: readonly Bound[]): readonly Bound[] =>
  bounds.filter((bound) => !reader.element.attributes.has(bound));
const areMissing = (bounds: readonly Bound[]): string =>
  `${bounds.join(' and ')} ${bounds.length === 1 ? 'is' : 'are'} missing`;
const adding = (bounds: readonly Bound[]): string => `add ${bounds.map((bound) => `${bound}="…"`).join(' ')}`;

function warnOfLocked(reader: ElementReader, { lower, upper }: Range): void {
  const at = reader.at('lower');
  const missing = missingOf(reader, 'lower', 'upper');
  const locked = lower === upper ? ', so that the joint is locked' : '';
  if (missing.length > 0)
    reader.findings.summary('U039', at, reader.path, `${areMissing(missing)}: taken as 0${locked}`, {
      remedy: adding(missing),
    });
  else if (lower === upper)
    reader.findings.warning('U039', at, reader.path, 'limits are equal: the joint is locked', {
      found: `lower ${lower}, upper ${upper}`,
    });
}

/** Without effort and velocity a drive is as strong and fast as it likes. */
function warnOfAbsent(reader: ElementReader): void {
  const missing = missingOf(reader, 'effort', 'velocity');
  if (missing.length > 0)
    reader.findings.summary('U022', reader.element, reader.path, `${areMissing(missing)}: no limit`, {
      remedy: adding(missing),
    });
}

function warnOfInfinite(reader: ElementReader, type: JointTypeName, { lower, upper }: Range): void {
  const infinite = (['lower', 'upper', 'effort', 'velocity'] as const).filter((bound) =>
    isInfinite(textOf(reader, bound)),
  );
  if (infinite.length === 0) return;
  const isTurning = type === 'revolute' && lower === -Infinity && upper === Infinity;
  reader.findings.summary('U038', reader.at(infinite[0]), reader.path, 'an infinite limit is none', {
    found: infinite.map((bound) => `${bound}="${textOf(reader, bound)}"`).join(' '),
    remedy: isTurning ? 'use type="continuous", which needs no <limit>' : 'give a finite number',
  });
}

function judgeStrengths(
  reader: ElementReader,
  type: JointTypeName,
  strengths: Pick<JointLimits, 'effort' | 'velocity'>,
  { isFollower }: LimitReading,
): void {
  const bounds = ['effort', 'velocity'] as const;
  for (const bound of bounds.filter((name) => strengths[name] < 0))
    reader.findings.error('U040', reader.at(bound), reader.path, `${bound} limit is negative`, {
      found: reader.element.attributes.get(bound)?.value,
      expected: 'a positive number',
    });
  const zero = bounds.filter((bound) => strengths[bound] === 0);
  if (zero.length > 0 && !isFollower)
    reader.findings.summary('U040', reader.at(zero[0]), reader.path, 'limit of 0: the joint cannot be driven', {
      found: zero.map((bound) => `${bound} 0`).join(', '),
      remedy: 'give what the drive can do, or count limits of 0 as absent (--ignore-zero-effort)',
      offers: [{ ignoreZeroEffort: true }],
    });
  const { velocity } = strengths;
  if (type === 'revolute' && velocity > fastest && velocity < placeholderVelocity)
    reader.findings.summary('U034', reader.at('velocity'), reader.path, `velocity limit of ${velocity} rad/s`, {
      remedy: 'is it in degrees per second? URDF is in rad/s',
    });
}
