/** @file The settings panel's flat view of a scene, in the units that people read, and the way back. */
import type { RobotModel } from '../../../robot/model.ts';
import type { Scene } from '../../../scene/schema.ts';

type OptimizerType = Scene['optimizer']['type'];

/** What the form shows: the scene, and how many runs of it are made side by side. */
export interface Settings {
  restarts: number;
  targetX: number;
  targetY: number;
  targetZ: number;
  link: string;
  weights: { -readonly [name in keyof Scene['task']['weights']]: number };
  optimizer: OptimizerType;
  learningRate: number;
  /** Largest norm of the gradient that is used; 0: no clipping. */
  clipNorm: number;
  iterations: number;
  /** mm; 0: never stop early. */
  tolerance: number;
  integrator: Scene['integrator'];
  /** ms. */
  dt: number;
  /** s. */
  horizon: number;
  seed: number;
  gravityCompensation: boolean;
  knots: number;
  kp: number[];
  kd: number[];
}

/** What these change is the start itself: parameters learned so far do not fit them any more. */
const startsAgain: ReadonlySet<string> = new Set([
  'restarts',
  'seed',
  'gravityCompensation',
  'knots',
  'kp',
  'kd',
  'link',
]);

export const changesStart = (setting: string): boolean => startsAgain.has(setting);

const fill = (gains: number | readonly number[], count: number): number[] =>
  typeof gains === 'number' ? new Array<number>(count).fill(gains) : [...gains];

const defaultLearningRate = 0.03;

export function settingsOf(
  { task, optimizer, controller, ...scene }: Scene,
  { nv }: RobotModel,
  restarts: number,
): Settings {
  const [targetX, targetY, targetZ] = task.target;
  return {
    restarts,
    targetX,
    targetY,
    targetZ,
    link: task.link,
    weights: { ...task.weights },
    optimizer: optimizer.type,
    learningRate: optimizer.type === 'lbfgs' ? defaultLearningRate : optimizer.learningRate,
    clipNorm: optimizer.type === 'lbfgs' ? 0 : (optimizer.clipNorm ?? 0),
    iterations: scene.iterations,
    tolerance: 1000 * (scene.tolerance ?? 0),
    integrator: scene.integrator,
    dt: Number((1000 * scene.dt).toPrecision(6)),
    horizon: scene.horizon,
    seed: scene.seed,
    gravityCompensation: controller.gravityCompensation ?? controller.type === 'pd',
    knots: controller.type === 'torque-spline' ? controller.knots : 0,
    kp: controller.type === 'pd' ? fill(controller.kp, nv) : [],
    kd: controller.type === 'pd' ? fill(controller.kd, nv) : [],
  };
}

/** The optimizer with its present options where the type is kept; else that type's usual ones. */
function optimizerOf(settings: Settings, { optimizer: present }: Scene): Scene['optimizer'] {
  const { optimizer: type, learningRate, clipNorm } = settings;
  if (type === 'lbfgs') return present.type === 'lbfgs' ? present : { type };
  const clipping = clipNorm > 0 ? { clipNorm } : {};
  if (present.type !== type) return { type, learningRate, ...clipping };
  return { ...present, learningRate, clipNorm: clipNorm > 0 ? clipNorm : undefined };
}

function controllerOf({ gravityCompensation, knots, kp, kd }: Settings, { controller }: Scene): Scene['controller'] {
  if (controller.type === 'pd') return { ...controller, gravityCompensation, kp: [...kp], kd: [...kd] };
  return { ...controller, gravityCompensation, knots };
}

/** The scene with the settings in it. */
export function sceneOf(settings: Settings, scene: Scene): Scene {
  const { tolerance, dt, horizon, iterations, seed, integrator, link, weights } = settings;
  return {
    ...scene,
    task: {
      ...scene.task,
      link,
      target: [settings.targetX, settings.targetY, settings.targetZ],
      weights: { ...weights },
    },
    optimizer: optimizerOf(settings, scene),
    controller: controllerOf(settings, scene),
    iterations,
    tolerance: tolerance > 0 ? tolerance / 1000 : undefined,
    integrator,
    dt: dt / 1000,
    horizon,
    seed,
  };
}
