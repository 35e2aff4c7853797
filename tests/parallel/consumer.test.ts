/** @file The built package in a user's page: its pool of Web Workers by `adjoint/web`, bundled, in a page and in a worker of it. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moduleTree } from '../support/module-tree.ts';
import type { Claims } from '../fixtures/consumer/page.ts';
import { launchChromium, withoutWebGl } from '../support/chromium.ts';
import { buildFixturePage, type FixturePage, isolated, strictPolicy } from '../support/fixture-page.ts';

declare const claims: Claims;

const root = fileURLToPath(new URL('../../', import.meta.url));
const built = join(root, 'dist/src/platform/web');

let folder: string;
let page: FixturePage;
let browser: Browser;

beforeAll(async () => {
  if (!existsSync(join(built, 'worker-pool.js')))
    execFileSync(process.execPath, [join(root, 'node_modules/@typescript/native/bin/tsc'), '-p', 'tsconfig.build.json'], { cwd: root }); // prettier-ignore
  folder = mkdtempSync(join(tmpdir(), 'adjoint-consumer-'));
  cpSync(join(root, 'tests/fixtures/consumer'), folder, { recursive: true });
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/adjoint'));
  page = await buildFixturePage(folder);
  browser = await launchChromium(withoutWebGl);
}, 120_000);
afterAll(async () => {
  await browser.close();
  page.remove();
  rmSync(folder, { recursive: true });
});

describe.each([
  ['isolated from other origins', { ...strictPolicy(), ...isolated }, 'function'],
  ['not isolated', strictPolicy(), 'undefined'],
])('a page that is %s', (_, headers, memory) => {
  it('has the bits of one thread on workers of its own, and of a worker', async () => {
    const server = await page.serve(headers);
    const tab = await browser.newPage();
    const complaints: string[] = [];
    tab.on('console', (message) => complaints.push(message.text()));
    tab.on('pageerror', ({ message }) => complaints.push(message));
    await tab.goto(server.url);
    await tab.waitForFunction(() => 'claims' in globalThis);
    expect(await tab.evaluate(() => claims.inPage())).toEqual({ same: true, size: 2, memory });
    expect(await tab.evaluate(() => claims.inWorker())).toEqual({ same: true, size: 2, memory });
    expect(await tab.evaluate(() => claims.ofNode())).toContain("fix: import createWorkerPool from 'adjoint/web'");
    expect(complaints).toEqual([]);
    await tab.close();
    await server.close();
  });
});

describe('what the worker is started from', () => {
  it('is a script beside the module that starts it, in the built library', () => {
    expect(readdirSync(built)).toContain('shard-worker.js');
  });

  it('imports nothing by name: import maps do not reach workers', () => {
    const { files, names } = moduleTree(join(built, 'shard-worker.js'));
    expect(files.length).toBeGreaterThan(20);
    expect(names).toEqual([]);
  });
});
