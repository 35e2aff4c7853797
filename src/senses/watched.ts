/** @file What is read of an estimated rollout besides what its filter tells: errors, squares, and where a link is believed to be. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import { sqrt, square } from '../core/ops/arithmetic.ts';
import { slice } from '../core/ops/indexing.ts';
import { dot, matmul } from '../core/ops/linear-algebra.ts';
import { sum } from '../core/ops/reduction.ts';
import { solveTriangular } from '../core/ops/triangular-solve.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { scan } from '../core/scan.ts';
import { linkPose } from '../dynamics/forward-kinematics.ts';
import { jacobian } from '../dynamics/jacobian.ts';
import type { Innovation } from '../estimation/filters/filter.ts';
import { covarianceOf, type Gaussian } from '../estimation/gaussian.ts';
import type { Estimated, EstimatorSettings } from '../estimation/perception.ts';
import { motionIn, partOf, type RobotStateLayout } from '../estimation/robot-state.ts';
import { completeParameters } from '../robot/partial-parameters.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import type { Rollout } from '../rollout/rollout.ts';
import type { Experiment } from '../scene/experiment.ts';
import type { Given } from '../scene/programs.ts';

/** A place as it was, as it is believed, and the covariance of that: [3], [3], [3, 3], m. */
type Place = {
  readonly truth: PopulationTensor;
  readonly mean: PopulationTensor;
  readonly covariance: PopulationTensor;
};

/** Of one tick; rows [ticks, …] of a rollout. */
export type Watched = {
  readonly truth: PopulationTensor;
  readonly mean: PopulationTensor;
  /** Standard deviations of the belief, [dimension]. */
  readonly deviation: PopulationTensor;
  /** From the mean to the truth, [dimension], and its normalized square, []. */
  readonly error: PopulationTensor;
  readonly square: PopulationTensor;
  readonly sensors: readonly (Pick<Innovation, 'square' | 'channels' | 'accepted'> & {
    readonly value: PopulationTensor;
    readonly present: PopulationTensor;
  })[];
  readonly link: Place;
  /** Of the first goal that is estimated. */
  readonly goal: { readonly place?: Place };
  /** Effective number of particles, [], of filters that have some. */
  readonly particles: { readonly effective?: PopulationTensor };
};

/** What a program of a record returns. */
export type WatchedRollout = Pick<Rollout, 'loss' | 'measures' | 'reached' | 'states' | 'tau'> & {
  readonly ticks: Watched;
};

/** The error from what is believed to what is true, and that by the belief's own factor: of a consistent filter standard normal. */
export function errorOf({ space }: RobotStateLayout, truth: PopulationTensor, { mean, factor }: Gaussian) {
  const error = space.difference(mean, truth);
  return { error, white: solveTriangular(factor, error) };
}

/** Where a link is believed to be: the covariance is carried through the link's Jacobian. */
function placeOfLink(
  layout: RobotStateLayout,
  link: string,
  robot: RobotParameters,
  { truth, belief }: Pick<Estimated, 'truth' | 'belief'>,
): Place {
  const { model } = layout;
  const at = (x: PopulationTensor): PopulationTensor => linkPose(model, motionIn(layout, x).q, link, robot).translation;
  const linear = slice(jacobian(model, motionIn(layout, belief.mean).q, link, robot), [3]);
  const own = slice(belief.factor, [0], [model.nv]);
  return { truth: at(truth), mean: at(belief.mean), covariance: covarianceOf(matmul(linear, own)) };
}

/** The name of the first goal that is estimated. */
export const estimatedGoal = ({ unknown }: RobotStateLayout): string | undefined =>
  unknown.flatMap((part) => (part.part === 'goal' ? [part.goal] : []))[0];

function placeOfGoal(
  layout: RobotStateLayout,
  { truth, belief }: Pick<Estimated, 'truth' | 'belief'>,
): Watched['goal'] {
  const name = estimatedGoal(layout);
  if (name === undefined) return {};
  const part = layout.parts.find((each) => each.name === `goal ${name}`)!;
  const own = slice(belief.factor, [part.start], [part.start + part.size]);
  const at = (x: PopulationTensor): PopulationTensor => partOf(layout, x, part.name)!;
  return { place: { truth: at(truth), mean: at(belief.mean), covariance: covarianceOf(own) } };
}

function watchedOf(settings: EstimatorSettings, link: string, robot: RobotParameters, tick: Estimated): Watched {
  const { layout } = settings;
  const { truth, belief, innovations, readings, effective } = tick;
  const { error, white } = errorOf(layout, truth, belief);
  return {
    truth,
    mean: belief.mean,
    deviation: sqrt(sum(square(belief.factor), 1)),
    error,
    square: dot(white, white),
    sensors: readings.map(({ value, present }, i) => {
      const { square: ofInnovation, channels, accepted } = innovations[i];
      return { value, present, square: ofInnovation, channels, accepted };
    }),
    link: placeOfLink(layout, link, robot, tick),
    goal: placeOfGoal(layout, tick),
    particles: effective ? { effective } : {},
  };
}

/** What each tick comes to: rows of rows. */
export const eachTick = <Y extends Watched>(ticks: Estimated, of: (tick: Estimated) => Y): Y =>
  scan((carry: readonly PopulationTensor[], tick: Estimated) => ({ carry, output: of(tick) }), [], ticks).outputs;

/** The rollout of an experiment's controller, and its perception's rows. */
export function estimatedRollout(experiment: Experiment, optimized: ControllerParameters, given: Given) {
  const rollout = experiment.programs.problemOf(optimized, given).rollout(optimized, given.scenario);
  return { rollout, perceived: rollout.outputs.perceived as unknown as Estimated };
}

/** Everything of a record, as a function of tensors. */
export function watchedRollout(
  experiment: Experiment,
  link: string,
): (optimized: ControllerParameters, given: Given) => WatchedRollout {
  const settings = experiment.sensing!;
  return (optimized, given) => {
    const { rollout, perceived } = estimatedRollout(experiment, optimized, given);
    const { loss, measures, reached, states, tau } = rollout;
    const robot = completeParameters(settings.model, given.scenario.robot);
    const ticks = eachTick(perceived, (tick) => watchedOf(settings, link, robot, tick));
    return { loss, measures, reached, states, tau, ticks };
  };
}
