/** @file What a run has learned as a controller file, and back: with all that its parameters need to act as they did. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import { isPolicy } from '../../controllers/policy.ts';
import { requireInstance, requireParts, requireText } from '../core/arguments.ts';
import { ParameterLayout } from '../core/parameters.ts';
import { ArgumentError, SceneError } from '../errors.ts';
import { checksum } from '../formats/checksum.ts';
import { rowIn } from '../optimize/iteration-values.ts';
import { type Best, requireRunState, type RunState } from '../optimize/run-state.ts';
import { actionsOf, momentsOf } from '../rollout/moments.ts';
import { requireTrajectory } from '../rollout/require-trajectory.ts';
import type { SavedTrajectory } from '../rollout/trajectory.ts';
import { type ControllerFacts, factsOfRobot } from '../run/controller-facts.ts';
import { type ControllerFile, controllerVector, decodeController, encodeController, replayController } from '../run/controller-file.ts'; // prettier-ignore
import { printable } from '../text/printable.ts';
import { differencesFrom, requireFit } from '../run/controller-fit.ts';
import { Experiment } from './experiment.ts';
import { policyActions, policyFacts, policyMoments } from './saved-policy.ts';

/** What was learned: a run, or a job. */
export interface Learned {
  readonly state: RunState;
  /** Rollout of the best parameters, where it is at hand. */
  readonly trajectory?: SavedTrajectory | null;
}

/** What is said of a controller besides. */
export interface ControllerFileOptions {
  /** Of what may be done with it, and with the robot. */
  readonly licence?: string;
}

/** Moments of the rollout that are stored, at most. */
const mostMoments = 1000;

/** All parameters of an experiment's controller, those that stay as the scene gives them too. */
const layoutOf = ({ layout, given, initialParameters }: Experiment): ParameterLayout<ControllerParameters> =>
  new ParameterLayout({ ...given.fixed, ...layout.fromVector(initialParameters) });

/**
 * Bytes of the controller file of a run's best parameters; `checksumOfRobot`: what `robotChecksum` says of the file that the experiment
 * was assembled with. Throws an ArgumentError where nothing was learned yet, and a SceneError where what is written would not act as it did.
 */
export function writeController(
  experiment: Experiment,
  checksumOfRobot: string,
  learned: Learned,
  options: ControllerFileOptions = {},
): Uint8Array {
  requireInstance('experiment', experiment, Experiment, 'give what assemble(…) returns');
  requireText('checksumOfRobot', checksumOfRobot);
  requireParts('learned', learned, { state: 'an object' }, 'give a run, or an Optimization');
  const { state } = learned;
  requireRunState(state);
  const { best } = state;
  if (best === null)
    throw new ArgumentError('state.best', 'nothing', 'the best of some iterations', 'let it run first');
  const trajectory = learned.trajectory ?? experiment.simulate(best.parameters);
  requireTrajectory(trajectory, experiment.model);
  const layout = layoutOf(experiment);
  const { fixed } = experiment.given;
  const vector = layout.toVector({ ...fixed, ...experiment.layout.fromVector(best.parameters) });
  const bytes = encodeController({
    facts: { ...factsOf(experiment, checksumOfRobot), validation: validationOf(state, best), ...options },
    parameters: layout.slots,
    vector,
    replay: isPolicy(experiment.settings.controller)
      ? policyMoments(experiment, layout.fromVector(vector), mostMoments)
      : momentsOf(trajectory, mostMoments, experiment.settings.hold),
  });
  openController(bytes, experiment);
  return bytes;
}

function factsOf({ scene, model, settings, given }: Experiment, checksumOfRobot: string): ControllerFacts {
  const { dt, steps, hold = 1, controller } = settings;
  return {
    controller: scene.controller,
    ...factsOfRobot(model),
    ...(isPolicy(controller) && policyFacts(controller)),
    controlPeriod: hold * dt,
    horizon: steps * dt,
    defaultConfiguration: [...given.scenario.initial.q.data],
    robotChecksum: checksumOfRobot,
    sceneChecksum: checksum(JSON.stringify(scene)),
    seed: scene.seed,
  };
}

function validationOf({ history }: RunState, { iteration, reached }: Best): ControllerFacts['validation'] {
  const row = rowIn(history, iteration);
  const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
  const measures = Object.entries(history.measures).map(([name, column]) => [name, known(column[row])] as const);
  return { loss: history.loss[row], measures: Object.fromEntries(measures), ...(reached !== undefined && { reached }) };
}

/** A controller file that acts in an experiment as it did where it was learned. */
export interface OpenedController {
  readonly file: ControllerFile;
  /** All parameters of the experiment's controller, by name. */
  readonly parameters: ControllerParameters;
  /** What was another thing where it was learned, in words that follow "with"; nothing of it changes what was replayed. */
  readonly differences: readonly string[];
}

/**
 * The controller in a file, for an experiment of its scene; `checksumOfRobot`: what `robotChecksum` says of the experiment's robot file,
 * where it shall be compared. Throws an ArgumentError where the bytes are damaged, and a SceneError that says what differs: the kind of
 * the controller, a joint, a tensor, the rate, an action that was stored.
 */
export function openController(bytes: Uint8Array, experiment: Experiment, checksumOfRobot?: string): OpenedController {
  requireInstance('experiment', experiment, Experiment, 'give what assemble(…) returns');
  if (checksumOfRobot !== undefined) requireText('checksumOfRobot', checksumOfRobot);
  const file = decodeController(bytes);
  const { settings, given } = experiment;
  const { controller } = settings;
  const own = factsOf(experiment, checksumOfRobot ?? file.facts.robotChecksum);
  requireFit(file.facts, own, isPolicy(controller));
  const layout = layoutOf(experiment);
  const vector = controllerVector(file, layout.slots);
  const { goals } = given.scenario;
  replayController(file, vector, (x, observation) =>
    isPolicy(controller)
      ? policyActions(controller, layout.fromVector(x), observation)
      : actionsOf(settings, layout.fromVector(x), goals, observation),
  );
  return { file, parameters: layout.fromVector(vector), differences: differencesFrom(file.facts, own) };
}

/**
 * The numbers that an experiment learns, [n] in the order of its layout, of an opened controller. Throws a SceneError where one that the
 * experiment keeps as its scene gives it is another in the file.
 */
export function learnedNumbers(experiment: Experiment, opened: OpenedController): Float64Array {
  requireInstance('experiment', experiment, Experiment, 'give what assemble(…) returns');
  requireParts('opened', opened, { parameters: 'an object' }, 'give what openController(…) returns');
  const { parameters } = opened;
  const { fixed } = experiment.given;
  const own = layoutOf(experiment);
  const vector = own.toVector(parameters);
  const kept = own.toVector({ ...parameters, ...fixed });
  const other = own.slots.find(({ offset, size }) =>
    vector.subarray(offset, offset + size).some((value, i) => value !== kept[offset + i]),
  );
  if (other) {
    const [found, expected] = [vector, kept].map((all) => [...all.subarray(other.offset, other.offset + other.size)]);
    throw new SceneError(
      other.path,
      printable(found.join(', ')),
      `${printable(expected.join(', '))}, which the scene keeps`,
      'have the controller optimize it, too, or give it that value in the scene',
    );
  }
  const learned = Object.entries(parameters).filter(([name]) => !Object.hasOwn(fixed, name));
  return experiment.layout.toVector(Object.fromEntries(learned));
}
