/** @file Sound experiments: scenes of random arms that nothing is wrong with, as far as their making goes. */
import { isPlanning } from '../../../src/plan/method.ts';
import { activationNames } from '../../../controllers/network/activations.ts';
import { defaultScene } from '../../../src/scene/default-scene.ts';
import { assemble } from '../../../src/scene/assemble.ts';
import type { Experiment } from '../../../src/scene/experiment.ts';
import { parseScene } from '../../../src/scene/parse.ts';
import type { Scene } from '../../../src/scene/schema.ts';
import { Optimization } from '../../../src/run/optimization.ts';
import { sceneMethods } from '../../../src/scene/methods.ts';
import { isTrainer } from '../../../src/train/trainer.ts';
import type { Random } from '../random.ts';
import { anyArm, type Arm, builtInArm, randomArm } from './arms.ts';

/** A scene as its file says it, changed freely. */
export type Loose = Record<string, unknown> & {
  time: { step: number; horizon: number; control?: number; integrator: unknown };
  start: { q: number[]; v?: number[]; spread?: object };
  goals: Record<string, Record<string, unknown>>;
  costs: { name: string; residual: unknown; norm: unknown; weight: number; when: string }[];
  controller: Record<string, unknown>;
  method: Record<string, unknown>;
};

/** An experiment that is to be diagnosed, and how to make it of a changed scene. */
export interface Case {
  readonly arm: Arm;
  readonly scene: Loose;
}

export const made = ({ arm, scene }: Case): Experiment => assemble(parseScene(scene), arm.text, { file: arm.file });

/** Steps of a case: as few as its motion takes. */
const steps = 80;

/** The default scene of an arm, of few steps. */
export function baseScene(arm: Arm, random: Random): Loose {
  const { scene } = defaultScene(arm.model, { name: 'case', title: 'A case', robot: arm.file });
  const loose = JSON.parse(JSON.stringify(scene)) as Scene as unknown as Loose;
  loose.seed = random.integer(0, 1000);
  loose.time.horizon = Number((loose.time.step * steps).toPrecision(6));
  return loose;
}

/** Power iterations for the largest curvature at the start, by differences of gradients: independent of what is tested. */
export function curvatureAtStart(one: Case): number {
  const experiment = made(one);
  const x = experiment.initialParameters;
  const g0 = experiment.evaluate(x).gradient.slice();
  let direction = x.map((_, i) => 1 + 0.1 * i);
  let value = 0;
  for (let k = 0; k < 20; k++) {
    const size = Math.hypot(...direction);
    direction = direction.map((entry) => entry / size);
    const h = 1e-5;
    const g1 = experiment.evaluate(x.map((entry, i) => entry + h * direction[i])).gradient;
    const image = g1.map((entry, i) => (entry - g0[i]) / h);
    value = Math.hypot(...image);
    direction = image;
  }
  return value;
}

const drivenBy: Record<string, (scene: Loose, random: Random) => void> = {
  pd: () => undefined,
  'torque-spline': (scene, random) => {
    scene.controller = { type: 'torque-spline', knots: random.integer(5, 10), gravityCompensation: true };
  },
  'computed-torque': (scene, random) => {
    const omega = random.uniform(6, 12);
    scene.controller = { type: 'computed-torque', kp: omega * omega, kd: 2 * omega };
  },
  'linear-feedback': (scene) => {
    const { kp, kd } = scene.controller;
    scene.controller = { type: 'linear-feedback', kp, kd, optimize: ['reference', 'stiffness', 'damping'] };
  },
};

/** Makes a scene's controller one of these. */
export const drive = (scene: Loose, random: Random, names = Object.keys(drivenBy)): void =>
  drivenBy[random.pick(names)](scene, random);

const torquesUnit = (scene: Loose, arm: Arm): number =>
  scene.controller.type === 'torque-spline'
    ? Math.max(...arm.model.joints.map(({ limits }) => (Number.isFinite(limits.effort) ? limits.effort : 1))) / 40
    : 1;

/** Gives a scene a method of a sensible rate. */
export function moveBy(one: Case, random: Random, names: readonly string[]): void {
  const { scene, arm } = one;
  const type = random.pick(names);
  const unit = torquesUnit(scene, arm);
  const iterations = 100;
  if (type === 'lbfgs') scene.method = { type, iterations };
  else if (type === 'adam')
    scene.method = { type, learningRate: 0.03 * unit, iterations, ...(random.next() < 0.5 && { clipNorm: 10 }) };
  else if (type === 'rmsprop') scene.method = { type, learningRate: 0.01 * unit, iterations };
  else
    scene.method = {
      type,
      learningRate: Number(((type === 'momentum' ? 0.05 : 0.1) / curvatureAtStart(one)).toPrecision(2)),
      iterations,
    };
}

