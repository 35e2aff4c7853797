/** @file Scene + robot file -> experiment: everything traced and compiled, ready to be optimized. */
import type { Controller, ControllerParameters } from '../../controllers/controller.ts';
import { pd } from '../../controllers/pd.ts';
import { torqueSpline } from '../../controllers/torque-spline.ts';
import type { Executable } from '../core/backend/executable.ts';
import { compile, TracedFunction } from '../core/compile.ts';
import { disconnectedParameters } from '../core/derivative/connectivity.ts';
import { vjp } from '../core/derivative/functions.ts';
import { ParameterLayout } from '../core/parameters.ts';
import { ones, type PopulationTensor, requireMembers, tensor, zeros } from '../core/population-tensor.ts';
import { normal } from '../core/random.ts';
import { findLink } from '../dynamics/forward-kinematics.ts';
import { ArgumentError, type RobotFinding, SceneError } from '../errors.ts';
import { adam } from '../optimize/adam.ts';
import { gradientDescent } from '../optimize/gradient-descent.ts';
import { lbfgs } from '../optimize/lbfgs.ts';
import type { Method } from '../optimize/method.ts';
import { momentum } from '../optimize/momentum.ts';
import { rmsprop } from '../optimize/rmsprop.ts';
import type { RobotModel } from '../robot/model.ts';
import { loadRobot, type LoadOptions, type Repair } from '../robot/urdf/load.ts';
import { rollout, type RolloutSettings } from '../rollout/rollout.ts';
import { type Trajectory, trajectoryOf } from '../rollout/trajectory.ts';
import { compileParallel } from '../parallel/compile-parallel.ts';
import type { PopulationRunner } from '../parallel/population-runner.ts';
import { type NamedEvaluation, populationOfOne, memberOf } from '../optimize/population-objective.ts';
import type { UpdateRule } from '../optimize/update-rule.ts';
import type { Optimizable } from '../run/optimizable.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import { rotationOfQuaternion } from '../spatial/quaternion.ts';
import type { Scene } from './schema.ts';

export interface Experiment extends Optimizable {
  readonly initialParameters: Float64Array;
  readonly scene: Scene;
  readonly model: RobotModel;
  /** Warnings about the robot file. */
  readonly findings: readonly RobotFinding[];
  readonly repairs: readonly Repair[];
  readonly settings: RolloutSettings;
  readonly initialState: State;
  readonly target: PopulationTensor;
  /** Layout of the parameters that are optimized. */
  readonly layout: ParameterLayout<ControllerParameters>;
  /** Parameters that no path joins to the loss. */
  readonly disconnected: readonly string[];
  /**
   * States, costs and adjoint forces of all steps, of one member, in bytes: the least that a gradient keeps without
   * checkpoints. A compiled program keeps other values besides, where reading them is cheaper than computing them again.
   */
  readonly storedBytes: number;
  /** All parameters of the controller: those that are optimized, and those that stay. */
  readonly complete: (optimized: ControllerParameters) => ControllerParameters;
  readonly simulate: (parameters: Float64Array) => Trajectory;
  /** The traced evaluation, loss and gradient: what `explain` looks into, and what says the memory of a run. */
  readonly evaluation: () => Executable;
  /**
   * The same experiment for `count` starts at once: the scene's own, and others around it by its perturbation, or by 0.2
   * where it has none. Evaluated on the calling thread, or by the workers of `runner`.
   */
  readonly withRestarts: (count: number, runner?: PopulationRunner) => PopulationExperiment;
}

/** An experiment with many starts. */
export interface PopulationExperiment extends Optimizable {
  /** As that of one start; traced when it is asked for, where workers have a trace of their own. */
  readonly evaluation: () => Executable;
  /** Trajectories of all members of parameters [size]. */
  readonly simulateAll: (x: PopulationTensor) => Trajectory[];
}

