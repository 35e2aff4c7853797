/** @file Runs all tests that draw random cases, with more of them: `npm run battery -- --cases 20 --seed 1`. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: { cases: { type: 'string', default: '5' }, seed: { type: 'string', default: '20261124' } },
});

const files = readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => join(root, 'tests', path))
  .filter((path) => readFileSync(path, 'utf8').includes('testCases('))
  .map((path) => relative(root, path));

const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project=!page', '--testTimeout', '0', ...files],
  { cwd: root, stdio: 'inherit', env: { ...process.env, TEST_CASES: values.cases, TEST_SEED: values.seed } },
);
process.exit(status ?? 1);
