/** @file A training as the run's worker drives it: its rollouts shared out where cores allow it, with what is told of each iteration. */
import { InlineRunner } from '../../../../parallel/inline-runner.ts';
import { kernelShards } from '../../../../parallel/kernel-shards.ts';
import type { RunState } from '../../../../optimize/run-state.ts';
import type { PopulationRunner } from '../../../../parallel/population-runner.ts';
import { nextTurn } from '../../../../platform/web/next-turn.ts';
import type { Experiment } from '../../../../scene/experiment.ts';
import { settingOf } from '../../../../settings/kinds.ts';
import { Training } from '../../../../train/training.ts';
import { pool } from '../../../worker/pool.ts';
import { mainMeasureName } from '../main-measure-name.ts';
import { type Beginning, resumedOr, type Work } from '../work.ts';
import { layerColumn, limitedColumn, saturationColumns, validationColumns } from './columns.ts';
import { Crowd } from './crowd.ts';
import { crowdSize } from './crowd-look.ts';
import { layersIn, normIn } from './layers.ts';

/** Where there is no pool, all is computed here; one for all trainings, so that they share what they have compiled. */
const alone: PopulationRunner = new InlineRunner(kernelShards, nextTurn);

/** What was compiled of many arms, by the programs of an experiment: another box of goals needs no other. */
const crowds = new WeakMap<Experiment['programs'], Crowd>();

function crowdOf(experiment: Experiment): Crowd {
  const crowd = crowds.get(experiment.programs)?.of(experiment) ?? new Crowd(experiment, crowdSize);
  crowds.set(experiment.programs, crowd);
  return crowd;
}

/** Whether a training of one can go on in the other: it learns as many numbers, and tells of the same terms and measures. */
function isLike(one: Experiment, other: Experiment): boolean {
  const told = ({ layout, settings: { task } }: Experiment): string =>
    JSON.stringify([layout.size, task.terms.map(({ name }) => name), Object.keys(task.measures)]);
  return other.isTraining && told(one) === told(other);
}

/** Where a training stands, but for what was best: that was judged by other goals. */
function withoutBest({ state, iteration, x }: Training): RunState {
  const judged = new Set(['bestSuccess', 'bestLoss', 'sinceBest'].map((name) => `training.${name}`));
  const method = Object.fromEntries(Object.entries(state.method).filter(([name]) => !judged.has(name)));
  return { ...state, method, best: { iteration: iteration - 1, parameters: x } };
}

export function trainingWork(experiment: Experiment, beginning: Beginning): Work {
  const { startFrom } = beginning;
  const population = settingOf<number>(experiment.scene.method, 'members') ?? experiment.examinations.validation.count;
  const course = experiment.course(pool.runnerOf(population) ?? alone);
  const start = startFrom?.length === experiment.layout.size ? startFrom : course.start;
  const job = resumedOr(
    beginning,
    ([state]) => Training.resume({ ...course, start }, state),
    () => Training.start({ ...course, start }),
  );
  const layers = layersIn(experiment);
  const measure = mainMeasureName(experiment.settings.task);
  const crowd = crowdOf(experiment);
  const best = (): Float64Array => job.result().parameters;
  return {
    job,
    population,
    gradients: () => population * job.gradients,
    best,
    present: () => job.x,
    bestOne: best,
    // what the validation of an iteration is of
    track: () => job.x,
    columns: () => {
      const { gradient, progress, iteration } = job;
      const norms = gradient ? layers.map((layer) => [layerColumn(layer.name), normIn(layer, gradient)]) : [];
      const { validation, layers: conditions } = progress;
      const isNew = validation?.iteration === iteration - 1;
      return {
        ...(Object.fromEntries(norms) as Record<string, number>),
        ...(isNew && validationColumns(validation, measure)),
        ...(isNew && saturationColumns(conditions)),
        ...(isNew && { [limitedColumn]: crowd.limitedShare(crowd.rollOut(job.x)) }),
      };
    },
    states: () => [job.state],
    carriedOver: (next) => (isLike(experiment, next) && job.iteration > 0 ? [withoutBest(job)] : null),
    paths: () => null,
  };
}
