/** @file `npm test`: build, types, lint, unit tests, browser tests; says what it does, and ends with the count. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractNotes } from './extract-notes.mjs';
import { ensureChromium } from './find-chromium.mjs';

const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';

function stage(title, args) {
  console.log(`\n== ${title}`);
  const { status } = spawnSync(npx, ['--no-install', ...args], { stdio: 'inherit' });
  if (status !== 0) {
    console.log(`\n${title}: failed`);
    process.exit(status ?? 1);
  }
}

console.log('== Browser for the page tests');
ensureChromium();
console.log('== Checks of the math notes');
extractNotes();
stage('Library build (types are checked)', ['tsc', '-p', 'tsconfig.build.json']);
stage('Types of everything', ['tsc', '--noEmit']);
stage('Lint', ['eslint', '.']);
stage('Page build', ['vite', 'build', '--logLevel', 'warn']);

console.log('\n== Tests');
const report = join(mkdtempSync(join(tmpdir(), 'adjoint-')), 'report.json');
const { status } = spawnSync(
  npx,
  ['--no-install', 'vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  { stdio: 'inherit' },
);
if (!existsSync(report)) {
  console.log('Vitest ended without a report.');
  process.exit(status || 1);
}
const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
process.exit(status === 0 && numPassedTests > 0 ? 0 : 1);
