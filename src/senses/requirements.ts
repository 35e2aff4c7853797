/** @file What an experiment has to have where its senses are looked at. */
import { requireInstance } from '../core/arguments.ts';
import { SceneError } from '../errors.ts';
import type { EstimatorSettings } from '../estimation/perception.ts';
import { Experiment } from '../scene/experiment.ts';
import { linksOf } from '../task/task.ts';

/** How the experiment's robot is seen. Throws a SceneError where it has no estimator. */
export function requireSensing(experiment: Experiment): EstimatorSettings {
  requireInstance('experiment', experiment, Experiment, 'give what assemble(…) returns');
  if (experiment.sensing) return experiment.sensing;
  throw new SceneError(
    '$.estimator',
    'nothing: the controller sees the state itself',
    'an estimator with sensors',
    'say both in the scene, as scenes/pendulum-encoder.json does',
  );
}

/** s of a tick, which is a period of the controller. */
export const tickOf = ({ hold, dt }: EstimatorSettings): number => hold * dt;

/** Ticks by which the latest sensor comes late: its innovations are of as many ticks ago. */
export const latestOf = ({ late }: EstimatorSettings): number => late.reduce((most, ticks) => Math.max(most, ticks), 0);

/** The link that is looked at: the first that the task reads, else the last of the robot. */
export const linkOf = ({ settings: { task, model } }: Experiment): string =>
  linksOf(task)[0] ?? model.links.at(-1)!.name;
