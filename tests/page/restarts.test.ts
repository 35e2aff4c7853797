/** @file Many restarts at once in a real browser: they learn, the page says how fast, and its frames stay short. */
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import {
  difference,
  isAccent,
  openPage,
  patience,
  pixelsOf,
  reach,
  setStage,
  shownError,
  shownIteration,
  where,
} from './drive.ts';

const stage = setStage();

const setting = (page: Page, name: string) => page.locator('.lil-controller', { hasText: name });

/** Writes into a row of the form, and waits until the experiment is built anew. */
async function setNumber(page: Page, name: string, value: string): Promise<void> {
  await setting(page, name).locator('input').fill(value);
  await page.keyboard.press('Enter');
  await reach(page, 'ready');
}

async function setRestarts(page: Page, count: number): Promise<void> {
  await setting(page, 'Restarts')
    .locator('select')
    .selectOption({ label: String(count) });
  await page.waitForFunction(() => document.querySelectorAll('.toggle').length === 3, null, { timeout: patience });
  await reach(page, 'ready');
}

const reachIteration = (page: Page, least: number) =>
  page.waitForFunction(
    (n) => Number.parseInt(document.querySelector('.readout:nth-child(4) dd')!.textContent, 10) >= n,
    least,
    { timeout: patience },
  );

const factors = { '/s': 1, 'k/s': 1e3, 'M/s': 1e6, 'G/s': 1e9 };

/** Gradients and steps a second that the header shows, both of the same moment. */
async function shownRates(page: Page): Promise<{ readonly gradients: number; readonly steps: number }> {
  const texts = await page.evaluate(() =>
    [...document.querySelectorAll('.readout')].slice(-2).map((readout) => readout.textContent),
  );
  const [gradients, steps] = texts.map((text) => {
    const [, value, unit] = /^(?:Gradients|Steps)([\d.]+) (\S+)$/.exec(text)!;
    return Number(value) * factors[unit as keyof typeof factors];
  });
  return { gradients, steps };
}

interface Frames {
  /** Between two frames, ms. */
  readonly deltas: readonly number[];
  /** Time of the main thread, ms a frame: in scripts, and in all its tasks. */
  readonly scripts: number;
  readonly tasks: number;
}

/** What animation frames take for some seconds, by the page's own clock and by the browser's account of its tasks. */
async function framesOf(page: Page, seconds: number): Promise<Frames> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const timesIn = async (...names: string[]): Promise<number[]> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return names.map((wanted) => 1000 * metrics.find(({ name }) => name === wanted)!.value);
  };
  const before = await timesIn('ScriptDuration', 'TaskDuration');
  const deltas = await page.evaluate(
    (duration) =>
      new Promise<number[]>((resolve) => {
        const found: number[] = [];
        let last = performance.now();
        const end = last + duration;
        const tick = (now: number): void => {
          found.push(now - last);
          last = now;
          if (now < end) requestAnimationFrame(tick);
          else resolve(found);
        };
        requestAnimationFrame(tick);
      }),
    1000 * seconds,
  );
  const after = await timesIn('ScriptDuration', 'TaskDuration');
  const [scripts, tasks] = after.map((time, i) => (time - before[i]) / deltas.length);
  return { deltas, scripts, tasks };
}

function report(title: string, { deltas, scripts, tasks }: Frames): void {
  const sorted = deltas.toSorted((a, b) => a - b);
  const at = (share: number): string => sorted[Math.floor(share * (sorted.length - 1))].toFixed(1);
  console.log(
    `${title}: frame ${at(0.5)} ms at the median, ${at(0.95)} ms at the 95th percentile; ` +
      `of the main thread ${scripts.toFixed(1)} ms a frame in scripts, ${tasks.toFixed(1)} ms in all; ${deltas.length} frames`,
  );
}

