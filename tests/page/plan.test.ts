/** @file Arm > Plan in a browser: the arm is planned for under control, its target is moved, it is pushed and pulled, and identified from a recording. */
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { recordedSwing } from '../support/recorded-swing.ts';
import {
  dropFile,
  newestIteration,
  openPage,
  optimize,
  patience,
  phone,
  reach,
  reachAddress,
  reachText,
  setNumber,
  setStage,
} from './drive.ts';

const stage = setStage();

const planned = 'scene=two-link-reach&task=plan';

/** The plan from the start is there. */
const there = (page: Page): Promise<unknown> =>
  page.waitForSelector('[aria-label="Push up"]:enabled', { timeout: patience });

/** Waits until the hand is nearer to the target than some mm, or farther. */
const distance = (page: Page, is: 'below' | 'above', millimetres: number): Promise<unknown> =>
  page.waitForFunction(
    ([wanted, limit]) => {
      const words = document.querySelector('.plan-story h2')?.textContent ?? '';
      const [, value, unit] = /([\d.]+) (mm|µm|m) from/.exec(words) ?? [];
      const metres = Number(value) * { m: 1000, mm: 1, µm: 0.001 }[unit as 'm' | 'mm' | 'µm'];
      return wanted === 'below' ? metres < Number(limit) : metres > Number(limit);
    },
    [is, millimetres] as const,
    { timeout: patience },
  );

const said = async (page: Page, figure: string): Promise<string> =>
  (await page.getAttribute(`[data-panel=${figure}] .plot-host`, 'aria-label')) ?? '';

const readout = (page: Page, name: string): Promise<string> =>
  page.locator('.plan-readouts > div', { hasText: name }).locator('dd').innerText();

describe('Arm > Plan', () => {
  it('follows its plan to the target, to where that is moved, and back after a push', async () => {
    const { page, complaints } = await openPage(stage, { hash: planned });
    await there(page);
    expect(await page.getAttribute('#task-plan', 'aria-checked')).toBe('true');
    expect(await page.innerText('#optimize')).toBe('Plan');
    await page.click('#optimize');
    await distance(page, 'below', 10);
    expect(await page.innerText('#optimize')).toBe('Stop');

    // moved, without the plan being opened anew; slowly, as it is quick on a quick machine
    await page.locator('.plan-speed select').selectOption('0.1');
    await Promise.all([distance(page, 'above', 20), setNumber(page, 'x \\(cm\\)', '20')]);
    await page.locator('.plan-speed select').selectOption('1');
    await distance(page, 'below', 10);
    expect(await page.innerText('#optimize')).toBe('Stop');

    await page.locator('body').press('ArrowRight');
    await expect.poll(() => said(page, 'plan-goal'), { timeout: patience }).toMatch(/pull: force from 0 N to [1-9]/);
    await distance(page, 'below', 10);

    expect(await readout(page, 'Plans')).toMatch(/^\d+ \/s$/);
    expect(await readout(page, 'Solve')).toMatch(/^[\d.]+ ms, p99 [\d.]+ ms$/);
    expect(await readout(page, 'Plan age')).toMatch(/^[\d.]+ ms$/);
    expect(await said(page, 'plan-costs')).toMatch(/cost: all terms from/);
    expect(await said(page, 'plan-solver')).toMatch(/solve: each plan from/);

    // Space holds time, and back to the start is back at the start
    await page.locator('body').press(' ');
    await page.waitForSelector('#optimize:has-text("Continue")', { timeout: patience });
    await page.click('text=Back to start');
    await page.waitForSelector('#optimize:has-text("Plan")', { timeout: patience });
    await distance(page, 'above', 100);

    // another room holds time too; back again, all is as it was
    await page.click('#room-notes');
    await page.click('#room-arm');
    await there(page);
    await page.click('#task-reach');
    await page.waitForSelector('[data-panel=story]', { timeout: patience });
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('takes weights at once, with undo, and slow motion', async () => {
    const { page, complaints } = await openPage(stage, { hash: planned });
    await there(page);
    await setNumber(page, 'effort', '0.004');
    await reachAddress(page, 'weight:0.004');
    await page.click('[aria-label=Undo]');
    await page.waitForFunction(() => !location.hash.includes('weight'), null, { timeout: patience });
    await page.locator('.plan-speed select').selectOption('0.25');
    await page.locator('body').press('ArrowUp');
    await page.waitForSelector('#optimize:has-text("Stop")', { timeout: patience });
    await expect
      .poll(async () => Number.parseFloat(await readout(page, 'Time')), { timeout: patience })
      .toBeLessThan(0.5);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('plans a whole motion once, as a run with its loss and its iterations', async () => {
    const { page, complaints } = await openPage(stage, { hash: planned });
    await there(page);
    await page.click('#plan-once');
    await reachAddress(page, 'set=');
    await reach(page, 'ready');
    expect(await page.getAttribute('#task-plan', 'aria-checked')).toBe('true');
    expect(await page.innerText('#optimize')).toBe('Plan');
    await optimize(page);
    expect(await newestIteration(page)).toBeGreaterThan(3);
    await page.click('#plan-live');
    await there(page);
    await page.click('#task-reach');
    await reach(page, 'ready');
    await page.waitForSelector('#optimize:has-text("Optimize")', { timeout: patience });
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('identifies the robot from a recording that is dropped, and says what is determined', async () => {
    const { page, complaints } = await openPage(stage, { hash: planned });
    await there(page);
    await dropFile(page, 'swing.csv', recordedSwing());
    await page.waitForSelector('.identify-table', { timeout: patience });
    const row = page.locator('.identify-table tr', { hasText: 'damping of' }).first();
    expect(await row.getAttribute('data-determined')).toBe('true');
    expect(await row.innerText()).toContain('0.35');
    expect(await page.innerText('.identify-found h3')).toMatch(/^\d of \d numbers? determined$/);
    await dropFile(page, 'broken.csv', 'time [s],q shoulder [rad]\r\n0,0\r\n1,1\r\n');
    await reachText(page, '.identify-failure', 'broken.csv');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('fits a phone: it is pushed by touch, and its numbers stand on the sheet', async () => {
    const { page, complaints } = await openPage(stage, {
      hash: planned,
      viewport: phone,
      hasTouch: true,
      isMobile: true,
      colorScheme: 'dark',
    });
    await there(page);
    expect(await page.locator('.time-bar').count()).toBe(0);
    await page.tap('#optimize');
    await reachText(page, '.sheet-line', 'plans/s');
    await page.tap('[aria-label="Push to the right"]');
    await page.tap('text=Pull by hand');
    expect(await page.getAttribute('.plan-bar [aria-pressed]', 'aria-pressed')).toBe('true');
    const heights = await page
      .locator('.overlay button:visible')
      .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().height));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
    await page.tap('.sheet-handle');
    for (const id of ['plan-costs', 'plan-goal', 'plan-solver', 'plan-form', 'identify', 'plan-story']) {
      await page.tap(`#tab-${id}`);
      await page.waitForSelector(`[data-panel=${id}]`, { timeout: patience });
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
