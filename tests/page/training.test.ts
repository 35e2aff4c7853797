/** @file A policy is trained in the page: it is watched, looked at arm by arm, dragged after, and saved. */
import { expect, it } from 'vitest';
import { decodeController } from '../../src/run/controller-file.ts';
import { openPage, openPanel, optimize, patience, reachText, savedBy, setStage } from './drive.ts';

const stage = setStage();

const hash = 'scene=two-link-reach-anywhere';

it('trains a policy from nothing, shows its curves and many arms, looks at one of them, and saves it', async () => {
  const { page, complaints } = await openPage(stage, { hash });
  expect(await page.innerText('#optimize')).toBe('Train');
  await page.click('.story-action');
  await optimize(page);
  await reachText(page, '.story h2', '% of goals reached');
  const [, success] = /([\d.]+) %/.exec(await page.innerText('.story h2'))!;
  expect(Number(success)).toBeGreaterThan(80);

  for (const id of ['success', 'error', 'layers-gradient'])
    expect(await page.getAttribute(`[data-panel=${id}] .plot-card`, 'data-empty')).toBe('false');

  const best = await page.getAttribute('.lane-k [role=slider]', 'aria-valuenow');
  await page.waitForSelector(`.crowd[data-k="${best}"]`, { timeout: patience });
  expect(Number(await page.getAttribute('.crowd', 'data-reached'))).toBeGreaterThan(20);
  const arm = page.locator('.crowd-arms button').nth(7);
  const [, figure] = /distance ([\d.]+ \S+),/.exec((await arm.getAttribute('aria-label'))!)!;
  expect(figure).toMatch(/(mm|µm)$/);
  const before = await page.innerText('.story-text');
  await arm.click();
  await page.waitForSelector('.crowd', { state: 'detached', timeout: patience });
  await page.waitForFunction((text) => document.querySelector('.story-text')!.textContent !== text, before, {
    timeout: patience,
  });

  await openPanel(page, 'files');
  const { name, bytes } = await savedBy(page, '.offers button:has-text("Controller")');
  expect(name).toBe('two-link-reach-anywhere.safetensors');
  const { parameters } = decodeController(bytes);
  expect(parameters.map(({ path }) => path)).toContain('policy.4.bias');
  expect(complaints).toEqual([]);
  await page.context().close();
});
