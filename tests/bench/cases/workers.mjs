/** @file A population on one worker and on two. */
import { workerPool } from '../hooks.mjs';
import { measure } from '../measure.mjs';
import { panda } from '../work/arm.mjs';

export const title = 'Panda, 200 steps: rollout and gradient on workers';

const steps = 200;
/** The population of the other cases, and a larger one. */
const populations = [256, 1024];

export async function run({ settings }) {
  const pool = await workerPool();
  const arm = panda();
  const rows = [];
  const figures = [];
  for (const members of populations) {
    const pools = [pool(1), pool(2)];
    const subjects = pools.map((each, i) => ({
      name: `${i + 1} worker${i > 0 ? 's' : ''}`,
      work: members,
      run: each.gradient(arm, steps, members),
    }));
    subjects.push({ name: 'this thread', work: members, run: arm.gradient(steps, members) });
    // time on the wall is what a second worker saves
    const m = await measure(subjects, { ...settings, clock: 'wall' });
    await Promise.all(pools.map((each) => each.close()));
    const [one, two] = [m['1 worker'], m['2 workers']];
    for (const { name } of subjects)
      rows.push([members, name, m[name].microseconds, m[name].spread, m[name].over(two)]);
    const label = `1 worker / 2 workers, population ${members}`;
    figures.push({ label, value: one.over(two), ...(members === populations[0] && { atLeast: 1.8 }) });
  }
  return { tables: [{ columns: ['population', '', 'us per rollout', 'spread', 'over 2 workers'], rows }], figures };
}
