/** @file A scene for a robot that came without one: a link goes to a point where it surely can go, with gains that fit the masses. */
import { at } from '../core/ops/indexing.ts';
import { tensor } from '../core/population-tensor.ts';
import { uniform } from '../core/random.ts';
import { forwardKinematics, linkPose } from '../dynamics/forward-kinematics.ts';
import { massMatrix } from '../dynamics/mass-matrix.ts';
import type { Joint, RobotModel } from '../robot/model.ts';
import { parseScene } from './parse.ts';
import { type Scene, sceneVersion } from './schema.ts';

/** Natural frequency of every joint under the default gains, rad/s: quick, and slow enough for steps of 5 ms. */
const frequency = 6;
/** Postures that are looked at for a start. */
const candidates = 60;
/** Farthest that joints are from zero at the start, and from the start at the target: rad, m for slides. */
const spread = { start: { angle: 1.6, slide: 0.2 }, target: { angle: 0.6, slide: 0.1 } };

const clampTo = ({ limits }: Joint, value: number): number => Math.min(Math.max(value, limits.lower), limits.upper);

/** Configurations around one, within the joints' limits; the same ones every time. */
function around(
  model: RobotModel,
  centre: readonly number[],
  by: { readonly angle: number; readonly slide: number },
  member: number,
): number[][] {
  return Array.from({ length: candidates }, (_, step) => {
    const random = uniform({ seed: 1, member, step }, model.nq);
    return model.joints.map((joint, i) =>
      clampTo(joint, centre[i] + (2 * random[i] - 1) * (joint.type === 'prismatic' ? by.slide : by.angle)),
    );
  });
}

/** Height of the lowest moving part and of the link above the root, m. */
function clearance(model: RobotModel, q: readonly number[], link: string): number {
  const bodies = forwardKinematics(model, tensor([...q])).map(({ translation }) => at(translation, 2).item());
  const own = linkPose(model, tensor([...q]), link).translation.toArray()[2];
  return bodies.reduce((lowest, height) => Math.min(lowest, height), own);
}

/** The configuration that keeps the arm best above the ground; more than `enough` is not better, then the first one wins. */
function highest(model: RobotModel, configurations: readonly number[][], link: string, enough: number): number[] {
  let best = { q: configurations[0], height: -Infinity };
  for (const q of configurations) {
    const height = clearance(model, q, link);
    if (height > best.height) best = { q, height };
    if (height >= enough) break;
  }
  return best.q;
}

/** The link that is farthest along the tree: the last one of the last body. */
function lastLink(model: RobotModel): string {
  const deepest = model.bodies.length - 1;
  return (model.links.findLast(({ body }) => body === deepest) ?? model.links[model.links.length - 1]).name;
}

/** Inertia about each joint at q, never 0: kg m^2 (kg). */
function jointInertias(model: RobotModel, q: readonly number[]): number[] {
  const M = massMatrix(model, tensor([...q]));
  return model.joints.map((_, i) => Math.max(at(M, i, i).item(), 1e-4));
}

const rounded = (value: number, digits = 3): number => Number(value.toPrecision(digits));

/** Where the joints start, and where they are when the link is at the target. */
function choosePostures(model: RobotModel, link: string): { readonly start: number[]; readonly goal: number[] } {
  const zero = model.joints.map((joint) => clampTo(joint, 0));
  const span = model.joints.reduce(
    (
      sum,
      {
        placement: {
          translation: [x, y, z],
        },
      },
    ) => sum + Math.sqrt(x * x + y * y + z * z),
    0,
  );
  const start = highest(model, around(model, zero, spread.start, 0), link, 0.25 * span).map((value) => rounded(value));
  const goal = highest(model, around(model, start, spread.target, 1), link, 0.2 * span);
  return { start, goal };
}

/** To a nearby point by PD control; critically damped at the start. */
export function defaultScene(model: RobotModel, robotName: string): Scene {
  const link = lastLink(model);
  const { start: q, goal } = choosePostures(model, link);
  const [x, y, z] = linkPose(model, tensor(goal), link)
    .translation.toArray()
    .map((value) => Math.round(1000 * value) / 1000);
  const inertias = jointInertias(model, q);
  const residual = { type: 'link-position', link, to: 'point' };
  return parseScene({
    version: sceneVersion,
    name: 'own-arm',
    title: (model.name === '' ? robotName : model.name).slice(0, 100),
    robot: 'own-arm.urdf',
    seed: 1,
    time: { step: 0.005, horizon: 2 },
    start: { q },
    goals: { point: { type: 'point', position: [x, y, z] } },
    costs: [
      { name: 'approach', residual, weight: 1, when: 'running' },
      { name: 'effort', residual: { type: 'torque', relative: true }, weight: 0.001, when: 'running' },
      { name: 'limits', residual: 'joint-limits', norm: 'one-sided', weight: 10, when: 'running' },
      { name: 'arrive', residual, weight: 100, when: 'final' },
      { name: 'rest', residual: 'joint-velocity', weight: 0.1, when: 'final' },
    ],
    success: { residual, below: 0.001 },
    controller: {
      type: 'pd',
      kp: inertias.map((inertia) => rounded(frequency * frequency * inertia)),
      kd: inertias.map((inertia) => rounded(2 * frequency * inertia)),
    },
    method: { type: 'adam', learningRate: 0.03, clipNorm: 10, iterations: 200 },
  });
}
