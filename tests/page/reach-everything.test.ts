/** @file Keyboard, touch, narrow screens, both themes, and a browser without WebGL. */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium, withoutWebGl } from '../support/chromium.ts';
import { type PageServer, servePage } from '../support/page-server.ts';
import { openPage, patience, phone, reach, shownError, shownTime } from './drive.ts';

let server: PageServer;
/** Nothing here looks at the 3-D view, whose drawing in software takes more time than all else. */
let browser: Browser;

beforeAll(async () => {
  server = await servePage();
  browser = await launchChromium(withoutWebGl);
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

it('obeys the keys that it lists', async () => {
  const { page, complaints } = await openPage(browser, server.url);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  expect(await shownTime(page)).toBe(0.01);
  await page.keyboard.press('ArrowLeft');
  expect(await shownTime(page)).toBeLessThan(0.01);
  await page.keyboard.press('+');
  expect(await page.innerText('.speed output')).toBe('2×');
  await page.keyboard.press('-');
  await page.keyboard.press('-');
  expect(await page.innerText('.speed output')).toBe('0.5×');
  await page.keyboard.press(' ');
  expect(await page.getAttribute('.play', 'aria-label')).toBe('Pause');
  await page.keyboard.press(' ');
  expect(await page.getAttribute('.play', 'aria-label')).toBe('Play');
  await page.keyboard.press('f');
  await page.keyboard.press('?');
  await page.waitForSelector('dialog.help', { state: 'visible', timeout: patience });
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog.help', { state: 'hidden', timeout: patience });

  await page.focus('#optimize');
  await page.keyboard.press('Enter');
  await reach(page, 'done');
  expect(await shownError(page)).toBeLessThan(5);
  await page.keyboard.press('r');
  await reach(page, 'ready');
  expect(await shownError(page)).toBeGreaterThan(100);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('keeps what is being typed while the change before it arrives', async () => {
  const { page, complaints } = await openPage(browser, server.url);
  const field = (name: string) => page.locator('.lil-controller', { hasText: name }).locator('input').last();
  await field('Horizon').fill('1');
  await page.keyboard.press('Enter');
  await field('Iterations').fill('57');
  await page.waitForFunction(() => document.querySelector('.timeline')!.textContent.includes('/ 1.00 s'), null, {
    timeout: patience,
  });
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    () => document.querySelector('.readout:nth-child(4) dd')!.textContent.includes('57'),
    null,
    { timeout: patience },
  );
  expect(await field('Iterations').inputValue()).toBe('57');
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('gives every control a name, and shows where the focus is', async () => {
  const { page } = await openPage(browser, server.url);
  const nameless = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, select, input:not([hidden])')]
      .filter((element) => {
        const labels = (element as HTMLInputElement).labels?.length ?? 0;
        return (
          !element.ariaLabel && !element.getAttribute('aria-labelledby') && labels === 0 && !element.textContent.trim()
        );
      })
      .map((element) => element.outerHTML.slice(0, 120)),
  );
  expect(nameless).toEqual([]);
  const seen = new Set<string>();
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('Tab');
    seen.add(
      await page.evaluate(
        () => `${document.activeElement!.tagName} ${getComputedStyle(document.activeElement!).outlineStyle}`,
      ),
    );
  }
  expect([...seen].every((entry) => entry.endsWith('solid') || entry.startsWith('INPUT'))).toBe(true);
  await page.context().close();
});

it('fits a phone: nothing overlaps, nothing is cut off, all is reached by touch', async () => {
  const { page, complaints } = await openPage(browser, server.url, {
    viewport: phone,
    hasTouch: true,
    isMobile: true,
    colorScheme: 'dark',
  });
  const regions = ['.header', '.stage', '.timeline', '.sheet-tabs'];
  const check = async (more: readonly string[]): Promise<void> => {
    const boxes = await Promise.all(
      [...regions, ...more].map(async (selector) => ({ selector, ...(await page.locator(selector).boundingBox())! })),
    );
    for (const box of boxes) {
      expect(box.x, box.selector).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width, box.selector).toBeLessThanOrEqual(phone.width + 0.5);
      expect(box.y + box.height, box.selector).toBeLessThanOrEqual(phone.height + 0.5);
    }
    const byHeight = [...boxes].sort((a, b) => a.y - b.y);
    byHeight
      .slice(1)
      .forEach((box, i) =>
        expect(box.y, `${box.selector} under ${byHeight[i].selector}`).toBeGreaterThanOrEqual(
          byHeight[i].y + byHeight[i].height - 0.5,
        ),
      );
    expect(byHeight.find(({ selector }) => selector === '.stage')!.height).toBeGreaterThan(200);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
  };
  await check([]);
  await page.tap('.sheet-tabs button:nth-child(1)');
  await check(['.curves']);
  await page.tap('.sheet-tabs button:nth-child(2)');
  await check(['.side']);
  await page.locator('.lil-controller', { hasText: 'Seed' }).scrollIntoViewIfNeeded();
  const touchable = await page
    .locator('.header button:visible, .timeline button:visible, .sheet-tabs button')
    .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().height));
  expect(Math.min(...touchable)).toBeGreaterThanOrEqual(44);
  await page.tap('.sheet-tabs button:nth-child(2)');
  await page.tap('#optimize');
  await reach(page, 'done');
  expect(await shownError(page)).toBeLessThan(5);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('follows the theme of the system', async () => {
  const { page } = await openPage(browser, server.url, { colorScheme: 'dark' });
  const background = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.querySelector('.header')!).backgroundColor);
  const dark = await background();
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(background, { timeout: patience }).not.toBe(dark);
  await page.context().close();
});

it('says so where the browser has no WebGL, and optimizes all the same', async () => {
  const { page } = await openPage(browser, server.url);
  expect(await page.innerText('.no-world')).toContain('No 3-D view');
  await page.click('#optimize');
  await page.waitForSelector('.app[data-phase=done]', { timeout: patience });
  expect(await shownError(page)).toBeLessThan(5);
  await page.context().close();
});
