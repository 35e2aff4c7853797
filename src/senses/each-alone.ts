/** @file What a task comes to where each sensor is alone: all others are blind from the start. */
import type { Experiment } from '../scene/experiment.ts';
import { type TaskOutcome, outcomeOf, outcomeWords } from './outcome.ts';
import { requireSensing } from './requirements.ts';
import { makeRuns, type RunsOptions } from './runs.ts';
import { alone } from './switches.ts';

/** With one sensor, or with all. */
export interface AloneOutcome extends TaskOutcome {
  /** None: all sensors, fused. */
  readonly sensor: string | null;
  /** E.g. "encoders alone: 3 of 100 with distance below 20.0 mm". */
  readonly words: string;
}

/** The same runs with all sensors, then with each alone. Throws a SceneError where the experiment has no estimator. */
export async function eachAlone(
  experiment: Experiment,
  parameters: Float64Array,
  options: Omit<RunsOptions, 'switches'>,
): Promise<AloneOutcome[]> {
  const settings = requireSensing(experiment);
  const { task } = experiment.settings;
  const found: AloneOutcome[] = [];
  for (const sensor of [null, ...settings.sensors.map(({ name }) => name)]) {
    const switches = sensor === null ? [] : alone(settings, sensor);
    const outcome = outcomeOf(task, await makeRuns(experiment, parameters, { ...options, switches }));
    const who = sensor === null ? 'with fusion' : `${sensor} alone`;
    found.push({ ...outcome, sensor, words: `${who}: ${outcomeWords(task, outcome)}` });
  }
  return found;
}
