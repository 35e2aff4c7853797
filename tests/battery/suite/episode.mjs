/** @file Episodes: plans followed with their gains step by step, then gains that hold the robot upright; all starts at once. */
import { compile } from '../../../dist/src/core/compile.js';
import { population, tensor } from '../../../dist/src/core/population-tensor.js';
import { robotParameters } from '../../../dist/src/robot/parameters.js';
import { articulatedPlant } from '../../../dist/src/simulation/plant.js';
import { totalReturn } from '../../../dist/src/task/scores/total-return.js';

const turn = 2 * Math.PI;

/** x (-) x*, continuous joints by the shorter way round. */
const differences = (model, q, v, plan, row) => {
  const { nq, nv } = model;
  const all = new Float64Array(2 * nv);
  model.joints.forEach(({ type, qIndex, vIndex }) => {
    const d = q[qIndex] - plan.q[row * nq + qIndex];
    all[vIndex] = type === 'continuous' ? d - turn * Math.round(d / turn) : d;
    all[nv + vIndex] = v[vIndex] - plan.v[row * nv + vIndex];
  });
  return all;
};

const limited = (model, tau) =>
  tau.map((force, i) => Math.min(model.joints[i].limits.effort, Math.max(-model.joints[i].limits.effort, force)));

/** tau + K (x (-) x*), within the efforts, of a row of a plan. */
function forcesAt(model, { q, v }, { motion, gains }, row) {
  const { nv } = model;
  const away = differences(model, q, v, motion, row);
  const tau = Array.from({ length: nv }, (_, i) => {
    let force = motion.tau[row * nv + i];
    for (let j = 0; j < 2 * nv; j++) force += gains[(row * nv + i) * 2 * nv + j] * away[j];
    return force;
  });
  return limited(model, tau);
}

/** What is done at a step: the plan's forces, held over its knots, then what holds. */
function forcesOf(model, state, { plan, holding, before }, step) {
  if (step < plan.knots * plan.hold)
    return step % plan.hold === 0 ? forcesAt(model, state, plan, step / plan.hold) : before;
  return forcesAt(model, state, holding, 0);
}

/**
 * Episodes of a score, one of each { start, plan }, with the plan that holds at the top: their motions and returns, and the farthest of the first joint.
 */
export function episodes(model, score, attempts, holding) {
  const { nq, nv } = model;
  const plant = articulatedPlant({ model, integrator: score.integrator, dt: score.period });
  const robot = robotParameters(model);
  const moved = (x, tau) => plant.step(x, tau, robot);
  const initial = {
    q: population(attempts.map(({ start }) => [...start.q])),
    v: population(attempts.map(({ start }) => [...start.v])),
  };
  const step = compile(moved, [initial, tensor(new Float64Array(nv))], { checkFinite: false });
  const motions = attempts.map(({ start }) => {
    const rows = { q: new Float64Array((score.steps + 1) * nq), v: new Float64Array((score.steps + 1) * nv) };
    rows.q.set(start.q);
    rows.v.set(start.v);
    return { ...rows, tau: new Float64Array(score.steps * nv) };
  });
  let state = initial;
  let before = attempts.map(() => new Array(nv).fill(0));
  for (let k = 0; k < score.steps; k++) {
    before = attempts.map(({ plan }, i) => {
      const now = { q: motions[i].q.subarray(k * nq, (k + 1) * nq), v: motions[i].v.subarray(k * nv, (k + 1) * nv) };
      return forcesOf(model, now, { plan, holding, before: before[i] }, k);
    });
    state = step(state, population(before));
    motions.forEach((motion, i) => {
      motion.q.set(state.q.toArray(i), (k + 1) * nq);
      motion.v.set(state.v.toArray(i), (k + 1) * nv);
      motion.tau.set(before[i], k * nv);
    });
  }
  return motions.map((motion) => ({ motion, earned: totalReturn(score, model, motion) }));
}
