/** @file Lets the doctor judge seeded faults and sound experiments, and prints the matrix: `npm run diagnoses -- --cases 25 --seed 1`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '25' }, seed: { type: 'string', default: '5000' } },
});

// the test by itself has one case of each cause, and four sound ones
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project=!page', '--testTimeout', '0', 'tests/scene/diagnoses.test.ts'],
  {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: 'inherit',
    env: { ...process.env, TEST_CASES: values.cases, TEST_SEED: values.seed },
  },
);
process.exit(status ?? 1);
