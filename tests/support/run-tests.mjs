/** @file `npm test`: build, types, lint, unit tests, browser tests; says what it does, and ends with the slowest files and the count. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractNotes } from './extract-notes.mjs';
import { ensureChromium } from './find-chromium.mjs';
import { slowestFiles } from './slowest-files.mjs';

const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';

/** Runs a tool of the project; resolves to its status. */
const runTool = (args, options) =>
  new Promise((resolve) => {
    const child = spawn(npx, ['--no-install', ...args], options);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (part) => (output += part));
    child.on('close', (status) => resolve({ status: status ?? 1, output }));
  });

/** Its output is shown at its end, as others run beside it. */
async function stage(title, args) {
  const { status, output } = await runTool(args, { stdio: ['ignore', 'pipe', 'pipe'] });
  console.log(`\n== ${title}${status === 0 ? '' : ': failed'}\n${output}`.trimEnd());
  return status;
}

async function stagesInTurn(stages) {
  for (const [title, args] of stages) {
    const status = await stage(title, args);
    if (status !== 0) return status;
  }
  return 0;
}

console.log('== Browser for the page tests');
ensureChromium();
console.log('== Checks of the math notes');
extractNotes();
const statuses = await Promise.all([
  stagesInTurn([['Lint', ['eslint', '.']]]),
  stagesInTurn([
    ['Library build (types are checked)', ['tsc', '-p', 'tsconfig.build.json']],
    ['Types of everything', ['tsc', '--noEmit']],
    ['Page build', ['vite', 'build', '--logLevel', 'warn']],
  ]),
]);
const failure = statuses.find((status) => status !== 0);
if (failure !== undefined) process.exit(failure);

console.log('\n== Tests');
const report = join(mkdtempSync(join(tmpdir(), 'adjoint-')), 'report.json');
const { status } = await runTool(
  ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  { stdio: 'inherit' },
);
if (!existsSync(report)) {
  console.log('Vitest ended without a report.');
  process.exit(status || 1);
}
const results = JSON.parse(readFileSync(report, 'utf8'));
console.log(`The slowest files:\n${slowestFiles(results, 10).join('\n')}`);
const { numPassedTests, numFailedTests, numPendingTests } = results;
console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
process.exit(status === 0 && numPassedTests > 0 ? 0 : 1);
