/** @file Sound experiments with one thing made wrong, by means that are known; where that is not sure, it is drawn again. */
import { NonFiniteError } from '../../../src/errors.ts';
import type { CauseName } from '../../../src/learning/doctor/finding.ts';
import { inline } from '../lessons.ts';
import type { Random } from '../random.ts';
import { anyArm, type Arm, builtInArm, randomArm } from './arms.ts';
import { baseScene, type Case, drive, made, moveBy, policyScene } from './sound.ts';

type Fault = (random: Random) => Case | Promise<Case>;

const based = (arm: Arm, random: Random): Case => ({ arm, scene: baseScene(arm, random) });

const scaled = (gains: unknown, factor: number): unknown =>
  Array.isArray(gains) ? gains.map((gain: number) => gain * factor) : (gains as number) * factor;

/** Draws again until a case is what it is meant to be. */
function until(draw: () => Case, isSo: (one: Case) => boolean): Case {
  for (let k = 0; k < 50; k++) {
    const one = draw();
    if (isSo(one)) return one;
  }
  throw new Error('50 cases in a row are not what they are meant to be');
}

/** How much a start whose velocity is moved by next to nothing is moved at the end. */
function growthByHand(one: Case): number {
  const h = 1e-9;
  const end = (move: number): number[] => {
    const v = one.scene.start.q.map(() => move);
    const experiment = made({ ...one, scene: { ...one.scene, start: { ...one.scene.start, v } } });
    return [...experiment.simulate(experiment.initialParameters).v.slice(-experiment.model.nv)];
  };
  try {
    const [a, b] = [end(0), end(h)];
    return Math.hypot(...a.map((value, i) => value - b[i])) / h;
  } catch (error) {
    if (error instanceof NonFiniteError) return Infinity;
    throw error;
  }
}

/** Steps too long for the gains, or gains too large for the steps. */
const unstableStep: Fault = (random) =>
  until(
    () => tooStiff(random),
    (one) => !(growthByHand(one) < 1e4),
  );

function tooStiff(random: Random): Case {
  const one = based(randomArm(random), random);
  const { scene } = one;
  if (random.next() < 0.5) scene.controller.kd = scaled(scene.controller.kd, random.uniform(40, 150));
  else {
    const factor = random.uniform(15, 30);
    scene.time.step = Number((scene.time.step * factor).toPrecision(3));
    scene.time.horizon = Number((80 * scene.time.step).toPrecision(6));
  }
  moveBy(one, random, ['adam', 'lbfgs', 'rmsprop']);
  return one;
}

/** A goal beyond the arm. */
const unreachable: Fault = (random) => {
  const one = based(anyArm(random), random);
  const [name] = Object.keys(one.scene.goals);
  const from = one.arm.file === 'planar-2link.urdf' ? 1 : 0;
  const direction = [random.normal(), random.normal(), random.normal()];
  const size = Math.hypot(...direction);
  const far = random.uniform(2, 6);
  one.scene.goals[name].position = direction.map((entry, i) => (i === 2 ? from : 0) + (far * entry) / size);
  drive(one.scene, random);
  moveBy(one, random, ['adam', 'lbfgs', 'rmsprop']);
  return one;
};

/** Weights with noise so large that tanh is at its ends. */
const saturatedLayer: Fault = (random) => {
  const arm = random.next() < 0.7 ? randomArm(random) : builtInArm('planar-2link');
  const scene = policyScene(arm, random);
  scene.controller.perturbation = random.uniform(15, 60);
  return { arm, scene };
};

/** Part of the steps in which the drive that is used most is at its limit. */
function shareAtLimits(one: Case): number {
  const experiment = made(one);
  const { tau, steps, nv } = experiment.simulate(experiment.initialParameters);
  const { joints } = experiment.model;
  const counts = joints
    .filter(({ limits }) => Number.isFinite(limits.effort))
    .map(({ limits, vIndex }) => {
      let count = 0;
      for (let t = 0; t < steps; t++) if (Math.abs(tau[t * nv + vIndex]) === limits.effort) count++;
      return count / steps;
    });
  return Math.max(...counts);
}

