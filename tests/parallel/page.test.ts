/** @file The pool over Web Workers, in a browser, under the page's policy: isolated from other origins (shared memory) and not. */
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { thrownError } from '../fixtures/parallel/fake-kernel.ts';
import type { Claims } from '../fixtures/parallel/page/page.ts';
import { launchChromium, withoutWebGl } from '../support/chromium.ts';
import { buildFixturePage, type FixturePage, isolated, strictPolicy } from '../support/fixture-page.ts';

declare const claims: Claims;

let fixture: FixturePage;
let browser: Browser;

beforeAll(async () => {
  fixture = await buildFixturePage(fileURLToPath(new URL('../fixtures/parallel/page/', import.meta.url)));
  browser = await launchChromium(withoutWebGl);
}, 60_000);
afterAll(async () => {
  await browser.close();
  fixture.remove();
});

/** A page with these headers, for the tests of one block. */
function openPage(headers: Record<string, string>): () => Page {
  let page: Page;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const server = await fixture.serve(headers);
    page = await browser.newPage();
    await page.goto(server.url);
    await page.waitForFunction(() => 'claims' in globalThis);
    close = async () => {
      await page.close();
      await server.close();
    };
  });
  afterAll(() => close());
  return () => page;
}

describe.each([
  ['isolated from other origins', { ...strictPolicy(), ...isolated }, 'function'],
  ['not isolated', strictPolicy(), 'undefined'],
])('a page that is %s', (_, headers, sharedMemory) => {
  const page = openPage(headers);

  it('has the memory that this test is about', async () => {
    expect(await page().evaluate(() => claims.memory())).toBe(sharedMemory);
  });

  it.each([0, 1, 2, 3])('gives the same bits with %i workers', async (size) => {
    expect(await page().evaluate((count) => claims.bits(count), size)).toEqual([true, true, true, true]);
    expect(await page().evaluate((count) => claims.bits(count, 'transferred'), size)).toEqual([true, true, true, true]);
  });

  it('loses nothing when its workers are ended, of which no event tells', async () => {
    expect(await page().evaluate(() => claims.kills(8))).toEqual(new Array<boolean>(8).fill(true));
  });

  it('cancels at once, though a worker never ends, and goes on', async () => {
    const { failure, living, same } = await page().evaluate(() => claims.cancel());
    expect(failure).toMatch(/^TimeoutError: /);
    // each worker holds a lock: the run was rejected before the one that does not listen had ended
    expect(living).toBeGreaterThan(0);
    expect(same).toBe(true);
  });

  it('gets errors of kernels whole', async () => {
    const { name, message } = thrownError();
    expect(await page().evaluate(() => claims.kernelError())).toBe(`${name}: ${message}`);
  });
});

describe('a page whose policy forbids workers', () => {
  const page = openPage(strictPolicy("'none'"));

  it('says so in one error', async () => {
    expect(await page().evaluate(() => claims.start())).toMatch(/^WorkerStartError: no worker can be started: /);
  });
});
