/** @file The planning that is measured: a Panda's reach, an iteration about a motion in the middle of it, and what an iteration is made of. */
import { Solver } from '../../../dist/src/plan/solver.js';
import { Shooting } from '../../../dist/src/plan/shooting.js';
import { gravityForces, jointVelocity, linkPosition, quadratic, tensor, torque } from '../library.mjs';
import { pandaStart } from './arm.mjs';

/** s of a knot, which is a step of physics. */
export const period = 0.01;

const options = {
  hasGaps: false,
  tolerance: 1e-9,
  lengths: 8,
  passes: 10,
  regularization: { mu: 1e-6, delta: 1 },
  schedule: { factor: 1.6, least: 1e-6, most: 1e10 },
};

const term = (name, residual, weight, when) => ({ name, residual, norm: quadratic, weight, when });

function reach({ model, link }, knots) {
  const terms = [
    term('reach', linkPosition(link, 'goal'), 10, 'both'),
    term('rest', jointVelocity(model), 0.1, 'both'),
    term('effort', torque(model), 1e-3, 'running'),
  ];
  const settings = {
    model,
    task: { terms, measures: {} },
    integrator: 'semi-implicit-euler',
    dt: period,
    steps: knots,
  };
  const scenario = {
    initial: { q: tensor(pandaStart), v: tensor(pandaStart.map(() => 0)) },
    goals: { goal: { position: tensor([0.4, 0.3, 0.5]) } },
    weights: Object.fromEntries(terms.map(({ name, weight }) => [name, tensor(weight)])),
  };
  return { settings, scenario };
}

/** Iterations before the one that is measured: by then whole steps are taken. */
const before = 6;

/** An iteration, what it says of itself, and the models of its knots alone: calls without arguments. */
export function iterationOf(arm, knots) {
  const { settings, scenario } = reach(arm, knots);
  const still = gravityForces(settings.model, scenario.initial.q).toArray();
  const solver = new Solver(settings, options);
  let state = solver.begin(scenario, { tau: Float64Array.from({ length: knots * 7 }, (_, i) => still[i % 7]) });
  for (let i = 0; i < before; i++) state = solver.iterate(scenario, state).state;
  const { motion } = state;
  const { report } = solver.iterate(scenario, state);
  const shooting = new Shooting(settings);
  return {
    report,
    // of a motion that was not seen before: models of the last one are kept
    iteration: () => void solver.iterate(scenario, { ...state, motion: { ...motion } }),
    models: () => void shooting.linearize(scenario, motion, 0),
  };
}

/** The parts of an iteration, by the methods that make them. */
const parts = { linearize: 'models of all knots', policy: 'backward pass', rollOut: 'line search' };
export const rest = 'all else';
export const modelsOfKnots = parts.linearize;

/** ms of each of many iterations, `clock` in ms, and of its parts within it: what else an iteration touches is in no cache then. */
export function timesOf(iteration, count, clock) {
  const times = Object.fromEntries(['iteration', ...Object.values(parts), rest].map((name) => [name, []]));
  let inParts = 0;
  const plain = Object.keys(parts).map((method) => [method, Shooting.prototype[method]]);
  for (const [method, call] of plain)
    Shooting.prototype[method] = function (...given) {
      const begun = clock();
      const result = call.apply(this, given);
      const spent = clock() - begun;
      times[parts[method]].push(spent);
      inParts += spent;
      return result;
    };
  for (let i = 0; i < count; i++) {
    inParts = 0;
    const begun = clock();
    iteration();
    const spent = clock() - begun;
    times.iteration.push(spent);
    times[rest].push(spent - inParts);
  }
  for (const [method, call] of plain) Shooting.prototype[method] = call;
  return times;
}
