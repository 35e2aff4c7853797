/** @file Scene + robot file -> experiment: kinds looked up in their registries, numbers put in their places, programs traced. */
import { controllerKinds } from '../../controllers/kinds.ts';
import type { Controller, ControllerParameters } from '../../controllers/controller.ts';
import { requireInstance } from '../core/arguments.ts';
import { ParameterLayout } from '../core/parameters.ts';
import { tensor, zeros } from '../core/population-tensor.ts';
import { SceneError } from '../errors.ts';
import { driveParameters, withDrives } from '../robot/drives.ts';
import { unusual } from '../robot/robot-fields.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import type { RobotModel } from '../robot/model.ts';
import { loadRobot, type LoadOptions } from '../robot/urdf/load.ts';
import { isPlanning } from '../plan/method.ts';
import type { RolloutSettings } from '../rollout/settings.ts';
import { type Scenario, weightsOf } from '../rollout/scenario.ts';
import { perturbed, type StartSettings } from '../run/starts.ts';
import { type Chosen, settingOf } from '../settings/kinds.ts';
import { possibleStart } from '../train/possible.ts';
import { mostDelayOf, Sampler } from '../train/sampler.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { checkUnknown } from './assemble-identify.ts';
import { assemblePolicy, assembleVariations, checkReaders, checkVariations } from './assemble-policy.ts';
import { assembleSensing } from './assemble-sensing.ts';
import { assemblePlaces, assembleTask, made } from './assemble-task.ts';
import { Experiment, type LoadedModel } from './experiment.ts';
import { sceneMethods } from './methods.ts';
import { holdOf, iterationsOf, parseScene, stepsOf } from './parse.ts';
import { followerFor } from './planning-task.ts';
import { type Given, Programs } from './programs.ts';
import { changeOfScenes, haveSameRobot, robotOf } from './robot.ts';
import type { Scene } from './schema.ts';

/**
 * Builds the experiment of a scene, which may come as it stands in a file, and of the text or bytes of its robot's file (URDF).
 * Throws a RobotFormatError or SceneError that says what does not fit, and an ArgumentError for options that are none.
 */
export function assemble(given: Scene, robotText: string | Uint8Array, options: LoadOptions = {}): Experiment {
  const scene = parseScene(given);
  return build(scene, loadedFor(scene, robotText, options));
}

/** The robot of a scene; what the scene says of it is refused by its JSON path where it does not fit, options by their names. */
function loadedFor(scene: Scene, robotText: string | Uint8Array, options: LoadOptions): LoadedModel {
  const robot = robotOf(scene);
  const said: LoadOptions = { file: robot.file, ...unusual(robot) };
  const own = { ...options };
  return made(
    '$.robot',
    () => loadRobot(robotText, { ...said, ...own }),
    ({ argument }) => !Object.hasOwn(said, argument) || Object.hasOwn(own, argument),
  );
}

/**
 * The experiment after a change of its scene, with the same robot. Where goals, weights, gains, a start, armatures or the friction
 * velocity are all that changed, it has the programs of the one before: nothing is traced or compiled again. Throws a SceneError
 * that says what does not fit, or that the robot is another.
 */
export function reassemble(experiment: Experiment, given: Scene): Experiment {
  requireInstance('experiment', experiment, Experiment, 'give what assemble(…) returns');
  const scene = parseScene(given);
  requireSameRobot(experiment.scene, scene);
  const { touches } = changeOfScenes(experiment.scene, scene);
  const model = withDrives(experiment.model, robotOf(scene));
  // a plan is followed by a controller of its own
  const isOther = isPlanning(sceneMethods.make(scene.method, null)) !== experiment.isPlanning;
  return build(scene, { ...experiment, model }, touches === 'structure' || isOther ? undefined : experiment.programs);
}

/** Refuses a robot that differs in more than numbers of its drives. */
function requireSameRobot(before: Scene, after: Scene): void {
  if (haveSameRobot(before, after)) return;
  const [known, found] = [before, after].map((scene) => JSON.stringify(robotOf(scene)));
  throw new SceneError('$.robot', found, known, 'use assemble for another robot');
}