/** Drives that hold the arm and do no more, asked for far more. */
const torqueLimits: Fault = (random) =>
  until(
    () => {
      const arm = randomArm(random, { strength: random.uniform(0.2, 0.3) });
      const one = based(arm, random);
      const { scene } = one;
      if (random.next() < 0.3)
        scene.controller = {
          type: 'torque-spline',
          knots: 6,
          gravityCompensation: true,
          perturbation: random.uniform(10, 30),
        };
      else {
        scene.controller.kp = scaled(scene.controller.kp, random.uniform(30, 80));
        scene.controller.kd = scaled(scene.controller.kd, random.uniform(2, 4));
        scene.controller.reference = scene.start.q.map((q) => q + random.pick([-1, 1]) * random.uniform(1, 1.5));
      }
      moveBy(one, random, ['adam', 'lbfgs', 'rmsprop']);
      return one;
    },
    (one) => shareAtLimits(one) > 0.6,
  );

/** A free swing from on high, for seconds. */
const explodingAdjoints: Fault = (random) =>
  until(
    () => {
      const arm = randomArm(random, { planar: true, damping: 0, joints: random.integer(2, 3), strength: 4 });
      const one = based(arm, random);
      const { scene } = one;
      scene.time = { step: 0.005, horizon: random.pick([4, 5, 6]), integrator: 'rk4' };
      scene.start = {
        q: Array.from({ length: arm.model.nv }, (_, i) =>
          i === 0 ? random.uniform(-2.4, -0.7) : random.uniform(-1, 1),
        ),
      };
      scene.controller = { type: 'torque-spline', knots: random.integer(6, 12) };
      moveBy(one, random, ['adam', 'lbfgs', 'rmsprop']);
      return one;
    },
    (one) => growthByHand(one) > 1e4,
  );

/** How much slopes on either side of the start differ along the gradient, of their sizes. */
function jumpByHand(one: Case): number {
  const experiment = made(one);
  const x = experiment.initialParameters;
  const gradient = experiment.evaluate(x).gradient.slice();
  const h = 1e-4 / Math.hypot(...gradient);
  const lossAt = (k: number): number => experiment.evaluate(x.map((value, i) => value + k * h * gradient[i])).loss;
  const [before, at, after] = [lossAt(-1), lossAt(0), lossAt(1)];
  return Math.abs(after - 2 * at + before) / (Math.abs(after - at) + Math.abs(at - before));
}

/** A length, all but without a rounding, of forces that begin at 0: so heavy that it takes a good part of the slope. */
const nonSmooth: Fault = (random) => {
  const one = based(anyArm(random), random);
  one.scene.controller = { type: 'torque-spline', knots: random.integer(5, 10) };
  const width = 10 ** random.uniform(-12, -9);
  const norm = { type: random.pick(['smooth-abs', 'huber']), width };
  const unit = norm.type === 'huber' ? 1 / width : 1;
  const weighted = (weight: number): Case => ({
    ...one,
    scene: {
      ...one.scene,
      costs: one.scene.costs.map((cost) => (cost.name === 'effort' ? { ...cost, norm, weight: unit * weight } : cost)),
    },
  });
  const sharp = weighted(random.uniform(0.45, 0.85) / jumpByHand(weighted(1)));
  moveBy(sharp, random, ['adam', 'lbfgs', 'rmsprop']);
  return sharp;
};

/** A learning rate a hundred times too large. */
const stepSize: Fault = (random) => {
  const factor = random.uniform(100, 300);
  if (random.next() < 0.2) {
    const arm = randomArm(random);
    const scene = policyScene(arm, random);
    scene.method.learningRate = factor * (scene.method.learningRate as number);
    return { arm, scene };
  }
  const one = based(anyArm(random), random);
  drive(one.scene, random);
  moveBy(one, random, ['adam', 'rmsprop', 'momentum', 'gradient-descent']);
  one.scene.method.learningRate = factor * (one.scene.method.learningRate as number);
  return one;
};

