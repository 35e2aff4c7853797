/** @file The doctor of a study: all that its methods are found to be wrong with, the worst first, each thing once. */
import { requireCallback, requireInteger, requireList, requireOptions, requireSignal } from '../../core/arguments.ts';
import type { Consultation, Finding, TriedRemedy } from '../../learning/doctor/finding.ts';
import { causes } from '../../learning/doctor/kinds.ts';
import { consulted, type Examined, examined, tryRemedy, type Watch } from '../../learning/doctor/patient.ts';
import { Pace } from '../../learning/pace.ts';
import type { StudyPatient } from './patients.ts';

/** A finding, and what it was found of. */
export interface StudyFinding {
  readonly finding: Finding;
  readonly known: Examined;
  /** The method in words; null where it is of all, or there is no other. */
  readonly of: string | null;
  /** Position among the methods of the study; null where it is the scene's own. */
  readonly method: number | null;
}

/** A study that was examined. */
export interface ExaminedStudy {
  /** The worst first; none where nothing is wrong that the doctor knows. */
  readonly findings: readonly StudyFinding[];
  /** Of each patient, by its label: the part of the loss that a short run takes away. */
  readonly progress: readonly { readonly of: string | null; readonly part: number }[];
  /** What was measured, in words. */
  readonly parts: readonly string[];
}

/** How a study is examined. */
export interface StudyWatch {
  /** Called before each measurement, in words. */
  readonly onPart?: (part: string) => void;
  readonly signal?: AbortSignal;
}

const orderOf = ({ finding }: StudyFinding): number => causes.findIndex(({ name }) => name === finding.cause);

/** How far a figure is above its threshold; for causes of one kind. */
const excessOf = ({ finding: { figure } }: StudyFinding): number => figure.value;

/** What was found of several methods in the same words is said once, of none of them. */
function merged(all: readonly StudyFinding[]): StudyFinding[] {
  const sentences = all.map(({ finding }) => finding.sentence);
  return all
    .filter((_, k) => sentences.indexOf(sentences[k]) === k)
    .map((one) => {
      const count = sentences.filter((sentence) => sentence === one.finding.sentence).length;
      return count > 1 ? { ...one, of: null } : one;
    })
    .toSorted((a, b) => orderOf(a) - orderOf(b) || excessOf(b) - excessOf(a));
}

/** Measures each patient of a study. Rejects with the signal's reason, and with an ArgumentError where an argument does not fit. */
export async function examineStudy(
  patients: readonly StudyPatient[],
  options: StudyWatch = {},
): Promise<ExaminedStudy> {
  requireList('patients', patients);
  requireOptions('examineStudy', options, ['onPart', 'signal']);
  const { onPart, signal } = options;
  if (onPart !== undefined) requireCallback('onPart', onPart);
  if (signal !== undefined) requireSignal(signal);
  const pace = new Pace(signal);
  const found: StudyFinding[] = [];
  const progress: { of: string | null; part: number }[] = [];
  const parts = new Set<string>();
  for (const { patient, label: of, method } of patients) {
    const tell = named(of, onPart);
    const hear = (part: string): void => {
      parts.add(part);
      tell?.(part);
    };
    const known = await examined(patient, { pace, onPart: hear });
    progress.push({ of, part: known.progress });
    for (const finding of known.findings) found.push({ finding, known, of, method });
  }
  return { findings: merged(found), progress, parts: [...parts] };
}

const named = (of: string | null, onPart: StudyWatch['onPart']): Watch['onPart'] =>
  onPart && ((part) => onPart(of === null ? part : `${of}: ${part}`));

/** What comes of a remedy of a finding, by its position. Rejects with the signal's reason. */
export function tryStudy(
  { finding, known, of }: StudyFinding,
  remedy: number,
  { signal, onPart }: StudyWatch = {},
): Promise<TriedRemedy> {
  const { length } = finding.remedies;
  requireInteger('remedy', remedy, 0, length - 1);
  return tryRemedy(known, finding, finding.remedies[remedy], { pace: new Pace(signal), onPart: named(of, onPart) });
}

/** A finding with the remedy that was tried. */
export interface StudyConsultation extends Consultation {
  readonly of: string | null;
  readonly method: number | null;
}

/** What a doctor found of a study. */
export interface StudyReport extends Pick<ExaminedStudy, 'progress'> {
  /** The worst first; none where nothing is wrong that it knows. */
  readonly findings: readonly StudyConsultation[];
}

/** Each finding with the first remedy that helps, or with the first of all where they are not to be tried. */
export async function consultStudy(
  patients: readonly StudyPatient[],
  { tries = true, ...options }: StudyWatch & { readonly tries?: boolean } = {},
): Promise<StudyReport> {
  const { findings, progress } = await examineStudy(patients, options);
  const pace = new Pace(options.signal);
  const all: StudyConsultation[] = [];
  for (const { finding, known, of, method } of findings)
    all.push({
      ...(await consulted(known, finding, tries, { pace, onPart: named(of, options.onPart) })),
      of,
      method,
    });
  return { findings: all, progress };
}
