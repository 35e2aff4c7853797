/** @file What is wrong with a filter's beliefs: the correction that makes its innovations likeliest, tried, and then the next. */
import { requireFunction, requireInstance, requireInteger, requireOptions } from '../../core/arguments.ts';
import { PopulationTensor } from '../../core/population-tensor.ts';
import { log } from '../../core/scalar/logarithm.ts';
import { requireStateModel, type StateModel } from '../state-model.ts';
import { requireProbability } from '../statistics/binomial.ts';
import { chiSquareQuantile } from '../statistics/chi-square.ts';
import { type Consistency, consistencyOf } from '../statistics/consistency.ts';
import { type Correction, noCorrection } from './correction.ts';
import type { FilterFinding, Trial } from './finding.ts';
import { filterCauses } from './kinds.ts';
import { type Patient, patientOf } from './patient.ts';
import type { Rerun } from './rerun.ts';

/** Whom a doctor sees. */
export interface DiagnoseFilterOptions {
  readonly model: StateModel;
  /** Runs again under a correction: `rerunOf`, or another way to it. */
  readonly rerun: Rerun;
  /** The truth [T, size], for NEES. */
  readonly states?: PopulationTensor;
  /** Probability that a consistent filter is let go; default 0.95. */
  readonly level?: number;
  /** Most findings, one after another; default 3. */
  readonly most?: number;
}

/** What a doctor found. */
export interface FilterDiagnosis {
  /** What weighs most first; each is seen with the ones before it corrected. None where all is well, or no cause is known. */
  readonly findings: readonly FilterFinding[];
  readonly before: Consistency;
  /** With all corrections made. */
  readonly after: Consistency;
  readonly correction: Correction;
  readonly words: string;
}

/** What chance claims once in 1000 times. */
const certainty = 0.999;

/**
 * Judges a filter by its innovations, and corrects one belief after another until they are as foreseen. Of all corrections that one is
 * taken that makes them likeliest, less what its own freedom is worth (Schwarz 1978). Throws an ArgumentError where parts do not fit.
 */
export function diagnoseFilter(options: DiagnoseFilterOptions): FilterDiagnosis {
  requireDiagnosis(options);
  const { model, rerun, most = 3 } = options;
  const judge = ({ ticks }: Patient): Consistency => {
    const { states, level } = options;
    return consistencyOf({ model, ticks, ...(states && { states }), ...(level !== undefined && { level }) });
  };
  let patient = patientOf(model, rerun, noCorrection(model));
  const before = judge(patient);
  let now = before;
  const findings: FilterFinding[] = [];
  while (!now.isConsistent && findings.length < most) {
    const trial = bestTrial(patient);
    if (!trial) break;
    patient = patientOf(model, rerun, trial.correction);
    const after = judge(patient);
    findings.push(findingOf(trial, model, now, after));
    now = after;
  }
  return { findings, before, after: now, correction: patient.correction, words: wordsOf(findings, before, now) };
}

const thresholdOf = ({ parameters }: Trial): number => chiSquareQuantile(certainty, parameters);

/** The correction with the largest gain, of those that are neither chance nor of no weight. */
function bestTrial(patient: Patient): Trial | undefined {
  const freedom = log.value(Math.max(patient.channels, 2), 0, 0) / 2;
  const worth = ({ gain, parameters }: Trial): number => gain - parameters * freedom;
  return filterCauses
    .flatMap(({ trials }) => trials(patient))
    .filter((trial) => 2 * trial.gain > thresholdOf(trial) && worth(trial) > 0 && trial.size > trial.least)
    .toSorted((a, b) => worth(b) - worth(a))[0];
}

function findingOf(trial: Trial, { sensors }: StateModel, before: Consistency, after: Consistency): FilterFinding {
  const { amount, words } = filterCauses.find(({ name }) => name === trial.cause)!;
  const sensor = trial.sensor === null ? null : sensors[trial.sensor].name;
  return {
    cause: trial.cause,
    sensor,
    amount: amount(trial),
    correction: trial.correction,
    figure: 2 * trial.gain,
    threshold: thresholdOf(trial),
    words: words({ trial, sensor, before, after }),
  };
}

function wordsOf(findings: readonly FilterFinding[], before: Consistency, after: Consistency): string {
  if (before.isConsistent) return 'The filter is consistent: nothing is to be corrected.';
  if (findings.length === 0) return 'The filter is not consistent, and no correction that is known makes it so.';
  const end = after.isConsistent ? 'Then it is consistent.' : 'Then it is still not consistent.';
  return [...findings.map(({ words }) => words), end].join(' ');
}

function requireDiagnosis(options: DiagnoseFilterOptions): void {
  requireOptions('diagnoseFilter', options, ['model', 'rerun', 'states', 'level', 'most']);
  const { model, rerun, states, level = 0.95, most = 3 } = options;
  requireStateModel(model);
  requireFunction('rerun', rerun);
  if (states !== undefined) requireInstance('states', states, PopulationTensor);
  requireProbability('level', level);
  requireInteger('most', most, 0);
}
