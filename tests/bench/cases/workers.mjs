/** @file A population on one worker and on two. */
import { workerPool } from '../hooks.mjs';
import { measure } from '../measure.mjs';
import { panda } from '../work/arm.mjs';

export const title = 'Panda, 200 steps, population 1024: rollout and gradient on workers';

const [steps, members] = [200, 1024];

export async function run({ settings }) {
  const pool = await workerPool();
  const arm = panda();
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
  return {
    tables: [
      {
        columns: ['per rollout', 'us', 'spread', 'over 2 workers'],
        rows: subjects.map(({ name }) => [name, m[name].microseconds, m[name].spread, m[name].over(two)]),
      },
    ],
    figures: [{ label: '1 worker / 2 workers', value: one.over(two), atLeast: 1.8 }],
  };
}
