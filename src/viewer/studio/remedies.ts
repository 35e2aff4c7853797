/** @file What findings offer, as the buttons that a person can press: each once, however many findings offer it. */
import type { RobotFinding, RobotOffer } from '../../errors.ts';
import { quoted } from '../../text/quoted.ts';

/** Something to say of a robot. */
export interface Remedy {
  readonly label: string;
  /** What it does, in a sentence without a full stop. */
  readonly title: string;
  readonly offer: RobotOffer;
}

/** Names of settings that are said or not. */
export const flagLabels = {
  repair: 'Repair inertia',
  estimateInertia: 'Estimate inertia',
  ignoreZeroEffort: 'Ignore limits of 0',
} as const;

const flags: readonly Remedy[] = [
  {
    label: flagLabels.repair,
    title: 'Take the nearest possible inertia for bodies that have an impossible one',
    offer: { repair: true },
  },
  {
    label: flagLabels.estimateInertia,
    title: 'Estimate the inertia of links that have none, from their shapes or along them, at the density of water',
    offer: { estimateInertia: true },
  },
  {
    label: flagLabels.ignoreZeroEffort,
    title: 'Take limits of effort and velocity of 0 as absent',
    offer: { ignoreZeroEffort: true },
  },
];

/** Joints that have a button each; more of them have one together. */
const eachNamed = 3;

function ofJoints(
  names: readonly string[],
  words: (joints: string) => readonly [label: string, title: string],
  offer: (names: readonly string[]) => RobotOffer,
): Remedy[] {
  const groups = names.length > eachNamed ? [names] : names.map((name) => [name]);
  return groups.map((group) => {
    const [label] = words(group.length === 1 ? quoted(group) : `${group.length} joints`);
    const [, title] = words(quoted(group));
    return { label, title, offer: offer(group) };
  });
}

/** Remedies for findings, those for errors first. */
export function remediesFor(findings: readonly RobotFinding[]): Remedy[] {
  const offers = findings.flatMap((finding) => finding.offers ?? []);
  const welded = [...new Set(offers.flatMap(({ weld = [] }) => weld))];
  const rotors: Readonly<Record<string, number>> = Object.assign({}, ...offers.map(({ armature }) => armature));
  const links = offers.flatMap(({ maxLinks }) => maxLinks ?? []);
  return [
    ...flags.filter(({ offer }) => {
      const [name] = Object.keys(offer) as (keyof RobotOffer)[];
      return offers.some((other) => name in other);
    }),
    ...ofJoints(
      welded,
      (joints) => [`Weld ${joints}`, `Treat ${joints} as fixed`],
      (weld) => ({ weld }),
    ),
    ...ofJoints(
      Object.keys(rotors),
      (joints) => [`Give ${joints} a rotor`, `Add the inertia of a small drive at ${joints}`],
      (names) => ({ armature: Object.fromEntries(names.map((name) => [name, rotors[name]])) }),
    ),
    ...links.map((maxLinks) => ({
      label: `Allow ${maxLinks} links`,
      title: 'Raise the limit on what a file may have',
      offer: { maxLinks },
    })),
  ];
}
