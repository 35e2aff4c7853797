/** @file A scene for a robot that came without one: reach a point that the arm surely can reach, with gains that fit its masses. */
import { at } from '../../core/ops/indexing.ts';
import { tensor } from '../../core/population-tensor.ts';
import { linkPose } from '../../dynamics/forward-kinematics.ts';
import { massMatrix } from '../../dynamics/mass-matrix.ts';
import type { Joint, RobotModel } from '../../robot/model.ts';
import { type Scene, sceneVersion } from '../../scene/schema.ts';

/** Natural frequency of every joint under the default gains, rad/s: quick, and slow enough for steps of 5 ms. */
const frequency = 6;
/** How far the joints are from the start at the default target, rad (m for slides). */
const reach = { angle: 0.5, slide: 0.1 };

const clampTo = ({ limits }: Joint, value: number): number => Math.min(Math.max(value, limits.lower), limits.upper);

/** Zero where the joint allows it and bends a little, so that the arm does not start at a singular, stretched posture. */
const startOf = (joint: Joint, index: number): number => clampTo(joint, joint.type === 'prismatic' ? 0 : index % 2 === 0 ? 0.2 : 0.5);

/** A configuration some way from the start, towards the side with more room. */
function goalOf(joint: Joint, start: number): number {
  const step = joint.type === 'prismatic' ? reach.slide : reach.angle;
  const side = joint.limits.upper - start >= start - joint.limits.lower ? 1 : -1;
  return clampTo(joint, start + side * step);
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

const rounded = (value: number): number => Number(value.toPrecision(3));

/** Reach a nearby point by PD control; critically damped at the start. */
export function defaultScene(model: RobotModel, robotName: string): Scene {
  const q = model.joints.map(startOf);
  const goal = model.joints.map((joint, i) => goalOf(joint, q[i]));
  const link = lastLink(model);
  const [x, y, z] = linkPose(model, tensor(goal), link).translation.toArray();
  const inertias = jointInertias(model, q);
  return {
    version: sceneVersion,
    name: 'own-arm',
    title: model.name === '' ? robotName : model.name,
    robot: 'own-arm.urdf',
    seed: 1,
    initial: { q },
    task: {
      type: 'reach',
      link,
      target: [rounded(x), rounded(y), rounded(z)],
      weights: { position: 1, finalPosition: 100, finalOrientation: 0, finalVelocity: 0.1, effort: 0.001, limits: 10 },
    },
    controller: {
      type: 'pd',
      kp: inertias.map((inertia) => rounded(frequency * frequency * inertia)),
      kd: inertias.map((inertia) => rounded(2 * frequency * inertia)),
      gravityCompensation: true,
    },
    integrator: 'semi-implicit-euler',
    dt: 0.005,
    horizon: 2,
    optimizer: { type: 'adam', learningRate: 0.03, clipNorm: 10 },
    iterations: 200,
    tolerance: 0.001,
  };
}
