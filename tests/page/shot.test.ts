/** @file The second engine in the page: switched on by a key, its arm is drawn over ours, and a line says how far from ours it ends. */
import { expect, it } from 'vitest';
import { lightScene, openPage, setStage } from './drive.ts';
import { difference, pixelsOf } from './pixels.ts';

/** Software draws: the smaller, the sooner. */
const patience = 15_000;
const small = { width: 1024, height: 640 };
const stage = setStage({ draws: true });

it('is fetched when it is asked for, draws its arm over ours, and follows what is changed', async () => {
  const fetched: string[] = [];
  const { page, complaints } = await openPage(stage, {
    viewport: small,
    hash: process.env.SCENE ?? lightScene,
    prepare: async (opened) => void opened.on('request', (request) => fetched.push(request.url())),
  });
  const chip = page.getByRole('button', { name: 'In Rapier' });
  const line = page.locator('.second-line');
  const state = (): Promise<string | null> => line.getAttribute('data-state');
  const isFetched = (): boolean => fetched.some((url) => url.includes('/rapier-'));
  const alone = await pixelsOf(page, '.world canvas');
  expect([isFetched(), await line.count()]).toEqual([false, 0]);
  await chip.press('Enter');
  await expect.poll(() => chip.getAttribute('aria-pressed'), { timeout: patience }).toBe('true');
  await expect.poll(state, { timeout: patience }).toBe('there');
  expect(isFetched()).toBe(true);
  expect(await line.textContent()).toMatch(/^Rapier ends [\d.]+ (m|mm|µm) from here$/);
  await expect
    .poll(async () => difference(alone, await pixelsOf(page, '.world canvas')), { timeout: patience })
    .toBeGreaterThan(1e-3);
  if (process.env.SHOT) await page.screenshot({ path: '/tmp/second-shot.png' });
  const before = await line.textContent();
  await page.press('.lane-t [role=slider]', 'Home'); return;
  await expect.poll(async () => [await state(), (await line.textContent()) !== before], { timeout: patience }).toEqual(['there', true]); // prettier-ignore
  await chip.press('Enter');
  await expect.poll(() => line.count(), { timeout: patience }).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
});
