/** @file A policy that the page has trained leaves as a file and comes back: in both engines it does what it did. */
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { decodeController } from '../../src/run/controller-file.ts';
import { sceneText } from '../support/robots.ts';
import {
  dropFile,
  dropFiles,
  newestIteration,
  openPage,
  openPanel,
  optimize,
  patience,
  reach,
  reachText,
  savedBy,
  setStage,
  shownIteration,
  shownParameters,
} from './drive.ts';

const stage = setStage();

const hash = 'scene=two-link-reach-anywhere';
/** Few enough numbers that a link has them all. */
const fewer = `${hash}&set=controller.hidden:[8],method.iterations:20`;

/** Parts of the goals that are reached here and in Rapier, in percent, of the iteration that is shown. */
async function evaluateInBoth(page: Page): Promise<{ readonly ours: number; readonly theirs: number }> {
  await page.getByRole('button', { name: 'Evaluate in both engines' }).click();
  await page.waitForSelector('.second-line[data-state=there]', { timeout: patience });
  const words = await page.innerText('.second-line');
  const [, ours, theirs] = /([\d.]+) % are reached here, ([\d.]+) % in Rapier/.exec(words)!;
  return { ours: Number(ours), theirs: Number(theirs) };
}

/** How each of the many arms of an iteration ends, in words. */
async function endsOf(page: Page, k: number): Promise<string[]> {
  await page.waitForSelector(`.crowd[data-k="${k}"]`, { timeout: patience });
  return page
    .locator('.crowd-arms button')
    .evaluateAll((arms) => arms.map((arm) => arm.getAttribute('aria-label') ?? ''));
}

async function saveController(page: Page): Promise<Buffer> {
  await openPanel(page, 'files');
  return (await savedBy(page, '.offers button:has-text("Controller")')).bytes;
}

it('is trained from nothing, does well in both engines, and after a new start is brought back by its file', async () => {
  const { page, complaints } = await openPage(stage, { hash });
  await page.click('.story-action');
  const untrained = await evaluateInBoth(page);
  expect(untrained.ours).toBeLessThan(20);
  // as many iterations as the scene says, at most
  await optimize(page);
  const best = await shownIteration(page);
  const ends = await endsOf(page, best);
  const trained = await evaluateInBoth(page);
  expect(trained.ours).toBeGreaterThan(80);
  expect(trained.theirs).toBeGreaterThan(80);
  expect(Math.abs(trained.ours - trained.theirs)).toBeLessThan(10);
  const bytes = await saveController(page);

  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('o');
  await reach(page, 'ready');
  expect(await endsOf(page, 0)).not.toEqual(ends);
  expect(await evaluateInBoth(page)).toEqual(untrained);

  await page.setInputFiles('#open-file', { name: 'mine.safetensors', mimeType: '', buffer: bytes });
  await reachText(page, '.notices', 'mine.safetensors is open. Iteration 0 is what it has learned');
  await reachText(page, '.story-text', 'which has learned before');
  await reachText(page, '.crowd h3', `${ends.filter((end) => end.endsWith(', reached')).length} of`);
  expect(await endsOf(page, 0)).toEqual(ends);
  expect(await evaluateInBoth(page)).toEqual(trained);
  expect([await shownIteration(page), await newestIteration(page)]).toEqual([0, 0]);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('comes back to the last bit, is undone, and is refused where it does not fit', async () => {
  const { page, complaints } = await openPage(stage, { hash: fewer });
  await optimize(page);
  const best = await shownIteration(page);
  const bytes = await saveController(page);
  const { vector } = decodeController(bytes);
  expect(await shownParameters(page, best)).toEqual(vector);
  await dropFile(page, 'mine.safetensors', bytes);
  await reachText(page, '.notices', 'mine.safetensors');
  await page.waitForFunction(() => !new URLSearchParams(location.hash.slice(1)).has('k'), null, { timeout: patience });
  const link = page.url();

  const refused = async (name: string, content: Uint8Array, ...words: string[]): Promise<void> => {
    await dropFile(page, name, content);
    for (const part of [name, ...words]) await reachText(page, '.failure', part);
    await reachText(page, '.failure', 'The arm on the screen is unchanged');
    expect(page.url()).toBe(link);
    await page.keyboard.press('Escape');
    await page.waitForSelector('.failure', { state: 'detached', timeout: patience });
  };
  await refused('cut.safetensors', bytes.subarray(0, -8), 'cannot be opened', 'get it again');
  await refused('noise.safetensors', Uint8Array.of(1, 2, 3), 'cannot be opened', 'damaged');

  await page.keyboard.press('u');
  expect(await shownParameters(page, best)).toEqual(vector);
  await reach(page, 'done');

  const larger = JSON.parse(sceneText('two-link-reach-anywhere')) as object;
  await dropFiles(page, { 'larger.json': JSON.stringify(larger), 'mine.safetensors': bytes });
  await reachText(page, '.failure h2', 'mine.safetensors does not fit');
  await reachText(page, '.failure', 'hidden layers: found 8; expected 16, 16');
  expect(complaints).toEqual([]);
  await page.context().close();
});