function makeController({ controller }: Scene): Controller {
  return controller.type === 'pd' ? pd(controller) : torqueSpline(controller);
}

function makeMethod({ optimizer }: Scene): Method | UpdateRule {
  switch (optimizer.type) {
    case 'gradient-descent':
      return gradientDescent(optimizer);
    case 'momentum':
      return momentum(optimizer);
    case 'rmsprop':
      return rmsprop(optimizer);
    case 'adam':
      return adam(optimizer);
    case 'lbfgs':
      return lbfgs(optimizer);
  }
}

/** Refuses lists whose length is not the robot's. */
function requireLength(
  path: string,
  values: number | readonly number[] | undefined,
  count: number,
  model: RobotModel,
): void {
  if (values === undefined || typeof values === 'number' || values.length === count) return;
  throw new SceneError(
    path,
    `${values.length} numbers`,
    `${count} numbers, one for each joint of "${model.name}": ${model.joints.map(({ name }) => name).join(', ')}`,
  );
}

function checkAgainstRobot(scene: Scene, model: RobotModel): void {
  const { initial, controller, task } = scene;
  if (model.nv === 0) throw new SceneError('$.robot', 'a robot without moving joints', 'at least one moving joint');
  requireLength('$.initial.q', initial.q, model.nq, model);
  requireLength('$.initial.v', initial.v, model.nv, model);
  if (controller.type === 'pd') {
    requireLength('$.controller.kp', controller.kp, model.nv, model);
    requireLength('$.controller.kd', controller.kd, model.nv, model);
    requireLength('$.controller.reference', controller.reference, model.nq, model);
  }
  try {
    findLink(model, task.link);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    throw new SceneError(
      '$.task.link',
      `"${task.link}"`,
      `a link of robot "${model.name}"`,
      `use one of ${model.links.map(({ name }) => name).join(', ')}`,
    );
  }
}

const pick = (parameters: ControllerParameters, names: readonly string[] | undefined): ControllerParameters =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => names === undefined || names.includes(name)));

