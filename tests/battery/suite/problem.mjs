/** @file A swing-up of the scenes as a problem of planning from any start, with a horizon and a period of its own. */
import { readFileSync } from 'node:fs';
import { tensor } from '../../../dist/src/core/population-tensor.js';
import { unregularized } from '../../../dist/src/plan/regularization.js';
import { Solver } from '../../../dist/src/plan/solver.js';
import { assemble } from '../../../dist/src/scene/assemble.js';
import { readScene } from '../../../dist/src/scene/parse.js';
import { robotOf } from '../../../dist/src/scene/robot.js';
import { withSettings } from '../../../dist/src/scene/with-settings.js';

const root = new URL('../../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');

const search = {
  hasGaps: false,
  regularization: unregularized,
  schedule: { factor: 1.6, least: 1e-6, most: 1e10 },
  lengths: 10,
  tolerance: 1e-5,
  passes: 10,
};

/** Iterations after which a search has to have taken a hundredth of its loss, or is given up. */
const patience = 10;

/** Problems of one scene whose settings differ: `settings` as `path=value`, `period` of the forces in steps of physics. */
export function problemOf(name, { settings, horizon, hold = 1 }) {
  const scene = readScene(read(`scenes/${name}.json`));
  const period = scene.time.step * hold;
  const steps = Math.round(horizon / period) * hold;
  const changed = withSettings(scene, [
    `time.horizon=${steps * scene.time.step}`,
    `time.control=${period}`,
    ...(settings ?? []),
  ]);
  const experiment = assemble(changed, read(`assets/robots/${robotOf(changed).file}`));
  const { model } = experiment.settings;
  const solver = new Solver(experiment.settings, search);
  const { goals, weights } = experiment.given.scenario;
  const scenarioFrom = ({ q, v }, factors = {}) => ({
    goals,
    weights: Object.fromEntries(
      Object.entries(weights).map(([term, weight]) => [term, tensor(weight.item() * (factors[term] ?? 1))]),
    ),
    initial: { q: tensor(q), v: tensor(v) },
  });
  return {
    model,
    knots: steps / hold,
    hold,
    period,
    /** Iterations from forces at the knots [knots, nv] on, weights multiplied by factors: the state of the solver that they come to. */
    solve(start, tau, most, factors) {
      const scenario = scenarioFrom(start, factors);
      let state = solver.begin(scenario, { tau });
      for (let i = 1, before = state.loss; i <= most; i++) {
        const { state: next, end } = solver.iterate(scenario, state);
        state = next;
        if (end) break;
        if (i % patience > 0) continue;
        if (before - state.loss < 0.01 * state.loss) break;
        before = state.loss;
      }
      return state;
    },
    /** The plan that a state of the solver is, with gains [knots, nv, 2 nv]. */
    planOf: (start, state, factors) => ({
      ...solver.plan(scenarioFrom(start, factors), state),
      hold,
      knots: steps / hold,
    }),
  };
}
