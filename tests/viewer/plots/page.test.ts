/** @file Plots in a browser under the page's policy: nothing overlaps, a cursor redraws no plot, files leave. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDrawingPage } from '../../support/drawing-page.ts';

declare const settled: () => Promise<void>;
declare const exported: () => Promise<{ svgs: string[]; type: string; size: number[] }>;

let page: Page;
let errors: readonly string[];
let close: () => Promise<void>;

beforeAll(async () => {
  ({ page, errors, close } = await openDrawingPage('plots', '#terms .plot-label', {
    viewport: { width: 1180, height: 1200 },
    reducedMotion: 'no-preference',
  }));
}, 120_000);
afterAll(() => close());

/** The classes of the canvases that were drawn on while something was done; a plot's own canvas has none. */
async function canvasesDrawnDuring(action: () => Promise<void>): Promise<string[]> {
  await page.evaluate(() => {
    const drawn = new Set<string>();
    const { clearRect } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.clearRect = function (...at) {
      drawn.add(this.canvas.className);
      clearRect.apply(this, at);
    };
    Object.assign(globalThis, { drawn, restore: () => (CanvasRenderingContext2D.prototype.clearRect = clearRect) });
  });
  await action();
  return page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    await settled();
    await settled();
    const { drawn, restore } = globalThis as unknown as { drawn: Set<string>; restore: () => void };
    restore();
    return [...drawn];
  });
}

const patience = { timeout: 60_000, interval: 100 };

/** Whether nothing is drawn any more. */
const isQuiet = async (): Promise<boolean> => (await canvasesDrawnDuring(async () => {})).length === 0;

describe('the plots of a page', () => {
  it.each([360, 200])('overlap no names in cards of %i px, and cut none', async (width) => {
    await page.evaluate((card) => document.documentElement.style.setProperty('--card', `${card}px`), width);
    const faults = (): Promise<string[]> =>
      page.evaluate(() =>
        [...document.querySelectorAll('.plot-card')].flatMap((card) => {
          const outer = card.getBoundingClientRect();
          const boxes = [...card.querySelectorAll('.plot-label, .plot-title, .plot-subtitle')].map((element) => ({
            text: element.textContent,
            box: element.getBoundingClientRect(),
          }));
          return boxes.flatMap(({ text, box }, index) => [
            ...(box.left < outer.left - 1 || box.right > outer.right + 1 ? [`${text} is cut`] : []),
            ...boxes
              .slice(index + 1)
              .filter(
                (other) =>
                  box.left < other.box.right - 1 &&
                  other.box.left < box.right - 1 &&
                  box.top < other.box.bottom - 1 &&
                  other.box.top < box.bottom - 1,
              )
              .map((other) => `${text} over ${other.text}`),
          ]);
        }),
      );
    await expect.poll(faults, patience).toEqual([]);
    await page.evaluate(() => document.documentElement.style.setProperty('--card', '360px'));
  });

  it('move their cursor without being drawn again', async () => {
    await expect.poll(isQuiet, patience).toBe(true);
    const box = (await page.locator('#terms .plot-host').boundingBox())!;
    const lane = page.getByRole('slider', { name: 'Iteration of learning' });
    const x = box.x + 0.8 * box.width;
    // where a name lies it is the name that is pressed
    const free = (places: readonly number[]): Promise<number | undefined> =>
      page.evaluate(([at, all]) => all.find((y) => !document.elementFromPoint(at, y)?.closest('button')), [
        x,
        places,
      ] as const);
    const y = await free([0.28, 0.22, 0.74, 0.16, 0.1].map((share) => box.y + share * box.height));
    await page.mouse.move(x, y!);
    await expect.poll(isQuiet, patience).toBe(true);
    const drawn = await canvasesDrawnDuring(() => page.mouse.click(x, y!));
    await expect.poll(() => lane.getAttribute('aria-valuetext'), patience).toMatch(/^iteration 6\d of 84, loss /);
    expect(drawn).toEqual(['plot-layer plot-overlay']);
  });

  it('answer keys: lanes and heatmap share one clock', async () => {
    const map = page.locator('.plot-host[role="slider"]').first();
    await map.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('slider', { name: 'Time in the motion' }).getAttribute('aria-valuetext')).toBe(
      '0.005 s of 2 s',
    );
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.locator('.plot-row-name[aria-pressed="true"]').first().textContent()).toBe('joint 1');
  });

  it('say in words what they show', async () => {
    expect(await page.locator('#terms .plot-host').getAttribute('aria-label')).toMatch(
      /^Where the loss comes from: distance at the end falls from 11.62 to \S+ in 85 iterations;/,
    );
    expect(await page.locator('#empty .plot-empty').textContent()).toBe('Learning draws the terms of the loss here.');
  });

  it('fill a new map, and end with all of it', async () => {
    await page.locator('#next').click();
    const clear = (): Promise<number> =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('.plot-map')!;
        const { data } = canvas.getContext('2d')!.getImageData(canvas.width / 4, 20, canvas.width / 2, 1);
        return data.filter((value, index) => index % 4 === 3 && value === 0).length;
      });
    // pixels of the middle of a row
    await expect.poll(clear, patience).toBe(0);
    await expect.poll(isQuiet, patience).toBe(true);
    expect(await clear()).toBe(0);
  });

  it('leave as SVG and as a PNG of twice the size', async () => {
    const { svgs, type, size } = await page.evaluate(() => exported());
    expect(svgs).toHaveLength(7);
    expect([svgs[0].includes('#c64a12'), svgs[4].includes('rgb(')]).toEqual([true, true]);
    expect([type, size]).toEqual(['image/png', [1120, 680]]);
  });

  it('break neither the policy nor themselves', () => {
    expect(errors).toEqual([]);
  });
});
