/** @file What it costs to get ready: trace, transform, lower, emit and instantiate, in units of what is run then. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { measure } from '../measure.mjs';
import { median } from '../statistics.mjs';
import { panda } from '../work/arm.mjs';

export const title =
  'Panda, 200 steps: from function to compiled gradient, in rollouts with gradient of population 256';

const cold = fileURLToPath(new URL('../cold-compile.mjs', import.meta.url));

export async function run({ settings, quick }) {
  const arm = panda();
  let variation = 0;
  const subjects = [
    { name: 'rollout and gradient', run: arm.gradient(200, 256) },
    {
      name: 'compile, warm process',
      run: () => {
        // another step length each time, so that nothing is found in a cache
        arm.dt = 0.005 * (1 + 1e-9 * ++variation);
        arm.gradient(200, 2)();
      },
    },
    {
      name: 'compile, known program',
      run: () => {
        arm.dt = 0.005;
        arm.gradient(200, 2)();
      },
    },
  ];
  const m = await measure(subjects, settings);
  const unit = m['rollout and gradient'];
  const times = [];
  for (let k = 0; k < (quick ? 3 : 9); k++)
    times.push(Number((await promisify(execFile)(process.execPath, [cold, settings.clock])).stdout));
  const first = (median(times) * 1e3) / unit.microseconds;
  return {
    tables: [
      {
        columns: ['', 'ms', 'in rollouts with gradient'],
        rows: [
          ...subjects.map(({ name }) => [name, m[name].microseconds / 1e3, m[name].over(unit)]),
          ['compile, fresh process', median(times), first],
        ],
      },
    ],
    figures: [
      { label: 'compile in a fresh process / rollout and gradient', value: first, atMost: 20 },
      { label: 'compile in a warm process / rollout and gradient', value: m['compile, warm process'].over(unit) },
    ],
  };
}
