/** @file Plans of a Panda among random spheres and boxes: how many are clear of contact every millisecond, and how long they take. `npm run obstacles -- --scenes 100 --first 1 --starts 8`. */
import { parseArgs } from 'node:util';
import { load } from './load.mjs';

const { values } = parseArgs({
  options: {
    scenes: { type: 'string', default: '100' },
    first: { type: 'string', default: '1' },
    starts: { type: 'string', default: '8' },
    shortest: { type: 'boolean', default: false },
  },
});
const { obstacleScene } = await load('../support/obstacle-scenes.ts');
const { isClear, ObstaclePlanner } = await load('../support/obstacle-plans.ts');
const { assetModel } = await load('../support/robots.ts');

/** ms of this process, whatever else the machine does. */
const clock = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const model = assetModel('panda');
const [count, first] = [Number(values.scenes), Number(values.first)];
const scenes = Array.from({ length: count }, (_, i) => obstacleScene(model, first + i));
const typesOf = ({ obstacles }) => obstacles.map(({ type }) => type).join(' ');
// programs are traced once for all scenes of a structure
scenes.sort((one, other) => typesOf(one).localeCompare(typesOf(other)));

let planner = null;
let structure = null;
const outcomes = [];
const straight = [];
for (const scene of scenes) {
  if (typesOf(scene) !== structure) {
    structure = typesOf(scene);
    planner = new ObstaclePlanner(
      model,
      scene.obstacles.map(({ name }) => name),
      clock,
    );
    planner.plan(scene, 1);
  }
  const outcome = planner.plan(scene, Number(values.starts));
  outcomes.push(outcome);
  if (values.shortest) straight.push(planner.plan(scene, 'shortest'));
  const { seed, starts, worst, missed, iterations, time } = outcome;
  const way =
    worst.value < 0 ? `${(-1000 * worst.value).toFixed(1)} mm clear` : `${(1000 * worst.value).toFixed(1)} mm deep`;
  console.log(
    `scene ${seed} (${structure}): ${isClear(outcome) ? 'clear' : 'NOT CLEAR'}, starts ${starts}, iterations ${iterations}, ${time.toFixed(0)} ms; ` +
      `${way}, ${worst.what} at ${worst.time.toFixed(3)} s; ${(1000 * missed).toFixed(1)} mm from the goal`,
  );
}

const sorted = (list) => [...list].sort((a, b) => a - b);
const summary = (name, list) => {
  const times = sorted(list.map(({ time }) => time));
  const clear = list.filter(isClear).length;
  console.log(
    `${name}: ${clear} of ${list.length} clear; ms of one core: median ${times[times.length >> 1].toFixed(0)}, 95th percentile ${times[Math.floor(0.95 * (times.length - 1))].toFixed(0)}`,
  );
};
console.log(
  `\nthe shortest straight way is blocked in ${outcomes.filter(({ isBlocked }) => isBlocked).length} of ${count} scenes`,
);
const fromOne = outcomes.filter((outcome) => isClear(outcome) && outcome.starts === 1).length;
console.log(`from one start: ${fromOne} of ${count} clear`);
summary(`from at most ${values.starts} starts`, outcomes);
if (straight.length > 0) summary('from the shortest straight way alone, whatever is in it', straight);
const clear = outcomes.filter(isClear).length;
process.exitCode = fromOne >= 0.95 * count && clear >= 0.99 * count ? 0 : 1;
