/** @file The address: a link opens exactly what was on the screen, Back leads back, and a reload restores the run, in the browser. */
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { assetText } from '../support/robots.ts';
import {
  addressField,
  chooseScene,
  dropFile,
  lightScene,
  newestIteration,
  openPage,
  openPanel,
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

/** What a person sees, in words and numbers. */
const seen = async (page: Page): Promise<unknown> => ({
  scene: await page.innerText('.scene-title'),
  error: await shownError(page),
  time: await shownTime(page),
  k: await shownIteration(page),
  gradient: await page.getAttribute('[data-panel=gradient] .plot-host', 'aria-label'),
  x: await setting(page, 'x \\(cm\\)').locator('input').last().inputValue(),
  clock: await page.getAttribute('.lane-k', 'data-lit'),
});

it('a link opens the scene with its settings, at its time and iteration, seen from the same side, with the same bits', async () => {
  const { page, complaints } = await openPage(stage, { hash: `cam=40,20,2.5,0,0,0.4&${lightScene}&v=1` });
  await setNumber(page, 'x \\(cm\\)', '41.5');
  await optimize(page);
  await page.press('.lane-t [role=slider]', 'PageDown');
  await page.press('.lane-k [role=slider]', 'PageDown');
  const k = await shownIteration(page);
  await page.waitForSelector(`.story[data-k="${k}"]`, { timeout: patience });
  const parameters = await shownParameters(page, k);
  const before = await seen(page);
  const { hash } = new URL(page.url());
  const fields = ['scene', 'set', 'cam', 't', 'k', 'p', 'clock', 'v'];
  for (const field of fields) expect(addressField(page, field), field).not.toBeNull();

  const { page: linked } = await openPage(stage, { hash: hash.slice(1), until: ['ready', 'paused'] });
  await linked.waitForSelector(`.story[data-k="${k}"]`, { timeout: patience });
  await linked.waitForFunction((wanted) => location.hash === wanted, hash, { timeout: patience });
  await expect.poll(() => seen(linked), { timeout: patience }).toEqual(before);
  expect(await shownParameters(linked, k)).toEqual(parameters);
  // it learns on from there
  await linked.click('#optimize');
  await reachIteration(linked, k + 1);
  expect(complaints).toEqual([]);
  await linked.context().close();
  await page.context().close();
});

it('a damaged link says what was left out, and opens the rest', async () => {
  const { page, complaints } = await openPage(stage, {
    hash: 'scene=two-link-reach&t=soon&p=%00%%%&room=kitchen&<img src=x onerror=alert(1)>=1&set=time.horizon:0.5',
  });
  await page.waitForSelector('.notice', { timeout: patience });
  const notice = await page.innerText('.notice p');
  for (const key of ['"t"', '"p"', '"room"']) expect(notice).toContain(key);
  expect(await page.innerText('.scene-title')).toContain('Two-link');
  expect(await page.innerText('.lane-t .clock')).toContain('/ 0.50 s');
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('Back leads to the room, the note and the scene before, and a run goes on meanwhile', async () => {
  const { page, complaints } = await openPage(stage, { hash: lightScene });
  const title = await page.innerText('.scene-title');
  await page.click('#room-notes');
  await page.waitForSelector('.note-group', { timeout: patience });
  await page.focus('.note-search input');
  await page.keyboard.type('spectral ra');
  await page.locator('.notes-found li').first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForSelector('h1:has-text("Spectral radius")');
  await reachAddress(page, 'note=');
  await page.goBack();
  await page.waitForSelector('.note-group', { timeout: patience });
  await page.goBack();
  await page.waitForSelector('.app[data-room=arm]', { timeout: patience });
  await page.goForward();
  await page.waitForSelector('.app[data-room=notes]', { timeout: patience });
  await page.goBack();
  await page.waitForSelector('.app[data-room=arm] .story h2', { timeout: patience });

  await chooseScene(page, 'UR5e reaches');
  await reachAddress(page, 'scene=ur5e-reach');
  await page.goBack();
  await reachText(page, '.scene-title', title);
  await reach(page, 'ready');
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('a reload restores the run with its curves, iteration and time, also of a robot of one’s own', async () => {
  const { page, complaints } = await openPage(stage, { hash: lightScene });
  await dropFile(page, 'my-arm.urdf', assetText('ur5e'));
  await openPanel(page, 'robot');
  await reachText(page, '.robot', 'Joints6');
  await reach(page, 'ready');
  await openPanel(page, 'settings');
  await optimize(page);
  await page.press('.lane-t [role=slider]', 'PageDown');
  await page.press('.lane-k [role=slider]', 'PageDown');
  const [k, newest] = [await shownIteration(page), await newestIteration(page)];
  await page.waitForSelector(`.story[data-k="${k}"]`, { timeout: patience });
  const parameters = await shownParameters(page, k);
  const before = await seen(page);
  const loss = await page.getAttribute('[data-panel=loss] .plot-host', 'aria-label');
  await page.reload();
  await reach(page, 'done');
  await page.waitForSelector(`.story[data-k="${k}"]`, { timeout: patience });
  await expect.poll(() => seen(page), { timeout: patience }).toEqual(before);
  expect(await newestIteration(page)).toBe(newest);
  expect(await shownParameters(page, k)).toEqual(parameters);
  const curve = page.locator('[data-panel=loss] .plot-host');
  await expect.poll(() => curve.getAttribute('aria-label'), { timeout: patience }).toBe(loss);
  // other iterations are known as well
  await page.press('.lane-k [role=slider]', 'Home');
  await page.waitForSelector('.story[data-k="0"]', { timeout: patience });
  expect(complaints).toEqual([]);
  await page.context().close();
});
