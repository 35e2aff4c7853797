/** @file Examines the study that is looked at, and tries remedies on it; what was measured is kept for them. */
import { type ExaminedStudy, examineStudy, tryStudy } from '../../../../lab/doctor/consult-study.ts';
import { ownPatient, patientsOf, type StudyPatient } from '../../../../lab/doctor/patients.ts';
import type { Look } from '../../../../lab/look.ts';
import type { TriedRemedy } from '../../../../learning/doctor/finding.ts';
import { causes } from '../../../../learning/doctor/kinds.ts';
import type { Ongoing } from '../../../worker/calls.ts';
import { experimentOf } from '../../arm/experiment-of.ts';
import type { Examination, LabRequest } from '../calls.ts';
import type { Studies } from './studies.ts';

/** What makes another examination of a source. */
const keyOf = ({ changes: { methods, eta, beta, rates }, from }: LabRequest): string =>
  JSON.stringify([methods, eta, beta, rates, from]);

/** What is examined: the scene's own method where the run has come to, or what an experiment file compares. */
function patients({ source, from }: LabRequest, { study }: Look): readonly StudyPatient[] {
  const { arm, found, start } = study;
  const robot = source.kind === 'scene' ? source.robot : source.arm?.robot;
  if (!arm || !robot) return patientsOf(study);
  const remake = (scene: Parameters<typeof experimentOf>[0]) => experimentOf(scene, robot, arm.experiment);
  return source.kind === 'file'
    ? patientsOf(study, remake)
    : [ownPatient(arm.experiment, from ? start : (found ?? undefined), remake)];
}

interface Known {
  readonly key: string;
  readonly examined: ExaminedStudy;
}

export class Examiner {
  readonly #studies: Studies;
  #known: Known | null = null;

  constructor(studies: Studies) {
    this.#studies = studies;
  }

  /** Rejects with the signal's reason. */
  async examine(request: LabRequest, ongoing: Ongoing<string>): Promise<Examination> {
    const { examined } = await this.#knownOf(request, ongoing);
    return {
      findings: examined.findings.map(({ finding, of, method }) => ({
        ...finding,
        title: causes.find(({ name }) => name === finding.cause)!.title,
        of,
        method,
      })),
      progress: examined.progress,
      parts: examined.parts,
    };
  }

  /** Rejects with the signal's reason. */
  async try(
    request: LabRequest,
    { finding, remedy }: { readonly finding: number; readonly remedy: number },
    ongoing: Ongoing<string>,
  ): Promise<TriedRemedy> {
    const { examined } = await this.#knownOf(request, ongoing);
    return tryStudy(examined.findings[finding], remedy, { signal: ongoing.signal, onPart: ongoing.tell });
  }

  async #knownOf(request: LabRequest, { signal, tell }: Ongoing<string>): Promise<Known> {
    const { look, key: study } = await this.#studies.look(request, signal);
    const key = JSON.stringify([study, keyOf(request)]);
    if (this.#known?.key === key) return this.#known;
    const examined = await examineStudy(patients(request, look), { signal, onPart: tell });
    this.#known = { key, examined };
    return this.#known;
  }
}
