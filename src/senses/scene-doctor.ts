/** @file The doctor of a scene's estimator: which belief is wrong, what correcting it does to the same readings, and how the scene says it. */
import { requireInteger, requireOptions } from '../core/arguments.ts';
import { ArgumentError } from '../errors.ts';
import { diagnoseFilter, type FilterDiagnosis } from '../estimation/doctor/diagnose-filter.ts';
import type { Correction } from '../estimation/doctor/correction.ts';
import type { FilterFinding } from '../estimation/doctor/finding.ts';
import { rerunOf } from '../estimation/doctor/rerun.ts';
import type { EstimatorNumbers } from '../estimation/perception.ts';
import type { Experiment } from '../scene/experiment.ts';
import { believing, doesDraw, filterOf, modelOf, recordingOf } from './recorded.ts';
import { requireSensing } from './requirements.ts';
import { makeRuns, type RunsOptions } from './runs.ts';

/** A claim, and the settings of the scene that correct it; none where a setting does not. */
export interface SenseFinding extends Pick<
  FilterFinding,
  'cause' | 'sensor' | 'amount' | 'figure' | 'threshold' | 'words'
> {
  readonly settings: readonly string[];
}

/** What the doctor says of a scene. */
export interface SensesDiagnosis extends Pick<FilterDiagnosis, 'before' | 'after' | 'words'> {
  readonly findings: readonly SenseFinding[];
}

/** Runs that a doctor reads: more are more certain, and are filtered again for each correction that is tried. */
export const doctorRuns = 32;

type Unknown = NonNullable<NonNullable<Experiment['scene']['estimator']>['unknown']>[number];

/** Whether something unknown changes over time. */
const wanders = (part: Unknown): part is Exclude<Unknown, { readonly goal: string }> => 'walk' in part && part.walk > 0;

/** A deviation as settings say it. */
const rounded = (value: number, digits = 2): number => Number(value.toPrecision(digits));

/** An unknown bias of which so much was found: as far as that besides what is believed of it already. */
function wider<U extends Unknown>(part: U, off: number): U {
  const { spread } = part;
  const both = (own: number): number => rounded(Math.hypot(own, off));
  return { ...part, spread: typeof spread === 'number' ? both(spread) : spread.map(both) };
}

/** What else is estimated under a correction: with the bias of each sensor that has one, and what wanders by as much as process noise does. */
function unknownSetting({ scene, sensing }: Experiment, { sensors, process }: Correction): string {
  const known = (scene.estimator!.unknown ?? []).map((part) =>
    wanders(part) ? { ...part, walk: rounded(part.walk * Math.sqrt(process), 4) } : part,
  );
  const found = sensing!.sensors.flatMap(({ name }, i) => {
    const off = sensors[i].bias.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return off > 0 ? [{ name, off }] : [];
  });
  const isOf = (part: Unknown, sensor: string): boolean => 'bias' in part && part.bias === sensor;
  const all = known.map((part) => {
    const own = found.find(({ name }) => isOf(part, name));
    return own ? wider(part, own.off) : part;
  });
  const others = found.filter(({ name }) => !known.some((part) => isOf(part, name)));
  const more = others.map(({ name, off }) => ({ bias: name, spread: rounded(off) }));
  return `estimator.unknown=${JSON.stringify([...all, ...more])}`;
}

/** Settings of the scene by which a filter believes what a correction says; none for a delay, which is the sensor's own. */
function settingsOf(experiment: Experiment, { cause, sensor, correction }: FilterFinding): string[] {
  const { scene, sensing } = experiment;
  const { force = 1, spread = 1, sensors = {} } = scene.estimator!.believes ?? {};
  const said = (path: string, before: number, factor: number): string[] => [
    believing(path, before * Math.sqrt(factor)),
  ];
  if (cause === 'process-noise') {
    const isScaled = scene.estimator!.unknown?.some(wanders) ?? false;
    return [...said('force', force, correction.process), ...(isScaled ? [unknownSetting(experiment, correction)] : [])];
  }
  if (cause === 'start') return said('spread', spread, correction.start);
  if (sensor === null) return [];
  const own = correction.sensors[sensing!.sensors.findIndex(({ name }) => name === sensor)];
  if (cause === 'sensor-noise') return said(`sensors.${sensor}`, sensors[sensor] ?? 1, own.scale);
  return cause === 'bias' ? [unknownSetting(experiment, correction)] : [];
}

/** Settings that a later one of the same path replaces are left out. */
const lastOfEach = (findings: readonly SenseFinding[]): SenseFinding[] => {
  const pathOf = (setting: string): string => setting.split('=')[0];
  return findings.map((finding, i) => ({
    ...finding,
    settings: finding.settings.filter(
      (own) => !findings.slice(i + 1).some(({ settings }) => settings.some((later) => pathOf(later) === pathOf(own))),
    ),
  }));
};

/** Whether the doctor can examine a scene's filter: one that draws errs by chance, which hides what a small correction does. */
export function isExaminable(experiment: Experiment): boolean {
  requireSensing(experiment);
  return !doesDraw(experiment);
}

/** Few runs may hide what many show: where those that were read are consistent, that is said of them alone. */
const wordsOf = ({ before, words }: FilterDiagnosis, runs: number): string =>
  before.isConsistent ? `Of ${runs} runs the filter is consistent: nothing is told to be corrected.` : words;

/**
 * Judges the estimator of a scene by runs of flat parameters, corrects one belief after another, and filters the same readings again.
 * Throws a SceneError where the experiment has no estimator, an ArgumentError where its filter draws: see `isExaminable`.
 */
export async function diagnoseSenses(
  experiment: Experiment,
  parameters: Float64Array,
  options: RunsOptions,
): Promise<SensesDiagnosis> {
  requireOptions('diagnoseSenses', options, ['runs', 'seed', 'switches', 'runner', 'signal', 'onProgress']);
  requireInteger('runs', options.runs, 2);
  if (!isExaminable(experiment))
    throw new ArgumentError('filter', 'one that draws', 'a filter whose errors are not by its own chance');
  const { rows } = await makeRuns(experiment, parameters, options);
  const model = modelOf(experiment);
  const { start } = experiment.given.scenario.sensing!.numbers as EstimatorNumbers;
  const rerun = rerunOf({ model, filter: filterOf(experiment), start, recording: recordingOf(experiment, rows) });
  const found = diagnoseFilter({ model, rerun, states: rows.ticks.truth });
  const findings = found.findings.map(({ cause, sensor, amount, figure, threshold, words, correction }) => ({
    cause,
    sensor,
    amount,
    figure,
    threshold,
    words,
    settings: settingsOf(experiment, { cause, sensor, amount, figure, threshold, words, correction }),
  }));
  return {
    findings: lastOfEach(findings),
    before: found.before,
    after: found.after,
    words: wordsOf(found, options.runs),
  };
}