/** A policy of a scene that learns to come to a box of goals. */
export function policyScene(arm: Arm, random: Random): Loose {
  const scene = baseScene(arm, random);
  const link = arm.file === 'arm.urdf' ? 'atip' : 'tip';
  const position = Object.values(scene.goals)[0].position as number[];
  const size = random.uniform(0.05, 0.15);
  const residual = { type: 'link-position', link, to: 'goal' };
  return {
    ...scene,
    time: { step: 0.01, control: 0.02, horizon: 0.5, integrator: 'semi-implicit-euler' },
    start: { q: scene.start.q, spread: { q: 0.1 } },
    goals: { goal: { type: 'box', center: position, size: [size, 0.001, size] } },
    costs: [
      { name: 'come', residual, norm: { type: 'smooth-abs', width: 0.05 }, weight: 1, when: 'running' },
      { name: 'stay', residual, norm: { type: 'smooth-abs', width: 0.05 }, weight: 2, when: 'final' },
      { name: 'rest', residual: 'joint-velocity', norm: 'quadratic', weight: 0.01, when: 'final' },
    ],
    measures: { distance: { residual } },
    success: { measure: 'distance', below: 0.02 },
    observe: ['joint-position', 'joint-velocity', { type: 'goal-error', link, to: 'goal' }],
    action: { type: 'torque-over-gravity', acceleration: 100 },
    controller: { type: 'mlp', hidden: [random.integer(8, 16), random.integer(8, 16)] },
    method: {
      type: 'bptt',
      members: random.pick([16, 32]),
      learningRate: random.pick([0.003, 0.01]),
      clipNorm: 1,
      iterations: 60,
    },
  };
}

/** Ways of a scene that are near what is wrong, and are not. */
const ways: readonly ((one: Case, random: Random) => void)[] = [
  () => undefined,
  () => undefined,
  ({ scene }, random) => {
    const width = random.uniform(0.01, 0.1);
    const type = random.pick(['smooth-abs', 'huber']);
    scene.costs = scene.costs.map((cost) =>
      cost.name === 'approach' || cost.name === 'arrive' ? { ...cost, norm: { type, width } } : cost,
    );
  },
  ({ scene }, random) => {
    scene.start.v = scene.start.q.map(() => random.uniform(-0.5, 0.5));
  },
  ({ scene }, random) => {
    scene.time.horizon = Number((scene.time.step * random.integer(150, 300)).toPrecision(6));
  },
  ({ scene }, random) => {
    // of logarithms of gains, or of forces: entries of a matrix of gains would be many times their own size
    if (scene.controller.type !== 'linear-feedback') scene.controller.perturbation = random.uniform(0.01, 0.1);
  },
];

/** Iterations of its own method, by which a sound experiment has come down. */
const looked = 30;

/** Whether its own method ends no higher than it began: by its iterations alone, whatever a doctor says of them. */
async function comesDown(one: Case): Promise<boolean> {
  const experiment = made(one);
  const method = sceneMethods.make(experiment.scene.method, null);
  if (isTrainer(method) || isPlanning(method)) return true;
  const { evaluate, evaluateOne, success, starts } = experiment.one(experiment.initialParameters);
  const job = Optimization.start({ evaluate, evaluateOne, starts, method, ...(success && { success }) });
  while (job.iteration < looked && !job.end) await job.step();
  const { loss } = job.stateOf(0).history;
  return loss[loss.length - 1] <= loss[0] && job.end?.outcome !== 'diverged';
}

/** A sound experiment. */
export async function sound(random: Random): Promise<Case> {
  for (let k = 0; k < 50; k++) {
    const one = drawn(random);
    if (await comesDown(one)) return one;
  }
  throw new Error('50 experiments in a row go up by their own methods');
}

function drawn(random: Random): Case {
  if (random.next() < 0.15) {
    const arm = random.next() < 0.7 ? randomArm(random) : builtInArm('planar-2link');
    const scene = policyScene(arm, random);
    scene.controller.activation = random.pick(activationNames);
    return { arm, scene };
  }
  const arm = random.next() < 0.2 ? randomArm(random, { strength: random.uniform(0.5, 1) }) : anyArm(random);
  const one = { arm, scene: baseScene(arm, random) };
  drive(one.scene, random);
  random.pick(ways)(one, random);
  // plain descent leads matrices of gains to where the loop is unstable
  const plain = one.scene.controller.type === 'linear-feedback' ? [] : ['momentum', 'gradient-descent'];
  moveBy(one, random, ['adam', 'lbfgs', 'rmsprop', ...plain]);
  return one;
}
