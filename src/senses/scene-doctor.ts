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
import { type EstimatorNumbers, stateModelOf } from '../estimation/perception.ts';
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

/** Settings of the scene by which a filter believes what a correction says. */
function settingsOf({ scene, sensing }: Experiment, { cause, sensor, correction }: FilterFinding): string[] {
  const { force = 1, spread = 1, sensors = {} } = scene.estimator!.believes ?? {};
  const said = (path: string, before: number, factor: number): string[] => [
    `estimator.believes.${path}=${Number((before * Math.sqrt(factor)).toPrecision(4))}`,
  ];
  if (cause === 'process-noise') return said('force', force, correction.process);
  if (cause === 'start') return said('spread', spread, correction.start);
  if (cause !== 'sensor-noise' || sensor === null) return [];
  const place = sensing!.sensors.findIndex(({ name }) => name === sensor);
  return said(`sensors.${sensor}`, sensors[sensor] ?? 1, correction.sensors[place].scale);
}

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
  const filter = filterKinds.make(experiment.scene.estimator!.filter, { layout: settings.layout });
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
  return { findings, before: found.before, after: found.after, words: found.words };
}