/** Builds and compiles the experiment of a scene. Throws a RobotFormatError or SceneError that says what does not fit. */
export function assemble(scene: Scene, robotText: string | Uint8Array, options: LoadOptions = {}): Experiment {
  const { model, findings, repairs } = loadRobot(robotText, { file: scene.robot, ...options });
  checkAgainstRobot(scene, model);
  const { task } = scene;
  const settings: RolloutSettings = {
    simulation: { model, controller: makeController(scene), integrator: scene.integrator, dt: scene.dt },
    task: {
      model,
      link: task.link,
      weights: task.weights,
      ...(task.orientation && { orientation: rotationOfQuaternion([...task.orientation]) }),
    },
    steps: Math.round(scene.horizon / scene.dt),
  };
  const initialState: State = {
    q: tensor([...scene.initial.q]),
    v: scene.initial.v ? tensor([...scene.initial.v]) : zeros([model.nv]),
  };
  const target = tensor([...task.target]);
  const all = settings.simulation.controller.initialParameters(model, scene.initial.q);
  const optimized = pick(all, scene.controller.optimize);
  const complete = (parameters: ControllerParameters): ControllerParameters => ({ ...all, ...parameters });
  const layout = new ParameterLayout(optimized);
  const score = (parameters: ControllerParameters) => rollout(settings, complete(parameters), initialState, target);
  const evaluation = (parameters: ControllerParameters) => {
    const { value, pullback } = vjp((x: ControllerParameters) => {
      const { loss, terms, distance } = score(x);
      return { loss, terms, distance };
    }, parameters);
    const still = Object.fromEntries(Object.keys(value.terms).map((name) => [name, zeros([])]));
    return { ...value, gradient: pullback({ loss: ones([]), terms: still, distance: zeros([]) }) };
  };
  // results are read at once, and so may be overwritten by the next call
  const traced = new TracedFunction(evaluation, [optimized], { reuseResults: true });
  const simulateTree = compile(score, [optimized]);
  const named = (terms: Readonly<Record<string, PopulationTensor>>): Record<string, Float64Array> =>
    Object.fromEntries(Object.entries(terms).map(([name, value]) => [name, value.data.slice()]));
  const evaluateOne = (parameters: Float64Array): NamedEvaluation => {
    const { loss, terms, distance, gradient } = traced.call(layout.fromVector(parameters));
    return {
      loss: loss.item(),
      gradient: layout.toVector(gradient),
      terms: Object.fromEntries(Object.entries(terms).map(([name, value]) => [name, value.item()])),
      measures: { distance: distance.item() },
    };
  };
  const initialParameters = perturbed(layout.toVector(optimized), scene);
  const experiment: Experiment = {
    scene,
    model,
    findings,
    repairs,
    settings,
    initialState,
    target,
    layout,
    initialParameters,
    starts: tensor(initialParameters),
    method: makeMethod(scene),
    disconnected: disconnectedParameters((parameters: ControllerParameters) => score(parameters).loss, optimized),
    storedBytes: 8 * settings.steps * (model.nq + 2 * model.nv + 3),
    complete,
    ...(scene.tolerance !== undefined && { success: { measure: 'distance', below: scene.tolerance } }),
    evaluate: async (x) => populationOfOne(evaluateOne(memberOf(x, 0))),
    evaluateOne,
    evaluation: () => traced.executable,
    simulate: (parameters) => trajectoryOf(simulateTree(layout.fromVector(parameters)), initialState, scene.dt),
    withRestarts: (count, runner) => {
      requireMembers('withRestarts', count);
      const starts = startsAround(experiment.initialParameters, scene, count);
      const example = layout.fromVectors(starts);
      const members = layout.toTensor(example, count);
      const options = { checkFinite: false, reuseResults: true };
      const tracedMembers = once(() => new TracedFunction(evaluation, [example], options));
      const evaluateMembers = runner
        ? compileParallel(evaluation, [example], runner, options).call
        : inline((x: ControllerParameters) => tracedMembers().call(x));
      const simulateMembers = once(() => compile(score, [example], { checkFinite: false }));
      return {
        ...experiment,
        starts: members,
        evaluation: () => tracedMembers().executable,
        evaluate: async (x, callOptions) => {
          const { loss, terms, distance, gradient } = await evaluateMembers(callOptions, layout.fromTensor(x));
          return {
            loss: loss.data.slice(),
            gradient: layout.toTensor(gradient, count),
            terms: named(terms),
            measures: named({ distance }),
          };
        },
        simulateAll: (x) => {
          const rollouts = simulateMembers()(layout.fromTensor(x));
          return Array.from({ length: count }, (_, member) => trajectoryOf(rollouts, initialState, scene.dt, member));
        },
      };
    },
  };
  return experiment;
}

/** A value that is made when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** A function as one that takes the options of a call, which has nothing to wait for. */
const inline =
  <A extends readonly unknown[], R>(f: (...args: A) => R) =>
  async (_: object, ...args: A): Promise<R> =>
    f(...args);

/** Standard deviation of restarts around a start whose scene says nothing of it. */
const restartSpread = 0.2;

/** The scene's start, and others around it: seeded noise, one stream a member. */
function startsAround(start: Float64Array, { perturbation, seed }: Scene, count: number): Float64Array[] {
  return Array.from({ length: count }, (_, member) => {
    if (member === 0) return start;
    const noise = normal({ seed, member }, start.length);
    return start.map((value, i) => value + (perturbation || restartSpread) * noise[i]);
  });
}

/** Initial parameters with the scene's seeded noise. */
function perturbed(parameters: Float64Array, { perturbation = 0, seed }: Scene): Float64Array {
  if (perturbation === 0) return parameters;
  const noise = normal({ seed }, parameters.length);
  return parameters.map((value, i) => value + perturbation * noise[i]);
}
