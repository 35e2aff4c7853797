/** @file Figures of the Lab in a browser under the page's policy: what is under the pointer is said, keys and clicks arrive, files are those of Node. */
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { svgOf } from '../../../src/figures/figure-kinds.ts';
import { lightPalette } from '../../../src/figures/light-palette.ts';
import { openDrawingPage } from '../../support/drawing-page.ts';
import { contourExample, ordersExample, regimeExample, spectrumExample } from '../../support/lab-figures.ts';

declare const settled: () => Promise<void>;
declare const told: string[];
declare const show: (theme: 'light' | 'dark') => void;
declare const svgs: () => string[];

let page: Page;
let errors: readonly string[];
let close: () => Promise<void>;

beforeAll(async () => {
  ({ page, errors, close } = await openDrawingPage('lab-figures', '#himmelblau canvas', {
    viewport: { width: 720, height: 900 },
  }));
}, 120_000);
afterAll(() => close());

const patience = { timeout: 60_000, interval: 100 };

const drawn = async (): Promise<void> => {
  await page.evaluate(async () => {
    await settled();
    await settled();
  });
};

/** A share of a figure's host as a place of the page. */
async function at(id: string, across: number, down: number): Promise<{ x: number; y: number }> {
  const host = page.locator(`#${id} .plot-host`);
  await host.scrollIntoViewIfNeeded();
  const box = (await host.boundingBox())!;
  return { x: box.x + across * box.width, y: box.y + down * box.height };
}

const readout = (id: string): Promise<string> => page.locator(`#${id} .plot-readout`).innerText();

const lastTold = (): Promise<string | undefined> => page.evaluate(() => told.at(-1));

/** Colours of a canvas that differ, in its middle. */
const coloursOf = (id: string): Promise<number> =>
  page.evaluate((figure) => {
    const canvas = document.querySelector<HTMLCanvasElement>(`#${figure} .plot-map`)!;
    const [w, h] = [canvas.width, canvas.height];
    const { data } = canvas.getContext('2d')!.getImageData(w / 4, h / 4, w / 2, h / 3);
    const found = new Set<number>();
    for (let i = 0; i < data.length; i += 4) found.add(data[i] * 65536 + data[i + 1] * 256 + data[i + 2]);
    return found.size;
  }, id);

describe('the figures of the Lab', () => {
  it('are drawn, and say themselves in words', async () => {
    await drawn();
    for (const id of ['himmelblau', 'spectrum', 'orders', 'regimes'])
      await expect.poll(() => coloursOf(id), patience).toBeGreaterThan(3);
    expect(await page.locator('#himmelblau .plot-host').getAttribute('aria-label')).toMatch(
      /^Himmelblau's function, and two ways down: loss over first parameter and second parameter, 161 by 161 points; lowest loss 0.0108 at first parameter 3 rad/,
    );
    expect(await page.locator('#himmelblau .plot-note').innerText()).toContain('The plane holds 93 %');
    expect(await page.locator('#empty .plot-empty').innerText()).toBe('The surface comes with the run.');
  });

  it('say what lies under the pointer', async () => {
    const { x, y } = await at('himmelblau', 0.45, 0.4);
    await page.mouse.move(x, y);
    await expect
      .poll(() => readout('himmelblau'), patience)
      .toMatch(/^first parameter -?[\d.]+ rad\s+second parameter -?[\d.]+ rad\s+loss [\d.]+$/);
    const pad = await at('regimes', 0.5, 0.1);
    await page.mouse.move(pad.x, pad.y);
    await expect.poll(() => readout('regimes'), patience).toMatch(/momentum 0\.8\d+\s+ringing, factor per step 0\.9/);
    expect(await page.locator('#himmelblau .plot-readout').count()).toBe(0);
  });

  it('play a point that is pressed, and descend from one that is pressed twice', async () => {
    const { x, y } = await at('himmelblau', 0.5, 0.5);
    await page.mouse.click(x, y);
    await expect.poll(lastTold, patience).toMatch(/^probe -?\d\.\d\d -?\d\.\d\d$/);
    await page.mouse.dblclick(x, y);
    await expect.poll(lastTold, patience).toMatch(/^descend -?\d\.\d\d -?\d\.\d\d$/);
  });

  it('answer keys: arrows move a place along the grid, Enter plays it', async () => {
    await page.mouse.move(1, 1);
    await page.locator('#himmelblau .plot-host').focus();
    await page.keyboard.press('ArrowRight');
    const before = await readout('himmelblau');
    await page.keyboard.press('Shift+ArrowUp');
    await expect.poll(() => readout('himmelblau'), patience).not.toBe(before);
    await page.keyboard.press('Enter');
    await expect.poll(lastTold, patience).toMatch(/^probe /);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('#himmelblau .plot-readout').count(), patience).toBe(0);
  });

  it('set the pad while it is dragged', async () => {
    const [from, to] = [await at('regimes', 0.3, 0.3), await at('regimes', 0.6, 0.5)];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await page.mouse.up();
    const sets = await page.evaluate(() => told.filter((each) => each.startsWith('set ')));
    expect(new Set(sets).size).toBeGreaterThan(2);
  });

  it('leave the same files as in Node', async () => {
    const figures = [contourExample(161), spectrumExample(), ordersExample(), regimeExample()];
    expect(await page.evaluate(() => svgs())).toEqual(figures.map((data) => svgOf(data, { palette: lightPalette })));
  });

  it.each([
    [704, 536],
    [390, 390],
  ])('fit into %i by %i in both themes', async (width, height) => {
    await page.setViewportSize({ width: width + 16, height: 900 });
    await page.evaluate(
      ([w, h]) => {
        document.documentElement.style.setProperty('--card-width', `${w}px`);
        document.documentElement.style.setProperty('--card-height', `${h}px`);
      },
      [width, height] as const,
    );
    const folder = process.env.SHOTS;
    if (folder) mkdirSync(folder, { recursive: true });
    for (const theme of ['light', 'dark'] as const) {
      await page.evaluate((choice) => show(choice), theme);
      await drawn();
      for (const id of ['himmelblau', 'spectrum', 'orders', 'regimes']) {
        const card = page.locator(`.card:has(#${id})`);
        await expect.poll(() => coloursOf(id), patience).toBeGreaterThan(3);
        const host = (await page.locator(`#${id} .plot-host`).boundingBox())!;
        expect([host.width > 0.8 * width, host.height > 0.5 * height]).toEqual([true, true]);
        if (folder) await card.screenshot({ path: `${folder}/${id}-${width}-${theme}.png` });
      }
    }
  });

  it('break neither the policy nor themselves', () => {
    expect(errors).toEqual([]);
  });
});
