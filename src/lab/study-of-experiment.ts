/** @file The study of a scene with its robot: the loss of its rollouts over the parameters of its controller. */
import type { Tree } from '../core/tree.ts';
import { landscapeOfProblem } from '../learning/landscape-of-problem.ts';
import type { LossLandscape } from '../learning/loss-landscape.ts';
import { type ParameterEntry, parameterList } from '../learning/parameter-list.ts';
import { adamKind } from '../optimize/adam.ts';
import { methodKinds } from '../optimize/kinds.ts';
import type { PopulationRunner } from '../parallel/population-runner.ts';
import type { Scenario } from '../rollout/scenario.ts';
import { reassemble } from '../scene/assemble.ts';
import type { Experiment } from '../scene/experiment.ts';
import { parseScene } from '../scene/parse.ts';
import { type Chosen, typeOf } from '../settings/kinds.ts';
import type { PlaneAxis } from '../learning/surface/plane.ts';
import { groupsOf, groupsOfArm } from './groups.ts';
import { type LabFile, usualLab } from './schema.ts';
import type { Study } from './study.ts';

/** Rollouts that the loss of a training is the mean of. */
const validationRollouts = 16;

/** What a study of a scene takes from an experiment file; scenes and runs have none of it. */
export type Said = Partial<Pick<LabFile, 'name' | 'title' | 'about' | 'seed' | 'compare' | 'iterations' | 'lab'>>;

/** What a study of a run has besides. */
export interface FromRun {
  /** The best parameters that the run had found. */
  readonly found: Float64Array;
}

/** Most iterations where nobody says how many: enough to see where methods go. */
const mostIterations = 100;

/** The study of an experiment; `said`: what a file says of it, where there is one. */
export function studyOfExperiment(
  experiment: Experiment,
  runner: PopulationRunner,
  said: Said = {},
  run?: FromRun,
): Study {
  const { scene, layout, initialParameters } = experiment;
  const landscape = landscapeOf(experiment, runner);
  const entries = parameterList(experiment);
  const units = new Set(entries.map(({ unit, scale }) => `${scale} ${unit}`));
  const overHorizon = (seconds: number) => reassemble(experiment, withHorizon(experiment, seconds));
  return {
    name: said.name ?? scene.name,
    title: said.title ?? scene.title,
    about: said.about ?? '',
    seed: said.seed ?? scene.seed,
    landscape,
    start: initialParameters,
    found: run?.found ?? null,
    methods: said.compare ?? usualMethods(experiment),
    iterations: said.iterations ?? Math.min(experiment.iterations, mostIterations),
    lab: said.lab ?? usualLab(),
    objective: (x) => experiment.evaluate(x),
    axisOf: (index) => axisOf(entries[index]),
    unit: units.size === 1 && entries[0].scale === 'linear' ? entries[0].unit : '',
    groups: groupsOfArm(entries) ?? groupsOf(layout),
    view: null,
    known: [],
    textbook: null,
    slopes: null,
    comparisons: null,
    arm: {
      experiment,
      rollouts: experiment.isTraining ? validationRollouts : 1,
      overHorizon,
      atHorizon: (seconds) => landscapeOf(overHorizon(seconds), runner),
    },
  };
}

const withHorizon = ({ scene }: Experiment, horizon: number) =>
  parseScene({ ...scene, time: { ...scene.time, horizon } });

/** The scene's own rollout, or the mean over some that its training is judged by. */
function landscapeOf(experiment: Experiment, runner: PopulationRunner): LossLandscape<Tree, Tree> {
  const { problem, scene, sampler, examinations } = experiment;
  const scenario: Scenario = experiment.isTraining
    ? sampler.draw({ set: 'validation', seed: examinations.validation.seed, count: validationRollouts })
    : problem.scenario;
  return landscapeOfProblem(scene.title, problem, runner, scenario) as unknown as LossLandscape<Tree, Tree>;
}

/** The own method of the scene beside Adam at a usual step size; where it trains, Adam on the rollouts that it is judged by, and where it plans, Adam on what its plan costs. */
function usualMethods({ scene: { method }, isTraining, isPlanning }: Experiment): readonly Chosen[] {
  const adam = { type: adamKind.type, learningRate: 0.03 };
  if (isTraining || isPlanning) return [adam];
  const settings = typeof method === 'string' ? { type: method } : method;
  const own = Object.fromEntries(Object.entries(settings).filter(([name]) => !Object.hasOwn(methodKinds.common, name)));
  return typeOf(method) === adam.type ? [own as Chosen] : [own as Chosen, adam];
}

/** "stiffness of shoulder", N m/rad. */
function axisOf({ label, joint, unit, scale }: ParameterEntry): PlaneAxis {
  const what = joint === null ? label : `${label} of ${joint}`;
  return scale === 'log' ? { label: `log ${what}`, unit: unit && `ln of ${unit}` } : { label: what, unit };
}
