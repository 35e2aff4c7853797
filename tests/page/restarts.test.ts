/** @file Runs that stop, go on, and go on after a worker died; many restarts at once, and how fast they are. */
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import {
  killWorker,
  lightScene,
  newestIteration,
  openPage,
  openPanel,
  optimize,
  patience,
  reach,
  reachIteration,
  reachText,
  setNumber,
  setRestarts,
  setStage,
  setting,
  shownError,
  shownIteration,
} from './drive.ts';

const stage = setStage();

/** Never good enough, so that a run cannot end before it is stopped. */
const endless = `${lightScene}&set=method.iterations:100000,success.below:0`;

const label = (page: Page): Promise<string> => page.innerText('#optimize');

it('stops at once, keeps what it has, goes on, and starts over', async () => {
  const { page, complaints } = await openPage(stage, { hash: lightScene });
  await setNumber(page, 'Tolerance', '0');
  await setNumber(page, 'Iterations', '100000');
  await page.click('#optimize');
  await reachIteration(page, 3);
  expect(await label(page)).toBe('Stop');
  await page.click('#optimize');
  await reach(page, 'paused');
  const stoppedAt = await newestIteration(page);
  await page.waitForTimeout(500);
  expect(await newestIteration(page)).toBe(stoppedAt);
  expect(await label(page)).toBe('Continue');
  await page.click('#optimize');
  await reachIteration(page, stoppedAt + 1);
  await page.click('#optimize');
  await reach(page, 'paused');
  // from the menu, which is all that a touch screen has
  await page.click('.menu-button');
  await page.getByRole('menuitem', { name: 'Start over' }).click();
  await reach(page, 'ready');
  expect(await newestIteration(page)).toBe(0);
  expect(await label(page)).toBe('Optimize');
  expect(await setting(page, 'Iterations').locator('input').last().inputValue()).toBe('100000');
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('learns with 64 at once, says how fast, goes on from all of them after their worker died, and starts again where their number changes', async () => {
  const { page } = await openPage(stage, { hash: endless });
  await setRestarts(page, 64);
  const errorBefore = await shownError(page);
  await page.click('#optimize');
  await reachIteration(page, 30);
  await killWorker(page, 'run');
  await page.waitForSelector('.notice', { timeout: patience });
  expect(await page.innerText('.notice p')).toContain('killed by a test');
  await reach(page, 'paused');
  const newest = await newestIteration(page);
  expect(await label(page)).toBe('Continue');
  await page.click('#optimize');
  await reachIteration(page, newest + 5);
  await page.click('#optimize');
  await reach(page, 'paused');
  expect(await page.innerText('.rate')).toMatch(/^[\d.]+ ([kMG] )?gradients\/s$/);
  expect(await page.innerText('.story h2')).toContain('by the best of 64');
  expect(await shownError(page)).toBeLessThan(errorBefore / 4);
  await setRestarts(page, 1);
  expect(await shownError(page)).toBeGreaterThan(100);
  await page.context().close();
});

it('shows iterations and is checked as before after the worker that looks at them died, and the run goes on', async () => {
  const { page } = await openPage(stage, { hash: endless });
  await page.click('#optimize');
  await reachIteration(page, 3);
  await killWorker(page, 'analysis');
  await page.waitForSelector('.badge.good', { timeout: patience });
  const newest = await newestIteration(page);
  await reachIteration(page, newest + 3);
  expect(await page.getAttribute('.app', 'data-phase')).toBe('running');
  await page.click('#optimize');
  await reach(page, 'paused');
  await page.press('.lane-k [role=slider]', 'Home');
  await page.waitForSelector('.story[data-k="0"]', { timeout: patience });
  expect(await shownError(page)).toBeGreaterThan(100);
  expect(await shownIteration(page)).toBe(0);
  await page.context().close();
});

/** Serves files of the page with other texts, and under another policy. */
const serveChanged = (
  page: Page,
  path: string,
  change: (text: string) => string,
  changePolicy: (text: string) => string = (policy) => policy,
): Promise<unknown> =>
  page.route(path, async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    const policy = headers['content-security-policy'] ?? '';
    await route.fulfill({
      response,
      headers: { ...headers, 'content-security-policy': changePolicy(policy) },
      body: change(await response.text()),
    });
  });

const withoutPermission = (text: string): string => text.replaceAll(" 'wasm-unsafe-eval'", '');

/** Ways to have no WebAssembly: a worker without it, and a policy that forbids it. */
const withoutWasm: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  ['is missing', (page) => serveChanged(page, '**/worker-*.js', (text) => `delete globalThis.WebAssembly;${text}`)],
  ['is forbidden by the policy', (page) => serveChanged(page, '**/*', withoutPermission, withoutPermission)],
];

it.each(withoutWasm)('learns by the interpreter, and says so, where WebAssembly %s', async (_, prepare) => {
  const { page } = await openPage(stage, { prepare, hash: lightScene });
  expect(await page.innerText('.notice p')).toContain('the interpreter computes');
  await openPanel(page, 'robot');
  await reachText(page, '.facts', 'Interpreter');
  const errorBefore = await shownError(page);
  await optimize(page, 'running', 'done');
  await reachIteration(page, 10);
  if ((await label(page)) === 'Stop') await page.click('#optimize');
  await reach(page, 'paused', 'done');
  expect(await shownError(page)).toBeLessThan(errorBefore);
  await page.click('.notice .quiet');
  await page.waitForSelector('.notice', { state: 'detached', timeout: patience });
  await page.context().close();
});
