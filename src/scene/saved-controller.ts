/** @file What a run has learned as a controller file, and back: with all that its parameters need to act as they did. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import { isPolicy } from '../../controllers/policy.ts';
import { requireInstance, requireParts, requireText } from '../core/arguments.ts';
import { ParameterLayout } from '../core/parameters.ts';
import { ArgumentError, SceneError } from '../errors.ts';
import { checksum } from '../formats/checksum.ts';
import { rowIn } from '../optimize/iteration-values.ts';
import { type Best, requireRunState, type RunState } from '../optimize/run-state.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import { actionsOf, momentsOf } from '../rollout/moments.ts';
import { requireTrajectory } from '../rollout/require-trajectory.ts';
import type { SavedTrajectory } from '../rollout/trajectory.ts';
import type { ControllerFacts } from '../run/controller-facts.ts';
import { type ControllerFile, controllerVector, decodeController, encodeController, replayController } from '../run/controller-file.ts'; // prettier-ignore
import { printable } from '../text/printable.ts';
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

const ones = (count: number): number[] => new Array<number>(count).fill(1);

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
      : momentsOf(trajectory, mostMoments),
  });
  openController(bytes, experiment);
  return bytes;
}

function factsOf({ scene, model, settings, given }: Experiment, checksumOfRobot: string): ControllerFacts {
  const joints = independentJoints(model);
  const { nq, nv } = model;
  const { dt, steps, hold = 1, controller } = settings;
  return {
    controller: scene.controller,
    jointNames: joints.map(({ name }) => name),
    ...(isPolicy(controller)
      ? policyFacts(controller)
      : {
          observations: [
            { name: 'joint_pos', scale: ones(nq) },
            { name: 'joint_vel', scale: ones(nv) },
            { name: 'time', scale: [1] },
          ],
          action: { kind: 'joint_effort', scale: ones(nv) },
        }),
    controlPeriod: hold * dt,
    horizon: steps * dt,
    defaultConfiguration: [...given.scenario.initial.q.data],
    effortLimits: joints.map(({ limits: { effort } }) => (Number.isFinite(effort) ? effort : null)),
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
}

/**
 * The controller in a file, for an experiment of its scene. Throws a SceneError that says what differs: a joint, a tensor, the rate, an
 * action that was stored.
 */
export function openController(bytes: Uint8Array, experiment: Experiment): OpenedController {
  requireInstance('experiment', experiment, Experiment, 'give what assemble(…) returns');
  const file = decodeController(bytes);
  const { settings, given } = experiment;
  const own = factsOf(experiment, file.facts.robotChecksum);
  for (const name of ['jointNames', 'observations', 'action', 'controlPeriod', 'horizon'] as const)
    requireSame(name, file.facts[name], own[name]);
  const layout = layoutOf(experiment);
  const vector = controllerVector(file, layout.slots);
  const { goals } = given.scenario;
  const { controller } = settings;
  replayController(file, vector, (x, observation) =>
    isPolicy(controller)
      ? policyActions(controller, layout.fromVector(x), observation)
      : actionsOf(settings, layout.fromVector(x), goals, observation),
  );
  return { file, parameters: layout.fromVector(vector) };
}

function requireSame(name: string, found: unknown, expected: unknown): void {
  const [said, own] = [found, expected].map((fact) => JSON.stringify(fact));
  if (said !== own)
    throw new SceneError(name, printable(said), printable(own), 'open it with the scene that it was learned in');
}
