/** @file A doctor's findings beside what was made wrong: one case after another, and all of them as a matrix. */
import type { CauseName, Consultation } from '../../../src/learning/doctor/finding.ts';
import { assemble } from '../../../src/scene/assemble.ts';
import { consult } from '../../../src/scene/doctor.ts';
import { Random } from '../random.ts';
import { faults } from './faults.ts';
import { type Case, made, sound } from './sound.ts';

/** What was made wrong; nothing. */
export type Label = CauseName | 'healthy';

export const labels = [...(Object.keys(faults) as CauseName[]), 'healthy'] as const;

/** What came of a case. */
export interface Outcome {
  readonly label: Label;
  readonly seed: number;
  /** The cause that was named first. */
  readonly named: Label;
  readonly findings: readonly Consultation[];
  /** Whether the remedy of the first finding helped. */
  readonly helped: boolean;
  readonly seconds: number;
}

/** The case of a label and a seed. */
export async function caseOf(label: Label, seed: number): Promise<Case> {
  const random = new Random(1_000_003 * (1 + labels.indexOf(label)) + seed);
  return label === 'healthy' ? sound(random) : faults[label](random);
}

/** What the doctor says of a case. */
export async function diagnosed(label: Label, seed: number): Promise<Outcome> {
  const one = await caseOf(label, seed);
  const since = performance.now();
  const { findings } = await consult(made(one), {
    remake: (scene) => assemble(scene, one.arm.text, { file: one.arm.file }),
  });
  return {
    label,
    seed,
    named: findings[0]?.cause ?? 'healthy',
    findings,
    helped: findings[0]?.tried?.helped ?? false,
    seconds: (performance.now() - since) / 1000,
  };
}

/** Shares of what a doctor is judged by. */
export interface Verdict {
  readonly faults: number;
  readonly detected: number;
  readonly right: number;
  readonly helped: number;
  readonly healthy: number;
  readonly falseAlarms: number;
}

export function verdictOf(outcomes: readonly Outcome[]): Verdict {
  const faulty = outcomes.filter(({ label }) => label !== 'healthy');
  const healthy = outcomes.filter(({ label }) => label === 'healthy');
  const count = (of: readonly Outcome[], is: (one: Outcome) => boolean): number => of.filter(is).length;
  return {
    faults: faulty.length,
    detected: count(faulty, ({ named }) => named !== 'healthy'),
    right: count(faulty, ({ label, named }) => named === label),
    helped: count(faulty, ({ helped }) => helped),
    healthy: healthy.length,
    falseAlarms: count(healthy, ({ named }) => named !== 'healthy'),
  };
}

const percent = (part: number, of: number): string => `${((100 * part) / Math.max(1, of)).toFixed(1)} %`;

/** Rows: what was made wrong; columns: what was named first; then how often the remedy helped, and how long it took. */
export function confusionMatrix(outcomes: readonly Outcome[]): string {
  const width = Math.max(...labels.map(({ length }) => length)) + 2;
  const shown = labels.filter((label) => outcomes.some((one) => one.label === label || one.named === label));
  const head = [''.padEnd(width), ...shown.map((label) => label.slice(0, 9).padStart(10)), '    helped', '   s/case'];
  const rows = shown.map((label) => {
    const own = outcomes.filter((one) => one.label === label);
    const cells = shown.map((named) => String(own.filter((one) => one.named === named).length).padStart(10));
    const helped = label === 'healthy' ? '' : `${own.filter((one) => one.helped).length}/${own.length}`;
    const mean = own.reduce((sum, { seconds }) => sum + seconds, 0) / Math.max(1, own.length);
    return [label.padEnd(width), ...cells, helped.padStart(10), mean.toFixed(2).padStart(9)].join('');
  });
  const { faults: all, detected, right, helped, healthy, falseAlarms } = verdictOf(outcomes);
  return [
    head.join(''),
    ...rows,
    '',
    `${all} faults: ${percent(detected, all)} detected, the right cause first in ${percent(right, all)}, the remedy helped in ${percent(helped, all)}`,
    `${healthy} healthy: ${falseAlarms} false alarms`,
  ].join('\n');
}

/** A case that was judged wrongly, or that no remedy helped, in words. */
export const complaintOf = ({ label, seed, named, findings, helped }: Outcome): string =>
  `${label} ${seed}: named ${named}${label !== 'healthy' && !helped ? ', not helped' : ''}\n${findings
    .map(
      ({ sentence, figure, remedy, tried }) =>
        `    ${figure.name} ${figure.value}: ${sentence} ${JSON.stringify({ remedy, tried })}`,
    )
    .join('\n')}`;
