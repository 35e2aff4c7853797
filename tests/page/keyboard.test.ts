/** @file The keyboard: the keys that the page lists, Space that only plays, keys that are dead where a dialog is open, and what R and U do. */
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import {
  addressField,
  lightScene,
  openPage,
  optimize,
  patience,
  reach,
  reachAddress,
  reachIteration,
  reachText,
  setNumber,
  setStage,
  setting,
  shownError,
  shownIteration,
  shownParameters,
  shownTime,
} from './drive.ts';

const stage = setStage();

const leaveFocus = (page: Page): Promise<void> => page.evaluate(() => (document.activeElement as HTMLElement).blur());

it('obeys the keys that it lists', async () => {
  const { page, complaints } = await openPage(stage, { hash: lightScene });
  await page.press('.lane-t [role=slider]', 'Home');
  await leaveFocus(page);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  expect(await shownTime(page)).toBe(0.02);
  await page.keyboard.press('ArrowLeft');
  expect(await shownTime(page)).toBeLessThan(0.02);
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
  await page.keyboard.press('i');
  expect(await page.isVisible('.inspector')).toBe(false);
  await page.keyboard.press('i');
  await page.keyboard.press('?');
  await page.waitForSelector('dialog.help', { state: 'visible', timeout: patience });
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog.help', { state: 'hidden', timeout: patience });

  await page.focus('#optimize');
  await page.keyboard.press('Enter');
  await reach(page, 'done');
  expect(await shownError(page)).toBeLessThan(5);
  const last = await shownIteration(page);
  await page.keyboard.press(',');
  await page.waitForSelector(`.story[data-k="${last - 1}"]`, { timeout: patience });
  await page.keyboard.press('k');
  await page.keyboard.press('ArrowLeft');
  await page.waitForSelector(`.story[data-k="${last - 2}"]`, { timeout: patience });
  await page.keyboard.press('3');
  expect(await page.getAttribute('.app', 'data-room')).toBe('senses');
  await page.keyboard.press('4');
  expect(await page.getAttribute('.app', 'data-room')).toBe('notes');
  await page.keyboard.press('1');
  await page.keyboard.press('o');
  await reach(page, 'ready');
  expect(await shownError(page)).toBeGreaterThan(100);
  expect(complaints).toEqual([]);
  await page.context().close();
});

/** Notes every phase that the page comes to, from now on. */
const watchPhases = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const app = document.querySelector<HTMLElement>('.app')!;
    const seen: string[] = [];
    Object.assign(globalThis, { seenPhases: seen });
    new MutationObserver(() => seen.push(app.dataset.phase!)).observe(app, { attributeFilter: ['data-phase'] });
  });

const seenPhases = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { seenPhases: string[] }).seenPhases);

const plays = async (page: Page): Promise<boolean> => (await page.getAttribute('.play', 'aria-label')) === 'Pause';

