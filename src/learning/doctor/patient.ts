/** @file What a doctor examines and changes, whatever it is: evidence, findings, and remedies that are tried. */
import { ArgumentError, NonFiniteError, SceneError } from '../../errors.ts';
import type { Pace } from '../pace.ts';
import { diagnose } from './diagnose.ts';
import type { Evidence } from './evidence.ts';
import type { Consultation, Finding, Remedy, TriedRemedy } from './finding.ts';
import { progressOf } from './progress.ts';
import { judgeTrial, standingOf } from './trial.ts';

/** How an examination is watched and ended. */
export interface Watch {
  readonly pace: Pace;
  /** Called before each measurement, in words. */
  readonly onPart?: ((part: string) => void) | undefined;
}

/** Something that learns, and can be made anew with other settings. */
export interface Patient {
  /** Measures it. Rejects with the reason of the pace's signal. */
  readonly examine: (watch: Watch) => Promise<Evidence>;
  /** Whether it has such settings, `path=value`. */
  readonly takes: (settings: readonly string[]) => boolean;
  /** The same with other settings. Throws a SceneError, an ArgumentError or a NonFiniteError where they do not fit. */
  readonly changed: (settings: readonly string[]) => Patient;
}

/** A patient with what was measured and is wrong. */
export interface Examined {
  readonly patient: Patient;
  readonly evidence: Evidence;
  /** The worst first; with remedies that the patient takes. */
  readonly findings: readonly Finding[];
  /** Part of the loss that a short run of its own method takes away, at most 1; -Infinity where it diverges. */
  readonly progress: number;
}

/** Measures a patient, and says what is wrong. Rejects with the reason of the pace's signal. */
export async function examined(patient: Patient, watch: Watch): Promise<Examined> {
  const evidence = await patient.examine(watch);
  const findings = diagnose(evidence).map((finding) => ({
    ...finding,
    remedies: finding.remedies.filter(({ settings }) => patient.takes(settings)),
  }));
  return { patient, evidence, findings, progress: progressOf(evidence.run) };
}

/** What comes of a remedy: the patient is made anew, and measured. Rejects with the reason of the pace's signal. */
export async function tryRemedy(
  { patient, evidence }: Examined,
  { cause }: Pick<Finding, 'cause'>,
  { settings }: Remedy,
  { pace, onPart }: Watch,
): Promise<TriedRemedy> {
  let changed: Patient;
  try {
    changed = patient.changed(settings);
  } catch (error) {
    if (error instanceof SceneError || error instanceof ArgumentError || error instanceof NonFiniteError)
      return { before: standingOf(cause, evidence), after: null, helped: false };
    throw error;
  }
  const named = onPart && ((part: string): void => onPart(`${settings.join(' ')}: ${part}`));
  return judgeTrial(cause, evidence, await changed.examine({ pace, onPart: named }));
}

/** A finding with a remedy, whatever came of it. */
const consultation = (
  { remedies: _, ...finding }: Finding,
  remedy: Remedy | null,
  trial: TriedRemedy | null,
): Consultation => ({ ...finding, remedy, tried: trial });

/** A finding with the first remedy that helps; with the first of all where none does. */
async function withRemedy(known: Examined, finding: Finding, watch: Watch): Promise<Consultation> {
  let first: Consultation | null = null;
  for (const remedy of finding.remedies) {
    const trial = await tryRemedy(known, finding, remedy, watch);
    const found = consultation(finding, remedy, trial);
    if (trial.helped) return found;
    first ??= found;
  }
  return first ?? consultation(finding, null, null);
}

/** A finding with the remedy that helped, or with the first one where they are not to be tried. */
export const consulted = (known: Examined, finding: Finding, tries: boolean, watch: Watch): Promise<Consultation> =>
  tries ? withRemedy(known, finding, watch) : Promise.resolve(consultation(finding, finding.remedies[0] ?? null, null));