function build(scene: Scene, { model, findings, repairs, estimates }: LoadedModel, known?: Programs): Experiment {
  checkStart(scene, model);
  checkUnknown(scene, model);
  const places = assemblePlaces(scene, model);
  const { goals } = places;
  const method = made('$.method', () => sceneMethods.make(scene.method, null));
  const variations = assembleVariations(scene, model, places);
  checkVariations(variations, method);
  const controller = made('$.controller', () =>
    controllerKinds.make(scene.controller, { model, goals, policy: () => assemblePolicy(scene, model, goals) }),
  );
  checkReaders(scene, controller, method);
  // a plan is one of the scene's own rollout, in which nothing varies
  const mostDelay = isPlanning(method) ? undefined : mostDelayOf(variations);
  const seen = assembleSensing(scene, model, goals);
  const own: RolloutSettings = {
    model,
    controller,
    task: assembleTask(scene, model, goals),
    integrator: scene.time.integrator,
    dt: scene.time.step,
    steps: stepsOf(scene),
    hold: holdOf(scene),
    ...(mostDelay !== undefined && { mostDelay }),
    ...(seen && { perception: seen.perception }),
  };
  const { q, v } = scene.start;
  const settings = isPlanning(method) ? { ...own, controller: followerFor(own, q) } : own;
  const robot = driveParameters(model, robotOf(scene));
  const still: Scenario = {
    initial: { q: tensor([...q]), v: v ? tensor([...v]) : zeros([model.nv]) },
    goals,
    weights: weightsOf(settings.task),
    ...(robot && { robot }),
    ...(seen && { sensing: seen.sensing }),
  };
  const scenario = seen ? new Sampler(still, seen.variations).draw(ownRollout(scene)) : still;
  const all = made('$.controller', () => controller.parameters(model, q));
  const starts = { perturbation: settingOf<number>(scene.controller, 'perturbation') ?? 0, seed: scene.seed };
  const split = begun(splitOf(all, scene.controller, controller), starts);
  const followed = (): Split => ({ optimized: settings.controller.parameters(model, q), fixed: {} });
  const { optimized, fixed, layout, initialParameters } = isPlanning(method) ? begun(followed()) : split;
  const given: Given = { fixed, scenario };
  return new Experiment({
    scene,
    model,
    findings,
    repairs,
    estimates,
    settings,
    layout,
    given,
    starts,
    initialParameters,
    method,
    iterations: iterationsOf(scene),
    sampler: new Sampler(still, [...variations, ...(seen?.variations ?? [])], possibleStart(model, settings.task)),
    ...(seen && { sensing: seen.settings }),
    ...(isPlanning(method) && {
      guide: { settings: own, parameters: { ...split.fixed, ...split.layout.fromVector(split.initialParameters) } },
    }),
    programs: known ?? new Programs(settings, optimized, given),
  });
}

/** The rollout of the scene itself: one draw of all that errs. */
const ownRollout = ({ seed }: Scene) => ({ set: 'training', seed, count: 1 }) as const;

/** The parameters that are optimized, and those that stay as given. */
interface Split {
  readonly optimized: ControllerParameters;
  readonly fixed: ControllerParameters;
}

/** Where an optimization begins: with the noise of its starts, where they have some. */
function begun(
  { optimized, fixed }: Split,
  starts?: StartSettings,
): Split & { readonly layout: ParameterLayout<ControllerParameters>; readonly initialParameters: Float64Array } {
  const layout = new ParameterLayout(optimized);
  const own = layout.toVector(optimized);
  return { optimized, fixed, layout, initialParameters: starts ? perturbed(own, starts) : own };
}

function splitOf(all: ControllerParameters, chosen: Chosen, { name }: Controller): Split {
  const names = Object.keys(all);
  const wanted = settingOf<readonly string[]>(chosen, 'optimize') ?? names;
  wanted.forEach((wantedName, i) => {
    if (!names.includes(wantedName))
      throw new SceneError(
        `$.controller.optimize[${i}]`,
        `"${wantedName}"`,
        `a parameter of ${name}: ${names.join(', ')}`,
        didYouMean(wantedName, names, 'choose one of them'),
      );
  });
  const pick = (keeps: (parameter: string) => boolean): ControllerParameters =>
    Object.fromEntries(Object.entries(all).filter(([parameter]) => keeps(parameter)));
  return {
    optimized: pick((parameter) => wanted.includes(parameter)),
    fixed: pick((parameter) => !wanted.includes(parameter)),
  };
}

/** Refuses a robot that nothing moves, and a start that is not its own. */
function checkStart({ start }: Scene, model: RobotModel): void {
  if (model.nv === 0) throw new SceneError('$.robot', 'a robot without moving joints', 'at least one moving joint');
  if (!model.hasInertia)
    throw new SceneError(
      '$.robot',
      'a robot without any mass',
      'links with an inertia',
      'estimate it (--estimate-inertia, or "estimateInertia": true beside the file)',
    );
  const joints = independentJoints(model)
    .map(({ name }) => name)
    .join(', ');
  const requireCount = (path: string, { length }: readonly number[], count: number): void => {
    if (length !== count)
      throw new SceneError(
        path,
        `${length} numbers`,
        `${count} numbers, one for each joint of "${model.name}": ${joints}`,
        'leave out those of joints that do not move, or write the scene anew (adjoint scene)',
      );
  };
  requireCount('$.start.q', start.q, model.nq);
  if (start.v) requireCount('$.start.v', start.v, model.nv);
}