/** Deviation of a policy's gradients over their mean, by steps of its training that are not taken. */
async function noiseByHand(one: Case): Promise<number> {
  const { lesson, trainer, start } = made(one).course(inline());
  const teaching = trainer.teach(lesson);
  const found: Float64Array[] = [];
  for (let k = 100; k < 120; k++) {
    const step = await teaching.step(start, teaching.start(start), k);
    if ('gradient' in step && step.gradient) found.push(step.gradient);
  }
  const mean = start.map((_, i) => found.reduce((sum, g) => sum + g[i], 0) / found.length);
  const off = found.reduce((sum, g) => sum + Math.hypot(...g.map((value, i) => value - mean[i])) ** 2, 0);
  return Math.sqrt(off / found.length) / Math.hypot(...mean);
}

/** Gradients of a rollout or two where goals lie all around. */
function ofFewRollouts(random: Random): Case {
  const arm = randomArm(random, { joints: 2 });
  const scene = policyScene(arm, random);
  const experiment = made({ arm, scene });
  const links = experiment.simulate(experiment.initialParameters).links.atip;
  const size = random.uniform(0.4, 0.8);
  scene.goals.goal = { type: 'box', center: [...links.subarray(0, 3)], size: [size, size, size] };
  scene.start.spread = { q: 0.8, v: 3 };
  scene.method.members = random.integer(1, 2);
  return { arm, scene };
}

/** A loss that is the difference of two large numbers. */
function ofLargeNumbers(random: Random): Case {
  const one = based(anyArm(random), random);
  const { scene } = one;
  const width = 10 ** random.uniform(7, 9);
  scene.costs = scene.costs
    .filter(({ name }) => name === 'approach' || name === 'arrive')
    .map((cost) => ({ ...cost, norm: { type: 'smooth-abs', width } }));
  drive(scene, random, ['pd', 'computed-torque']);
  moveBy(one, random, ['adam', 'lbfgs', 'rmsprop']);
  return one;
}

const noiseFloor: Fault = async (random) => {
  if (random.next() < 0.5) return ofLargeNumbers(random);
  for (let k = 0; k < 50; k++) {
    const one = ofFewRollouts(random);
    if ((await noiseByHand(one)) > 1.5) return one;
  }
  throw new Error('50 policies in a row learn from little noise');
};

/** A second arm, of which nothing is asked. */
const noPath: Fault = (random) => {
  const arm = randomArm(random, { beside: true });
  const one = based(arm, random);
  const { scene } = one;
  scene.costs = scene.costs.filter(({ name }) => name === 'approach' || name === 'arrive');
  drive(scene, random, ['pd', 'torque-spline', 'computed-torque']);
  moveBy(one, random, ['adam', 'lbfgs', 'rmsprop', 'momentum']);
  return one;
};

/** More knots than steps, or two parameters for one thing. */
const flatDirection: Fault = (random) => {
  const one = based(anyArm(random), random);
  const { scene } = one;
  if (random.next() < 0.5) {
    const steps = random.integer(12, 16);
    scene.time.horizon = Number((steps * scene.time.step).toPrecision(6));
    scene.controller = { type: 'torque-spline', knots: steps + random.integer(4, 8), gravityCompensation: true };
  } else {
    const { kp, kd } = scene.controller;
    scene.controller = { type: 'linear-feedback', kp, kd, optimize: ['reference', 'torque'] };
  }
  moveBy(one, random, ['adam', 'lbfgs', 'rmsprop', 'momentum']);
  return one;
};

/** How each cause is brought about. */
export const faults: Readonly<Record<CauseName, Fault>> = {
  'unstable-step': unstableStep,
  unreachable,
  'saturated-layer': saturatedLayer,
  'torque-limits': torqueLimits,
  'exploding-adjoints': explodingAdjoints,
  'non-smooth': nonSmooth,
  'step-size': stepSize,
  'noise-floor': noiseFloor,
  'no-path': noPath,
  'flat-direction': flatDirection,
};
