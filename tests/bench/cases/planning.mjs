/** @file One iteration of iLQR on a Panda, and its parts: models of all knots, the way back through them, a line search. */
import {
  gravityForces,
  jointVelocity,
  KnotProgram,
  linkPosition,
  quadratic,
  RollOutProgram,
  tensor,
  torque,
} from '../library.mjs';
import { measure } from '../measure.mjs';
import { panda, pandaStart } from '../work/arm.mjs';

export const title = 'Panda, knots of 10 ms: one iteration of iLQR, limits of effort, 8 lengths of step';

/** Step lengths of a line search. */
const lengths = Array.from({ length: 8 }, (_, i) => 2 ** -i);

const term = (name, residual, weight, when) => ({ name, residual, norm: quadratic, weight, when });

/** The parts of an iteration about the motion that holds the arm, as calls without arguments. */
function partsOf({ model, link }, { BackwardPass }, knots) {
  const terms = [
    term('reach', linkPosition(link, 'goal'), 10, 'both'),
    term('rest', jointVelocity(model), 0.1, 'both'),
    term('effort', torque(model), 1e-3, 'running'),
  ];
  const settings = {
    model,
    task: { terms, measures: {} },
    integrator: 'semi-implicit-euler',
    dt: 0.01,
    steps: knots,
  };
  const scenario = {
    initial: { q: tensor(pandaStart), v: tensor(pandaStart.map(() => 0)) },
    goals: { goal: { position: tensor([0.4, 0.3, 0.5]) } },
    weights: Object.fromEntries(terms.map(({ name, weight }) => [name, tensor(weight)])),
  };
  const still = gravityForces(model, scenario.initial.q).toArray();
  const forces = Float64Array.from({ length: knots * 7 }, (_, i) => still[i % 7]);
  const [knotProgram, rollOuts] = [new KnotProgram(settings), new RollOutProgram(settings)];
  const motion = rollOuts.under([forces], scenario).motionOf(0);
  const [models] = knotProgram.linearize([motion], scenario);
  const backward = new BackwardPass({ knots, n: 14, m: 7, isLimited: true });
  const efforts = model.joints.map(({ limits }) => limits.effort);
  const input = {
    mu: [1e-6],
    lower: forces.map((force, i) => -efforts[i % 7] - force),
    upper: forces.map((force, i) => efforts[i % 7] - force),
  };
  const { policy } = backward.run(models, input);
  const kept = { k: policy.k.slice(), K: policy.K.slice() };
  const linearize = () => void knotProgram.linearize([motion], scenario);
  const back = () => void backward.run(models, input);
  const search = () => void rollOuts.along({ motion, policy: kept }, lengths, scenario).motionOf(0);
  return {
    models: linearize,
    'backward pass': back,
    'line search': search,
    iteration: () => {
      linearize();
      back();
      search();
    },
  };
}

export async function run({ settings }) {
  const arm = panda();
  const backwardPass = await import('../../../dist/src/plan/backward-pass.js');
  const tables = [];
  const figures = [];
  for (const [knots, atMost] of [
    [30, 500],
    [100, 1500],
  ]) {
    const parts = partsOf(arm, backwardPass, knots);
    const subjects = Object.entries(parts).map(([name, call]) => ({ name, work: 1, run: call }));
    const m = await measure(subjects, settings);
    tables.push({
      columns: [`${knots} knots`, 'us', 'spread'],
      rows: subjects.map(({ name }) => [name, m[name].microseconds, m[name].spread]),
    });
    figures.push({ label: `iteration of ${knots} knots, us`, value: m.iteration.microseconds, atMost });
  }
  return { tables, figures };
}
