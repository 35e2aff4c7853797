/** @file Hands on the Lab's surface: taps and long presses, two fingers, the wheel with Ctrl; on a phone figure and arm change places. */
import type { CDPSession, Page } from 'playwright';
import { expect, it } from 'vitest';
import {
  desktop,
  lightScene,
  openPage,
  openPanel,
  patience,
  phone,
  reachAddress,
  reachText,
  setStage,
} from './drive.ts';

const stage = setStage();

const plot = '.lab-figure .plot-host';
const hash = `${lightScene}&room=lab&n=21`;

type Point = readonly [x: number, y: number];

/** Puts fingers on the page, moves them, and takes them away once something is so. */
async function fingers(
  client: CDPSession,
  ways: readonly (readonly Point[])[],
  until?: () => Promise<unknown>,
): Promise<void> {
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: number): Promise<unknown> =>
    client.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : ways.map((way, id) => ({ x: way[at][0], y: way[at][1], id })),
    });
  await send('touchStart', 0);
  for (let at = 1; at < ways[0].length; at++) await send('touchMove', at);
  await until?.();
  await send('touchEnd', 0);
}

/** The surface in its whole fineness, laid out, and a place of it on the page. */
async function surfaceAt(page: Page): Promise<(across: number, down: number) => Point> {
  await page.waitForSelector('.lab[data-drawing=false] #surface', { timeout: patience });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const { x, y, width, height } = (await page.locator(plot).boundingBox())!;
  return (across, down) => [x + across * width, y + down * height];
}

/** The box in the address, as numbers. */
const boxOf = (page: Page): Promise<number[]> =>
  page.evaluate(() => (/box=([^&]*)/.exec(decodeURIComponent(location.hash))?.[1] ?? '').split(',').map(Number));

it('chooses by a tap, plays by a long press, zooms by two fingers, and changes figure and arm on a phone', async () => {
  const touch = { viewport: phone, hasTouch: true, isMobile: true };
  const { page, complaints } = await openPage(stage, { hash, ...touch });
  const client = await page.context().newCDPSession(page);
  const at = await surfaceAt(page);
  await page.waitForSelector('.lab-play', { timeout: patience });

  await fingers(client, [[at(0.4, 0.4)]]);
  await page.waitForSelector('.lab-point[data-chosen=true]', { timeout: patience });
  expect(await page.innerText('.plot-readout')).toContain('log stiffness of shoulder');
  expect(await page.innerText('.lab-play')).toContain('at the lowest point');
  await fingers(client, [[at(0.5, 0.3)]], () => reachText(page, '.lab-play', 'at the chosen point'));
  expect(await page.locator('.lab-point button:text-is("Play")').count()).toBe(0);

  // from a third of the width apart to two thirds: half of the box
  const steps = [0, 0.25, 0.5, 0.75, 1];
  const way = (from: number, to: number): Point[] => steps.map((part) => at(from + part * (to - from), 0.4));
  await fingers(client, [way(0.33, 0.17), way(0.5, 0.66)]);
  await reachAddress(page, 'box=');
  const [x0, x1, y0, y1] = await boxOf(page);
  expect((x1 - x0) / 6).toBeCloseTo(0.17 / 0.49, 1);
  expect((y1 - y0) / 7).toBeCloseTo(0.17 / 0.49, 1);
  expect(await page.innerText('.lab-play')).toContain('at the chosen point');

  await page.waitForSelector('.lab[data-drawing=false]', { timeout: patience });
  const large = (selector: string): Promise<number> =>
    page
      .locator(selector)
      .boundingBox()
      .then((box) => Math.round(box!.width));
  expect([await large('.stage'), await large('.lab-figure')]).toEqual([112, 390]);
  await page.tap('.stage .lab-enlarge');
  await page.waitForSelector('.lab[data-large=arm]', { timeout: patience });
  expect(await large('.stage')).toBe(390);
  expect(await large('.lab-figure')).toBeLessThanOrEqual(112);
  await page.tap('.lab > .lab-enlarge');
  await page.waitForSelector('.lab[data-large=figure]', { timeout: patience });
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('zooms the box around the pointer by the wheel with Ctrl, and goes back to what the file says', async () => {
  const { page, complaints } = await openPage(stage, { hash, viewport: desktop });
  const at = await surfaceAt(page);
  const [x, y] = at(0.4, 0.4);
  await page.mouse.move(x, y);
  const before = await page.innerText('.plot-readout');
  await page.mouse.wheel(0, -100);
  await page.keyboard.down('Control');
  for (let turn = 0; turn < 3; turn++) await page.mouse.wheel(0, -50);
  await page.keyboard.up('Control');
  await reachAddress(page, 'box=');
  const [x0, x1] = await boxOf(page);
  expect(x1 - x0).toBeLessThan(6 / 3);
  await page.waitForSelector('.lab[data-drawing=false] #surface', { timeout: patience });
  await page.mouse.move(x + 1, y);
  await page.mouse.move(x, y);
  expect((await page.innerText('.plot-readout')).slice(0, 25)).toBe(before.slice(0, 25));
  await openPanel(page, 'lab-settings');
  await page.click('.lab-buttons button:has-text("As its file says")');
  await page.waitForFunction(() => !location.hash.includes('box='), null, { timeout: patience });
  expect(complaints).toEqual([]);
  await page.context().close();
});
