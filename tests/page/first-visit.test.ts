/** @file The first minute: a tour that is left at will, the gradient before anything was learned, learning played back, any iteration of it. */
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { trajectoryCsv } from '../../src/rollout/trajectory-files.ts';
import type { Inspection } from '../../src/scene/inspection.ts';
import { formatNumber } from '../../src/text/quantities.ts';
import { experimentOf } from '../support/scenes.ts';
import {
  openPage,
  openPanel,
  optimize,
  patience,
  reach,
  savedBy,
  setStage,
  shownError,
  shownIteration,
  shownParameters,
  shownTime,
} from './drive.ts';

const stage = setStage();
const experiment = experimentOf('panda-reach');

/** The numbers under the heatmap: of each instant, its time and a text for each joint. */
async function shownGradient(page: Page, kind: 'tau' | 'q' | 'v'): Promise<string[][]> {
  await page.selectOption('[data-panel=gradient] .figure-choice', kind);
  return page
    .locator('[data-panel=gradient] .plot-table-rows tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
}

const units = { tau: 'N m', q: 'rad', v: 'rad/s' } as const;

/** What the library says where the page has a row: the push that lowers the loss, per unit. */
function expectedRow({ costates }: Inspection, kind: keyof typeof units, time: string): string[] {
  const { nv } = experiment.model;
  const row = Math.round(Number.parseFloat(time) / experiment.scene.time.step);
  const values = costates[kind].subarray(row * nv, (row + 1) * nv);
  return [time, ...Array.from(values, (value) => `${formatNumber(value === 0 ? 0 : -value)} per ${units[kind]}`)];
}

async function expectLibrarysGradient(page: Page, inspection: Inspection): Promise<void> {
  for (const kind of ['tau', 'q', 'v'] as const) {
    const shown = await shownGradient(page, kind);
    expect(shown.length).toBeGreaterThan(20);
    expect(shown).toEqual(shown.map(([time]) => expectedRow(inspection, kind, time)));
    expect(shown.flat().filter((text) => /^-?[1-9]/.test(text)).length).toBeGreaterThan(100);
  }
}

it('shows the gradient of iteration 0, and of any other, as the library computes it, to the last digit shown', async () => {
  const { page, complaints } = await openPage(stage);
  expect(await page.innerText('.no-world')).toContain('No 3-D view');
  await page.focus('[data-panel=gradient] .plot-table summary');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-panel=gradient] .plot-table-rows', { timeout: patience });
  const start = experiment.inspect(experiment.initialParameters);
  await expectLibrarysGradient(page, start);
  expect(await page.innerText('.story-text')).toContain('Iteration 0, before any learning');
  expect(await shownError(page)).toBe(Math.round(1000 * start.measures.distance));

  await optimize(page);
  const last = await shownIteration(page);
  expect(await shownTime(page)).toBe(2);
  expect(await shownError(page)).toBeLessThan(1);
  expect(await page.innerText('.story h2')).toMatch(/^Reached: [\d.]+ [mµ]m from the target$/);
  for (const key of ['Home', 'PageUp', 'ArrowRight']) await page.press('.lane-k [role=slider]', key);
  const k = Math.round(0.1 * last) + 1;
  await page.waitForSelector(`.story[data-k="${k}"]`, { timeout: patience });
  const there = experiment.inspect(await shownParameters(page, k));
  await expectLibrarysGradient(page, there);
  // the arm of that iteration, not only its figures
  await openPanel(page, 'files');
  const { name, text } = await savedBy(page, '.offers button:has-text("Motion as CSV")');
  expect(name).toBe('panda-reach.csv');
  expect(text).toBe(trajectoryCsv(there.trajectory, experiment.model));
  expect(complaints).toEqual([]);
  await page.context().close();
});

/** Notes every iteration that the element showed, from now on. */
const watchIterations = (page: Page, selector: string): Promise<void> =>
  page.evaluate((of) => {
    const element = document.querySelector<HTMLElement>(of)!;
    const seen: string[] = [];
    Object.assign(globalThis, { seenIterations: seen });
    new MutationObserver(() => seen.push(element.dataset.k!)).observe(element, { attributeFilter: ['data-k'] });
  }, selector);

const seenIterations = (page: Page): Promise<number[]> =>
  page.evaluate(() => (globalThis as unknown as { seenIterations: string[] }).seenIterations.map(Number));

/** Puts the cursor at iterations all over the run; ms from each press to the arm of that iteration. */
const scrubTimes = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    const lane = document.querySelector<HTMLElement>('.lane-k [role=slider]')!;
    const story = document.querySelector<HTMLElement>('.story')!;
    const press = (key: string): boolean => lane.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    const isThere = (): boolean => story.dataset.k === lane.ariaValueNow;
    const times: number[] = [];
    for (const key of ['Home', ...Array<string>(10).fill('PageUp'), ...Array<string>(10).fill('ArrowLeft')]) {
      const [start, before] = [performance.now(), lane.ariaValueNow];
      press(key);
      // the press shows in the lane first
      while (lane.ariaValueNow === before || !isThere()) {
        if (performance.now() - start > 30_000) throw new Error(`${key}: iteration ${story.dataset.k} stays`);
        await new Promise((resolve) => setTimeout(resolve));
      }
      times.push(performance.now() - start);
    }
    return times;
  });

it('begins with a tour that ends at once, plays its learning back, and shows the arm of any iteration that is chosen', async () => {
  const { page, complaints } = await openPage(stage, { isFirstVisit: true, reducedMotion: 'no-preference' });
  await page.waitForSelector('.tour', { timeout: patience });
  await page.click('.tour button:text-is("Next")');
  expect(await page.innerText('.tour footer')).toContain('2 of 5');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.tour', { state: 'detached', timeout: patience });

  await watchIterations(page, '[data-panel=gradient] [data-k]');
  await page.click('#optimize');
  await reach(page, 'done');
  await page.waitForSelector('.skip', { state: 'detached', timeout: patience });
  const shown = await seenIterations(page);
  expect(new Set(shown).size).toBeGreaterThanOrEqual(20);
  expect(Math.min(...shown)).toBeLessThan(10);

  const times = (await scrubTimes(page)).toSorted((a, b) => a - b);
  console.log(`an iteration is shown ${times[10].toFixed(1)} ms after it is chosen, at the median of ${times.length}`);
  expect(complaints).toEqual([]);

  await page.reload();
  await reach(page, 'done');
  expect(await page.locator('.tour').count()).toBe(0);
  await page.context().close();
});