it('plays by Space, whatever has the focus, and by no key where a dialog is open', async () => {
  const { page, complaints } = await openPage(stage, {
    hash: `${lightScene}&set=method.iterations:100000,success.below:0`,
  });
  await watchPhases(page);
  for (const focused of ['#optimize', '.play', '#room-notes', '#tab-learned', '.lane-t [role=slider]']) {
    await page.focus(focused);
    const before = await plays(page);
    await page.keyboard.press(' ');
    expect(await plays(page), focused).toBe(!before);
  }
  await page.keyboard.press(' ');
  expect(await page.getAttribute('.app', 'data-room')).toBe('arm');
  expect(await seenPhases(page)).toEqual([]);

  await page.click('#optimize');
  await reachIteration(page, 3);
  await page.focus('#optimize');
  await page.keyboard.press(' ');
  await page.keyboard.press(' ');
  expect(await seenPhases(page)).toEqual(['running']);
  await page.keyboard.press('?');
  await page.waitForSelector('dialog.help', { state: 'visible', timeout: patience });
  // what has the focus there would take Space and Enter
  await leaveFocus(page);
  const [speed, playing] = [await page.innerText('.speed output'), await plays(page)];
  for (const key of ['r', 'o', 'u', '+', ' ', '2']) await page.keyboard.press(key);
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog.help', { state: 'hidden', timeout: patience });
  expect(await seenPhases(page)).toEqual(['running']);
  expect([await page.innerText('.speed output'), await plays(page)]).toEqual([speed, playing]);
  expect(await page.getAttribute('.app', 'data-room')).toBe('arm');

  await page.click('#optimize');
  await reach(page, 'paused');
  await page.focus('#optimize');
  await page.keyboard.press(' ');
  await page.keyboard.press(' ');
  expect(await page.getAttribute('.app', 'data-phase')).toBe('paused');
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('resets the scene with its target and both clocks by R, and gives all of it back by U, with the run', async () => {
  const { page, complaints } = await openPage(stage, { hash: lightScene });
  const target = setting(page, 'x \\(cm\\)').locator('input').last();
  const opened = await target.inputValue();
  await setNumber(page, 'x \\(cm\\)', '40');
  await optimize(page);
  const k = await shownIteration(page);
  const learned = await shownParameters(page, k);
  await page.press('.lane-t [role=slider]', 'PageDown');
  const [time, error] = [await shownTime(page), await page.innerText('.story h2')];
  expect(time).toBeGreaterThan(0);
  await page.focus('#optimize');
  await page.keyboard.press('r');
  await reach(page, 'ready');
  expect(await target.inputValue()).toBe(opened);
  expect([await shownTime(page), await shownIteration(page)]).toEqual([0, 0]);
  expect(await page.getAttribute('.lane-k [role=slider]', 'aria-disabled')).toBe('true');
  await page.waitForFunction(() => !/\b(set|k|p)=/.test(location.hash), null, { timeout: patience });

  await page.keyboard.press('u');
  await reachAddress(page, 'set=');
  expect(await shownParameters(page, k)).toEqual(learned);
  expect(await target.inputValue()).toBe('40.0');
  expect([await shownTime(page), await shownIteration(page)]).toEqual([time, k]);
  await page.waitForSelector(`.story[data-k="${k}"]`, { timeout: patience });
  expect(await page.innerText('.story h2')).toBe(error);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('keeps what is being typed while the change before it arrives', async () => {
  const { page, complaints } = await openPage(stage, { hash: lightScene });
  const field = (name: string) => setting(page, name).locator('input').last();
  await field('Horizon').fill('1');
  await page.keyboard.press('Enter');
  await field('Iterations').fill('57');
  await page.waitForFunction(() => document.querySelector('.lane-t .clock')!.textContent.includes('/ 1.00 s'), null, {
    timeout: patience,
  });
  await page.keyboard.press('Enter');
  await reachAddress(page, 'method.iterations:57');
  expect(addressField(page, 'set')).toContain('time.horizon:1');
  expect(await field('Iterations').inputValue()).toBe('57');
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('takes a number as it is typed, beyond the ends of its slider and between its steps, and says what it may not be', async () => {
  const { page, complaints } = await openPage(stage, { hash: lightScene });
  const field = (name: string) => setting(page, name).locator('input').last();
  const type = async (name: string, text: string): Promise<void> => {
    await field(name).fill(text);
    await page.keyboard.press('Enter');
  };
  await type('Iterations', '100000');
  await reachAddress(page, 'method.iterations:100000');
  await type('Horizon', '1,2345');
  await reachAddress(page, 'time.horizon:1.2345');
  await type('Iterations', 'many');
  expect(await field('Iterations').inputValue()).toBe('100000');
  await type('Iterations', '-3');
  await reachText(page, '.failure', 'method.iterations: found -3; expected more than 0');
  const focused = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement!.getAttribute('aria-label') ?? document.activeElement!.textContent);
  expect(await focused()).toBe('This scene does not fit');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Close the message');
  await page.keyboard.press('Enter');
  expect(await focused()).toBe('Settings');
  expect(await field('Iterations').inputValue()).toBe('100000');
  // what ends as no number, or by Escape, was never said
  await type('x \\(cm\\)', '1,200.5');
  await type('y \\(cm\\)', '1e400');
  await field('Iterations').fill('5');
  await page.keyboard.press('Escape');
  expect(await field('Iterations').inputValue()).toBe('100000');
  await page.waitForFunction(() => !decodeURIComponent(location.hash).includes('goals'), null, { timeout: patience });
  expect(addressField(page, 'set')).toContain('method.iterations:100000');
  expect(complaints).toEqual([]);
  await page.context().close();
});
