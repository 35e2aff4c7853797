/** @file Hands in the 3-D view of Arm > Plan: the target is dragged while the arm follows its plan, and the arm is pulled with Ctrl. */
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { openPage, patience, setStage } from './drive.ts';
import { difference, pixelsOf, targetOnScreen, where } from './pixels.ts';

/** Software draws: the smaller, the sooner. */
const small = { width: 1024, height: 640 };
const stage = setStage({ draws: true });

/** Light bodies before a dark sky. */
const isBody = (red: number, green: number, blue: number): boolean =>
  red + green + blue > 400 && Math.max(red, green, blue) - Math.min(red, green, blue) < 24;

/** Where most of the arm is around, in page coordinates. */
async function armOnScreen(page: Page): Promise<{ x: number; y: number }> {
  const box = (await page.locator('.world canvas').boundingBox())!;
  // cards lie over the edges
  const middle = where(await pixelsOf(page, '.world canvas'), isBody).filter(
    ([x, y]) => x > 0.5 * box.width && x < 0.85 * box.width && y > 0.15 * box.height && y < 0.8 * box.height,
  );
  const around = ([x, y]: readonly [number, number]): number =>
    middle.filter(([u, v]) => Math.abs(u - x) <= 12 && Math.abs(v - y) <= 12).length;
  const some = middle.filter((_, i) => i % 37 === 0);
  const [x, y] = some.reduce((best, place) => (around(place) > around(best) ? place : best));
  return { x: box.x + x, y: box.y + y };
}

const headline = (page: Page): Promise<string> => page.innerText('.plan-story h2');
const isNear = /^(\d(\.\d+)? mm|[\d.]+ µm) from/;

it('drag the target and pull the arm, which comes back', async () => {
  const { page, complaints } = await openPage(stage, {
    viewport: small,
    hash: 'scene=panda-reach&task=plan',
    colorScheme: 'dark',
  });
  await page.waitForSelector('[aria-label="Push up"]:enabled', { timeout: patience });
  const resting = await pixelsOf(page, '.world canvas');
  // the plan is drawn before anything moves: its tube goes away with its chip
  await page.click('text=Predicted path');
  expect(difference(resting, await pixelsOf(page, '.world canvas'))).toBeGreaterThan(1e-4);
  const ball = await targetOnScreen(page);
  await page.click('text=Predicted path');
  await page.click('#optimize');
  await expect.poll(() => headline(page), { timeout: patience }).toMatch(isNear);

  await page.mouse.move(ball.x, ball.y);
  await page.mouse.down();
  await page.mouse.move(ball.x - 30, ball.y + 30, { steps: 4 });
  await page.mouse.move(ball.x - 60, ball.y - 20, { steps: 4 });
  await expect.poll(() => headline(page), { timeout: patience }).toMatch(isNear);
  await page.mouse.up();
  // the scene has it now
  await page.waitForFunction(() => location.hash.includes('position'), null, { timeout: patience });
  await expect.poll(() => headline(page), { timeout: patience }).toMatch(isNear);

  const arm = await armOnScreen(page);
  await page.keyboard.down('Control');
  await page.mouse.move(arm.x, arm.y);
  await page.mouse.down();
  await page.mouse.move(arm.x + 60, arm.y - 40, { steps: 6 });
  await expect
    .poll(() => page.getAttribute('[data-panel=plan-goal] .plot-host', 'aria-label'), { timeout: patience })
    .toMatch(/pull: force from 0 N to [\d.]*[1-9]/);
  await page.mouse.up();
  await page.keyboard.up('Control');
  await expect.poll(() => headline(page), { timeout: patience }).toMatch(isNear);
  expect(complaints).toEqual([]);
  await page.context().close();
});
