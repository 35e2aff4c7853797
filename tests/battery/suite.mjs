/**
 * @file dm_control's own return of plans on its random starts: `npm run suite -- --task acrobot --starts 100 --seed 1`. Each start's plan is
 * sought by iLQR from guesses by chance and from what other starts have found, then followed with its gains and held upright; where only time
 * counts, by the times at which full force changes its side too.
 */
import { parseArgs } from 'node:util';
import { episodes } from './suite/episode.mjs';
import { problemOf } from './suite/problem.mjs';
import { Search } from './suite/search.mjs';
import { switched } from './suite/switches.mjs';
import { tasks } from './suite/tasks.mjs';

const { values } = parseArgs({
  options: {
    task: { type: 'string', multiple: true },
    starts: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    sweeps: { type: 'string', default: '2' },
  },
});

const seconds = () => process.cpuUsage().user / 1e6;
const mean = (numbers) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

const aboutOf = ({ found }) => mean(found.map(([best]) => best?.worth ?? 0));

/** Gains that hold the robot at the top: those of a long plan that stands there. */
function holdingOf(task) {
  const problem = problemOf(task.scene, { settings: task.holding, horizon: 4 });
  const { nq, nv } = problem.model;
  const top = { q: new Float64Array(nq), v: new Float64Array(nv) };
  const state = problem.solve(top, new Float64Array(problem.knots * nv), 5);
  return problem.planOf(top, state);
}

function run(name) {
  const task = tasks[name];
  const from = seconds();
  const starts = Array.from({ length: Number(values.starts) }, (_, member) =>
    task.score.start({ seed: Number(values.seed), member }),
  );
  const search = new Search(task, starts);
  search.byChance(1);
  console.log(`${name}: by chance about ${aboutOf(search).toFixed(0)}, ${(seconds() - from).toFixed(0)} s`);
  for (let sweep = 1; sweep <= Number(values.sweeps); sweep++) {
    search.fromNeighbours(4);
    console.log(`  after sweep ${sweep} about ${aboutOf(search).toFixed(0)}, ${(seconds() - from).toFixed(0)} s`);
  }
  const { model } = search.problem(0);
  const holding = holdingOf(task);
  const earned = starts.map(() => 0);
  const chosen = [];
  const follow = (attempts) =>
    episodes(model, task.score, attempts, holding).forEach((one, k) => {
      const { i } = attempts[k];
      if (one.earned <= earned[i]) return;
      earned[i] = one.earned;
      chosen[i] = attempts[k];
    });
  follow(search.plans());
  if (task.switches) {
    console.log(`  followed ${mean(earned).toFixed(1)}, ${(seconds() - from).toFixed(0)} s`);
    follow(
      switched(model, task.score, chosen.filter(Boolean), holding, { ...task.switches, seed: Number(values.seed) }),
    );
  }
  const least = Math.min(...earned);
  console.log(
    `${name}: return ${mean(earned).toFixed(1)} over ${starts.length} starts (least ${least.toFixed(0)}); TD-MPC2 ${task.anchor}; ${(seconds() - from).toFixed(0)} s of computing`,
  );
}

for (const name of values.task ?? Object.keys(tasks)) run(name);
