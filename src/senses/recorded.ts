/** @file The readings of many runs as a recording that a scene's filter goes over again, and what it believes while it does. */
import { compile } from '../core/compile.ts';
import { type FilterMaker, filterKinds } from '../estimation/filters/kinds.ts';
import type { Recording } from '../estimation/filters/run-filter.ts';
import { type EstimatorNumbers, robotInputs, stateModelOf } from '../estimation/perception.ts';
import type { StateModel } from '../estimation/state-model.ts';
import { completeParameters } from '../robot/partial-parameters.ts';
import type { Experiment } from '../scene/experiment.ts';
import { actingOf } from './bound-of-runs.ts';
import type { RunRows } from './runs.ts';

/** The filter of a scene, without what it does about late readings. */
export function filterOf({ scene, sensing }: Experiment): FilterMaker {
  const { layout, hold } = sensing!;
  return filterKinds.make(scene.estimator!.filter, { layout, inputs: robotInputs(layout.model, hold) });
}

/** What the scene's filter believes of robot and sensors; of other numbers where they are given. */
export function modelOf(
  { sensing, given: { scenario } }: Experiment,
  numbers: Pick<EstimatorNumbers, 'sensors' | 'force'> = scenario.sensing!.numbers as EstimatorNumbers,
): StateModel {
  const robot = completeParameters(sensing!.model, scenario.robot);
  return stateModelOf(sensing!, numbers, scenario.goals, robot) as unknown as StateModel;
}

/** Whether a scene's filter takes random numbers: it errs by chance of its own, which a recording does not have. */
export const doesDraw = (experiment: Experiment): boolean =>
  filterOf(experiment)(modelOf(experiment)).draws !== undefined;

/** What the runs' filters were told, without any delay: a late reading is taken in as of its moment. */
export function recordingOf(experiment: Experiment, { q, tau, ticks }: RunRows): Recording {
  const moved = { q, tau };
  const known = compile((of: typeof moved) => actingOf(experiment, of), [moved])(moved);
  return { readings: ticks.sensors.map(({ reading }) => reading), ...known };
}

/** The setting of a scene by which its filter believes so much of something. */
export const believing = (path: string, factor: number): string =>
  `estimator.believes.${path}=${Number(factor.toPrecision(4))}`;
