/** @file Kills trainings at random moments and goes on with them: `npm run kills -- --moments 20 --seed 1`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { moments: { type: 'string', default: '20' }, seed: { type: 'string', default: '20261124' } },
});
/** Moments that the test has by itself. */
const own = 3;

const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project=!page', '--testTimeout', '0', 'tests/cli/kills.test.ts'],
  {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: 'inherit',
    env: { ...process.env, TEST_CASES: String(Number(values.moments) / own), TEST_SEED: values.seed },
  },
);
process.exit(status ?? 1);
