/** @file Work for the engine's tests: an arm under feedback and open-loop torques, with the gradient by everything it is given. */
import { vjp } from '../../src/core/derivative/functions.ts';
import { sub } from '../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { square } from '../../src/core/ops/arithmetic.ts';
import { populationMean, sum } from '../../src/core/ops/reduction.ts';
import { populationSum } from '../../src/core/ops/structural.ts';
import { ones, PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { scan } from '../../src/core/scan.ts';
import { forwardDynamics } from '../../src/dynamics/forward-dynamics.ts';
import { linkPose } from '../../src/dynamics/forward-kinematics.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { Random, testSeed } from './random.ts';

export type Given = {
  /** Of all members: stiffness by joint. */
  readonly stiffness: PopulationTensor;
  /** Of each member: where it starts, and its torques [steps, 7]. */
  readonly start: PopulationTensor;
  readonly torques: PopulationTensor;
};

export type Found = {
  readonly loss: PopulationTensor;
  readonly total: PopulationTensor;
  readonly gradient: Given;
};

const dt = 0.005;
const goal = [0.1, -0.6, 0.1, -2.1, 0.1, 1.5, 0.7];
const target = [0.4, 0.2, 0.5];
const between = [0, -0.8, 0, -2.4, 0, 1.6, 0.8];

/** Losses of all members and the gradient of their sum; with `baseline` they are compared with their mean on the way. */
export function pandaWork(urdf: string, { baseline = false } = {}): (given: Given) => Found {
  const { model } = loadRobot(urdf);
  const cost = ({ stiffness, start, torques }: Given): PopulationTensor => {
    const step = ({ q, v }: { q: PopulationTensor; v: PopulationTensor }, open: PopulationTensor) => {
      const tau = sub(add(open, mul(stiffness, sub(goal, q))), mul(2, v));
      const next = add(v, mul(dt, forwardDynamics(model, q, v, tau)));
      return { carry: { q: add(q, mul(dt, next)), v: next }, output: {} };
    };
    const { q } = scan(step, { q: start, v: zeros([7]) }, torques).carry;
    const miss = sum(square(sub(linkPose(model, q, 'panda_hand_tcp').translation, target)));
    return baseline ? add(miss, square(sub(miss, populationMean(miss)))) : miss;
  };
  return (given) => {
    const { value: loss, pullback } = vjp(cost, given);
    return { loss, total: populationSum(loss), gradient: pullback(ones([], loss.population)) };
  };
}

/** Drawn numbers for so many members. */
export function drawGiven(steps: number, population: number, seed = testSeed): Given {
  const random = new Random(seed);
  const each = (shape: readonly number[], value: (element: number) => number): PopulationTensor => {
    const elements = shape.reduce((n, extent) => n * extent, 1);
    const data = Float64Array.from({ length: elements * population }, (_, i) => value(Math.floor(i / population)));
    return new PopulationTensor({ shape, population }, data);
  };
  return {
    stiffness: tensor(random.list(7, 5, 20)),
    start: each([7], (joint) => between[joint] + random.uniform(-0.2, 0.2)),
    torques: each([steps, 7], () => random.uniform(-3, 3)),
  };
}
