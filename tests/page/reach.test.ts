/** @file The page's main job, in a real browser: load, optimize, scrub, drag the target, stop. */
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
  shownTime,
  targetOnScreen,
  where,
} from './drive.ts';

const stage = setStage();

it('draws the arm, optimizes panda-reach to below 5 mm, plays, scrubs, and has nothing to complain of', async () => {
  const { page, complaints } = await openPage(stage.browser, stage.server.url);
  const before = await pixelsOf(page, '.world canvas');
  // The Panda is a light body with black rings and grippers that throws a shadow: many shades, some of them dark.
  expect(new Set(where(before, () => true).map((_, i) => before.data[4 * i])).size).toBeGreaterThan(60);
  expect(where(before, (red, green, blue) => red + green + blue < 180).length).toBeGreaterThan(200);
  expect(await shownError(page)).toBeGreaterThan(100);

  await page.click('#optimize');
  await reach(page, 'done');
  expect(await shownError(page)).toBeLessThan(5);
  expect(await page.innerText('.outcome')).toMatch(/^Reached: \d+(\.\d+)? [mµ]m from the target$/);
  expect(await shownIteration(page)).toBeGreaterThan(5);
  for (const curve of await page.locator('.curve-plot').all()) {
    const box = (await curve.boundingBox())!;
    expect(box.width).toBeGreaterThan(150);
  }
  expect(where(await pixelsOf(page, '.curves'), isAccent).length).toBeGreaterThan(500);

  await page.locator('.scrubber').fill('0');
  await page.click('.play');
  await page.waitForFunction(() => Number(document.querySelector('.clock')!.textContent.split(' ')[0]) > 0.2, null, {
    timeout: patience,
  });
  await page.locator('.scrubber').fill('2');
  expect(await shownTime(page)).toBe(2);
  expect(await page.getAttribute('.play', 'aria-label')).toBe('Play');
  const atEnd = await pixelsOf(page, '.world canvas');
  await page.locator('.scrubber').fill('0');
  const atStart = await pixelsOf(page, '.world canvas');
  // The arm has moved, which is more than a path that appeared.
  expect(difference(atStart, atEnd)).toBeGreaterThan(0.015);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('goes to where the target is dragged: idle before a run, learning again after one', async () => {
  const { page, complaints } = await openPage(stage.browser, stage.server.url);
  const ball = await targetOnScreen(page);
  const drag = async (dx: number, dy: number): Promise<void> => {
    await page.mouse.move(ball.x, ball.y);
    await page.mouse.down();
    await page.mouse.move(ball.x + dx, ball.y + dy, { steps: 4 });
    await page.mouse.up();
  };
  const field = page.locator('.lil-number input').first();
  const [errorBefore, xBefore] = [await shownError(page), await field.inputValue()];
  await drag(-30, 20);
  await page.waitForFunction(
    (x) => (document.querySelector('.lil-number input') as HTMLInputElement).value !== x,
    xBefore,
    { timeout: patience },
  );
  await reach(page, 'ready');
  expect(await shownError(page)).not.toBe(errorBefore);

  await page.click('#optimize');
  await reach(page, 'done');
  expect(await shownError(page)).toBeLessThan(5);
  const xMoved = await field.inputValue();
  await page.click('.quiet[aria-label="Frame the robot"]');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.waitForFunction(
    (x) => (document.querySelector('.lil-number input') as HTMLInputElement).value !== x,
    xMoved,
    { timeout: patience },
  );
  await reach(page, 'running', 'done');
  await reach(page, 'done');
  expect(await shownError(page)).toBeLessThan(5);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('stops at once, keeps what it has, goes on, and resets', async () => {
  const { page, complaints } = await openPage(stage.plain, stage.server.url);
  // Never good enough, so that the run cannot end before it is stopped.
  await page.locator('.lil-controller', { hasText: 'Tolerance' }).locator('input').fill('0');
  await page.keyboard.press('Enter');
  await page.locator('.lil-controller', { hasText: 'Iterations' }).locator('input').fill('1000');
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    () => document.querySelector('.readout:nth-child(4) dd')!.textContent.includes('1000'),
    null,
    { timeout: patience },
  );
  await reach(page, 'ready');
  await page.click('#optimize');
  await page.waitForFunction(
    () => Number.parseInt(document.querySelector('.readout:nth-child(4) dd')!.textContent, 10) >= 3,
    null,
    { timeout: patience },
  );
  await page.click('#optimize');
  await reach(page, 'paused');
  const stoppedAt = await shownIteration(page);
  await page.waitForTimeout(1000);
  expect(await shownIteration(page)).toBe(stoppedAt);
  expect(await page.innerText('#optimize')).toBe('Continue');
  await page.click('#optimize');
  await page.waitForFunction(
    (n) => Number.parseInt(document.querySelector('.readout:nth-child(4) dd')!.textContent, 10) > n,
    stoppedAt,
    { timeout: patience },
  );
  await page.click('#optimize');
  await reach(page, 'paused');
  await page.click('.actions .reset');
  await reach(page, 'ready');
  expect(await page.innerText('.readout:nth-child(4) dd')).toMatch(/^–/);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('survives the death of its worker, and says so', async () => {
  const { page } = await openPage(stage.plain, stage.server.url);
  await page.click('#optimize');
  await page.waitForFunction(
    () => Number.parseInt(document.querySelector('.readout:nth-child(4) dd')!.textContent, 10) >= 3,
    null,
    { timeout: patience },
  );
  await page.workers()[0].evaluate(
    () =>
      void setTimeout(() => {
        throw new Error('killed by a test');
      }),
  );
  await page.waitForSelector('.notice', { timeout: patience });
  expect(await page.innerText('.notice p')).toContain('killed by a test');
  await reach(page, 'paused');
  await page.click('#optimize');
  await reach(page, 'done');
  expect(await shownError(page)).toBeLessThan(5);
  await page.context().close();
});