it('learns with 64 restarts, shows its throughput, and keeps its frames (reported)', async () => {
  const { page, complaints } = await openPage(stage.plain, stage.server.url, { reducedMotion: 'no-preference' });
  await setNumber(page, 'Tolerance', '0');
  await setNumber(page, 'Iterations', '1000');
  await setRestarts(page, 64);
  report('without WebGL, at rest', await framesOf(page, 2));
  const errorBefore = await shownError(page);

  await page.click('#optimize');
  await reachIteration(page, 2);
  report('without WebGL, 64 restarts learning and the motion playing', await framesOf(page, 3));
  await page.click('.play');
  report('without WebGL, 64 restarts learning, the motion at rest', await framesOf(page, 2));
  const { gradients, steps } = await shownRates(page);
  console.log(`${gradients} gradients/s, ${steps} steps/s`);
  expect(gradients).toBeGreaterThan(0);
  // the horizon of panda-reach, 2 s, in steps of 5 ms; both are shown with three digits
  expect(steps / gradients / 400).toBeCloseTo(1, 1);

  if ((await page.getAttribute('.app', 'data-phase')) === 'running') await page.click('#optimize');
  await reach(page, 'paused', 'done');
  const stoppedAt = await shownIteration(page);
  await page.waitForTimeout(500);
  expect(await shownIteration(page)).toBe(stoppedAt);
  expect(await shownError(page)).toBeLessThan(errorBefore / 10);
  expect((await shownRates(page)).gradients).toBeGreaterThan(0);
  expect(where(await pixelsOf(page, '.curves'), isAccent).length).toBeGreaterThan(500);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('draws the paths of the other restarts, and hides them where they are not wanted', async () => {
  const { page, complaints } = await openPage(stage.browser, stage.server.url);
  await setRestarts(page, 16);
  await page.click('#optimize');
  await reachIteration(page, 2);
  report('with WebGL in software, 16 restarts learning', await framesOf(page, 2));
  await reach(page, 'done');
  const shown = await pixelsOf(page, '.world canvas');
  await page.locator('.toggle', { hasText: 'Other starts' }).click();
  expect(difference(shown, await pixelsOf(page, '.world canvas'))).toBeGreaterThan(3e-4);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('goes on from all restarts after its worker died, and starts again where their number changes', async () => {
  const { page } = await openPage(stage.plain, stage.server.url);
  await setNumber(page, 'Tolerance', '0');
  await setRestarts(page, 16);
  await page.click('#optimize');
  await reachIteration(page, 30);
  await page.workers()[0].evaluate(
    () =>
      void setTimeout(() => {
        throw new Error('killed by a test');
      }),
  );
  await page.waitForSelector('.notice', { timeout: patience });
  await reach(page, 'paused');
  const errorThen = await shownError(page);
  const iterationThen = await shownIteration(page);
  await page.click('#optimize');
  await reachIteration(page, iterationThen + 5);
  await page.click('#optimize');
  await reach(page, 'paused', 'done');
  expect(await shownError(page)).toBeLessThan(2 * errorThen);
  await setting(page, 'Restarts').locator('select').selectOption({ label: '1' });
  await page.waitForFunction(() => document.querySelectorAll('.toggle').length === 2, null, { timeout: patience });
  await reach(page, 'ready');
  expect(await shownError(page)).toBeGreaterThan(100);
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
  const { page } = await openPage(stage.plain, stage.server.url, { prepare });
  expect(await page.innerText('.notice p')).toContain('the interpreter computes');
  expect(await page.innerText('.facts')).toContain('Interpreter');
  const errorBefore = await shownError(page);
  await page.click('#optimize');
  await reachIteration(page, 10);
  await page.click('#optimize');
  await reach(page, 'paused', 'done');
  expect(await shownError(page)).toBeLessThan(errorBefore);
  await page.click('.notice .quiet');
  await page.waitForSelector('.notice', { state: 'detached', timeout: patience });
  await page.context().close();
});
