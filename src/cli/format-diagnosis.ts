/** @file What a doctor found, as text: a table of the claims, and each in words with what was tried. */
import type { Consultation, Standing } from '../learning/doctor/finding.ts';
import { causes } from '../learning/doctor/kinds.ts';
import type { StudyReport } from '../lab/doctor/consult-study.ts';
import type { DoctorReport } from '../scene/doctor.ts';
import { formatNumber } from '../text/quantities.ts';
import { oneLine } from '../text/printable.ts';
import { table } from './terminal.ts';

const percent = (part: number): string => (Number.isFinite(part) ? `${Math.round(100 * part)} %` : 'diverged');

const number = (value: number): string => (Number.isFinite(value) ? formatNumber(value) : 'unbounded');

const titleOf = ({ cause }: Consultation): string => causes.find(({ name }) => name === cause)!.title;

/** How a short run went: what it took from the loss. */
const went = ({ progress }: Pick<Standing, 'progress'>): string =>
  !Number.isFinite(progress)
    ? 'a short run diverges'
    : progress < 0
      ? `a short run raises the loss ${formatNumber(1 - progress)}-fold`
      : `a short run takes ${percent(progress)} of the loss`;

function triedOf({ tried, threshold }: Consultation): string {
  if (!tried) return '';
  const { before, after, helped } = tried;
  if (!after) return '; tried: the scene is refused so';
  const figure = after.figure === null ? `not above ${formatNumber(threshold)}` : number(after.figure);
  return `\n  before: ${went(before)}; after: the figure is ${figure}, ${went(after)}${helped ? '' : ' (it did not help)'}`;
}

/** What was found, and where a remedy's settings are said: as options of a command, or in an experiment's own file. */
interface Told extends Consultation {
  /** The method that it is of, in words. */
  readonly of?: string | null;
  /** Position of that method in the file of an experiment; null where a setting is of its scene. Absent for a scene or a run. */
  readonly method?: number | null;
}

function settingsOf({ remedy, method }: Told): string {
  const settings = remedy?.settings ?? [];
  if (method === undefined) return settings.map((one) => `--set ${quotedWord(one)}`).join(' ');
  const own = settings.map((one) =>
    one.startsWith('method.') && method !== null
      ? `compare[${method}].${one.slice('method.'.length)}`
      : `set ${quotedWord(one)}`,
  );
  return `in its file ${own.join(', ')}`;
}

function wordsOf(finding: Told): string {
  const { sentence, remedy, of } = finding;
  const help = remedy ? `  try: ${remedy.sentence}: ${settingsOf(finding)}` : '';
  const claim = of ? `${of}: ${sentence}` : sentence;
  return [oneLine(claim), ...(help ? [oneLine(help).replace(/^/, '  ') + triedOf(finding)] : [])].join('\n');
}

/** A word as a shell takes it. */
const quotedWord = (word: string): string => (/^[\w.=+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** The report of a scene or a run as text. */
export const formatDiagnosis = ({ findings, progress }: DoctorReport, name: string): string =>
  textOf(findings, name, went({ progress }));

/** The report of an experiment of the Lab as text. */
export function formatStudyDiagnosis({ findings, progress }: StudyReport, name: string): string {
  const runs = progress.map(({ of, part }) => `${of === null ? '' : `${of}: `}${went({ progress: part })}`);
  return textOf(findings, name, runs.join('; '));
}

function textOf(findings: readonly Told[], name: string, runs: string): string {
  if (findings.length === 0)
    return `Nothing is wrong with "${oneLine(name)}" that the doctor knows: ${oneLine(runs)}.\n`;
  const rows = findings.map((finding) => [
    titleOf(finding),
    number(finding.figure.value),
    formatNumber(finding.threshold),
    percent(finding.confidence),
    finding.severity,
    finding.tried === null ? '-' : finding.tried.helped ? 'yes' : 'no',
  ]);
  return `${table([['cause', 'figure', 'threshold', 'confidence', 'severity', 'helped'], ...rows])}\n\n${findings.map(wordsOf).join('\n\n')}\n`;
}
