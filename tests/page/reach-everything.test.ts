/** @file Names for screen readers, visible focus, touch on a phone, and both themes. */
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { lightScene, openPage, optimize, patience, phone, setStage } from './drive.ts';

const stage = setStage();

it('gives every control a name, shows where the focus is, and follows the theme of the system', async () => {
  const { page, complaints } = await openPage(stage, { colorScheme: 'dark', hash: lightScene });
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
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab');
    seen.add(
      await page.evaluate(
        () => `${document.activeElement!.tagName} ${getComputedStyle(document.activeElement!).outlineStyle}`,
      ),
    );
  }
  expect([...seen].filter((entry) => !entry.endsWith('solid') && !entry.startsWith('INPUT'))).toEqual([]);

  const background = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.querySelector('.header')!).backgroundColor);
  const dark = await background();
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(background, { timeout: patience }).not.toBe(dark);
  expect(complaints).toEqual([]);
  await page.context().close();
});

/** The parts of a small screen lie one under another, and nothing is cut off. */
async function expectNothingOverlaps(page: Page): Promise<void> {
  const boxes = await Promise.all(
    ['.header', '.stage', '.time-bar', '.sheet'].map(async (selector) => ({
      selector,
      ...(await page.locator(selector).boundingBox())!,
    })),
  );
  for (const box of boxes) {
    expect(box.x, box.selector).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width, box.selector).toBeLessThanOrEqual(phone.width + 0.5);
    expect(box.y + box.height, box.selector).toBeLessThanOrEqual(phone.height + 0.5);
  }
  const byHeight = boxes.toSorted((a, b) => a.y - b.y);
  byHeight.slice(1).forEach((box, i) => {
    const { selector, y, height } = byHeight[i];
    expect(box.y, `${box.selector} under ${selector}`).toBeGreaterThanOrEqual(y + height - 0.5);
  });
  expect(boxes.find(({ selector }) => selector === '.stage')!.height).toBeGreaterThan(200);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
}

it('fits a phone: every panel is reached by touch, in at most two taps', async () => {
  const { page, complaints } = await openPage(stage, {
    hash: lightScene,
    viewport: phone,
    hasTouch: true,
    isMobile: true,
    colorScheme: 'dark',
  });
  await expectNothingOverlaps(page);
  const chips = page.locator('.sheet-chips [role=tab]');
  if (!(await chips.first().isVisible())) await page.tap('.sheet-handle');
  const ids = await chips.evaluateAll((tabs) => tabs.map(({ id }) => id.replace('tab-', '')));
  expect(ids).toEqual(expect.arrayContaining(['story', 'gradient', 'loss', 'settings', 'learned', 'robot', 'files']));
  for (const id of ids) {
    await page.tap(`#tab-${id}`);
    await page.waitForSelector(`[data-panel=${id}]`, { timeout: patience });
  }
  await page.tap('#tab-settings');
  await expectNothingOverlaps(page);
  await page.locator('.lil-controller', { hasText: 'Seed' }).scrollIntoViewIfNeeded();
  const touchable = await page
    .locator('.header button:visible, .time-bar button:visible, .sheet-chips button:visible, .sheet-handle')
    .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().height));
  expect(Math.min(...touchable)).toBeGreaterThanOrEqual(44);
  await page.tap('.sheet-handle');
  await page.tap('.clock-chip');
  await page.locator('.lane-k').waitFor({ timeout: patience });
  await optimize(page);
  expect(await page.innerText('.sheet-line b')).toMatch(/^Reached: [\d.]+ [mµ]m$/);
  expect(complaints).toEqual([]);
  await page.context().close();
});
