/** @file At any instant, everything on the page is of one iteration: while a run goes on, while it is played back, with one run and with many. */
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { formatLength, formatNumber } from '../../src/text/quantities.ts';
import { experimentOf } from '../support/scenes.ts';
import {
  lightScene,
  openPage,
  openPanel,
  reach,
  reachIteration,
  setRestarts,
  setStage,
  shownIteration,
  shownParameters,
} from './drive.ts';

const stage = setStage();
const experiment = experimentOf('two-link-reach');

/** What frames showed: how many elements with figures, of which iterations. */
interface Seen {
  /** Instants at which elements of two iterations were on the page. */
  readonly torn: readonly string[];
  readonly iterations: readonly string[];
  readonly least: number;
  readonly frames: number;
}

/** Looks at the whole page in every frame, from now on. */
const watchFrames = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen = { torn: [] as string[], iterations: [] as string[], least: Infinity, frames: 0 };
    Object.assign(globalThis, { seenFrames: seen });
    const look = (): void => {
      const elements = [...document.querySelectorAll<HTMLElement>('[data-k]')];
      const found = new Set(elements.map(({ dataset }) => dataset.k!));
      seen.frames++;
      seen.least = Math.min(seen.least, elements.length);
      if (found.size === 1) seen.iterations.push(...found);
      else seen.torn.push(elements.map(({ className, dataset }) => `${className} ${dataset.k}`).join(', '));
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });

const seenFrames = (page: Page): Promise<Seen> =>
  page.evaluate(() => (globalThis as unknown as { seenFrames: Seen }).seenFrames);

/** The figures of the page beside the library's, at the parameters that the address has. */
async function expectLibrarysFigures(page: Page, headline: (distance: string) => string): Promise<void> {
  const found = experiment.inspect(await shownParameters(page, await shownIteration(page)));
  expect(await page.innerText('.story h2')).toBe(headline(formatLength(found.measures.distance)));
  expect(await page.getAttribute('.lane-k [role=slider]', 'aria-valuetext')).toContain(
    `loss ${formatNumber(found.loss)}`,
  );
}

describe.each([1, 64])('with %i at once', (restarts) => {
  it('is told by every figure of the page, and is what the library says of its parameters', async () => {
    const { page, complaints } = await openPage(stage, {
      reducedMotion: 'no-preference',
      // nothing is good enough, so that it goes on until it is stopped
      hash: `${lightScene}&cards=distance,gradient,torques&set=method.iterations:100000,success.below:0`,
    });
    if (restarts > 1) await setRestarts(page, restarts);
    for (const panel of ['learned', 'robot', 'settings']) await openPanel(page, panel);
    await watchFrames(page);
    await page.click('#optimize');
    await reachIteration(page, 40);
    await page.click('#optimize');
    await reach(page, 'paused');
    await page.click('.lane-k .clock-name');
    await page.click('.play');
    await page.waitForSelector('.skip');
    await page.waitForFunction(() => Number(document.querySelector('.lane-k .clock b')!.textContent) > 10);
    await page.click('.skip');
    await page.waitForSelector('.skip', { state: 'detached' });
    await page.click('.play[aria-label=Pause]');
    const seen = await seenFrames(page);
    expect(seen.torn).toEqual([]);
    // story, scale, two clocks, three figures, what is learned
    expect(seen.least).toBeGreaterThanOrEqual(8);
    expect(new Set(seen.iterations).size).toBeGreaterThan(5);
    await expectLibrarysFigures(page, (distance) =>
      restarts === 1 ? `${distance} from the target` : `${distance} by the best of ${restarts}`,
    );
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
