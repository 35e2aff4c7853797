/** @file The doctor of a scene's estimator: which belief is wrong, what correcting it does to the same readings, and how the scene says it. */
import { requireInteger, requireOptions } from '../core/arguments.ts';
import { compile } from '../core/compile.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { diagnoseFilter, type FilterDiagnosis } from '../estimation/doctor/diagnose-filter.ts';
import type { FilterFinding } from '../estimation/doctor/finding.ts';
import { rerunOf } from '../estimation/doctor/rerun.ts';
import type { Filter } from '../estimation/filters/filter.ts';
import { filterKinds } from '../estimation/filters/kinds.ts';
import type { Recording } from '../estimation/filters/run-filter.ts';
import { drawModel } from '../estimation/model-draws.ts';
import { type EstimatorNumbers, robotInputs, stateModelOf } from '../estimation/perception.ts';
import type { StateModel } from '../estimation/state-model.ts';
import { completeParameters } from '../robot/partial-parameters.ts';
import type { Experiment } from '../scene/experiment.ts';
import { actingOf } from './bound-of-runs.ts';
import { requireSensing } from './requirements.ts';
import { makeRuns, type RunRows, type RunsOptions } from './runs.ts';

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

/** What else is estimated, with the bias of a sensor: up to as much as was found of it. */
function withBias({ scene }: Experiment, sensor: string, bias: readonly number[]): string {
  const unknown = scene.estimator!.unknown ?? [];
  const spread = Number(bias.reduce((most, value) => Math.max(most, Math.abs(value)), 0).toPrecision(2));
  return `estimator.unknown=${JSON.stringify([...unknown, { bias: sensor, spread }])}`;
}

/** Settings of the scene by which a filter believes what a correction says; none for a delay, which is the sensor's own. */
function settingsOf(experiment: Experiment, { cause, sensor, correction }: FilterFinding): string[] {
  const { scene, sensing } = experiment;
  const { force = 1, spread = 1, sensors = {} } = scene.estimator!.believes ?? {};
  const said = (path: string, before: number, factor: number): string[] => [
    `estimator.believes.${path}=${Number((before * Math.sqrt(factor)).toPrecision(4))}`,
  ];
  if (cause === 'process-noise') return said('force', force, correction.process);
  if (cause === 'start') return said('spread', spread, correction.start);
  if (sensor === null) return [];
  const own = correction.sensors[sensing!.sensors.findIndex(({ name }) => name === sensor)];
  if (cause === 'sensor-noise') return said(`sensors.${sensor}`, sensors[sensor] ?? 1, own.scale);
  return cause === 'bias' ? [withBias(experiment, sensor, own.bias)] : [];
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

/** What the runs' filters were told, without any delay: a late reading is taken in as of its moment. */
function recordingOf(experiment: Experiment, rows: RunRows, filter: Filter, seed: number): Recording {
  const { q, tau } = rows;
  const [ticks] = rows.ticks.white.shape;
  const known = compile(
    (of: { readonly q: PopulationTensor; readonly tau: PopulationTensor }) => actingOf(experiment, of),
    [{ q, tau }],
  )({ q, tau });
  const drawn = filter.draws && { filter: filter.draws };
  const draws = drawModel({ seed, ticks, members: q.population, dimension: 0, sources: 0, channels: [], ...drawn });
  return { readings: rows.ticks.sensors.map(({ reading }) => reading), ...known, draws: draws.filter };
}

/**
 * Judges the estimator of a scene by runs of flat parameters, corrects one belief after another, and filters the same readings again.
 * Throws a SceneError where the experiment has no estimator.
 */
export async function diagnoseSenses(
  experiment: Experiment,
  parameters: Float64Array,
  options: RunsOptions,
): Promise<SensesDiagnosis> {
  const settings = requireSensing(experiment);
  requireOptions('diagnoseSenses', options, ['runs', 'seed', 'switches', 'runner', 'signal', 'onProgress']);
  requireInteger('runs', options.runs, 2);
  const { rows } = await makeRuns(experiment, parameters, options);
  const { goals, robot, sensing } = experiment.given.scenario;
  const numbers = sensing!.numbers as EstimatorNumbers;
  const believed = stateModelOf(settings, numbers, goals, completeParameters(settings.model, robot));
  const model = believed as unknown as StateModel;
  const { layout, hold } = settings;
  const inputs = robotInputs(layout.model, hold);
  const filter = filterKinds.make(experiment.scene.estimator!.filter, { layout, inputs });
  const recording = recordingOf(experiment, rows, filter(model), options.seed);
  const rerun = rerunOf({ model, filter, start: numbers.start, recording });
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
  return { findings: lastOfEach(findings), before: found.before, after: found.after, words: found.words };
}
