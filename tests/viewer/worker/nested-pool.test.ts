/** @file Restarts on workers of the page's worker, in Chromium under the page's policy: the same bits, whatever becomes of the workers. */
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ask } from '../../fixtures/nested-pool/page.ts';
import { launchChromium, withoutWebGl } from '../../support/chromium.ts';
import { buildFixturePage, type FixturePage, strictPolicy } from '../../support/fixture-page.ts';

declare const ask: Ask;

let fixture: FixturePage;
let browser: Browser;
let page: Page;
let close: () => Promise<void>;

beforeAll(async () => {
  fixture = await buildFixturePage(fileURLToPath(new URL('../../fixtures/nested-pool/', import.meta.url)));
  browser = await launchChromium(withoutWebGl);
  const server = await fixture.serve(strictPolicy());
  close = server.close;
  page = await browser.newPage();
  await page.goto(server.url);
  await page.waitForFunction(() => 'ask' in globalThis);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await close();
  fixture.remove();
});

const asked = (workers: 'live' | 'die' | 'never start', cores: number) =>
  page.evaluate(([kind, count]) => ask({ workers: kind, cores: count, restarts: 64, iterations: 3 }), [workers, cores] as const); // prettier-ignore

describe('restarts on workers of a worker', () => {
  it('have the bits of one thread, on all cores but one', async () => {
    expect(await asked('live', 3)).toMatchObject({ same: true, size: 2, said: [], started: 2 });
  });

  it('have them when workers are ended on the way', async () => {
    const { started, ...found } = await asked('die', 3);
    expect(found).toMatchObject({ same: true });
    expect(started).toBeGreaterThan(2);
  });

  it('have them where no worker starts, which is said once', async () => {
    const said = ['no worker can be started: not allowed; fix: run without workers'];
    expect(await asked('never start', 3)).toMatchObject({ same: true, size: 0, said, started: 0 });
  });

  it('are run by the worker itself where there are two cores', async () => {
    expect(await asked('live', 2)).toMatchObject({ same: true, size: null, started: 0 });
  });
});
