/** @file Nothing is cut, lies over something else or outside, and no number parts from its unit: in every state, at every size. */
import { expect, it } from 'vitest';
import { openQuietly, type PageState, smallStates, wideStates } from '../support/page-states.ts';
import { bringRuler, layoutFaults, type Size, walk } from '../support/states-walk.ts';
import { setStage } from './drive.ts';

const stage = setStage();

const small: readonly Size[] = [
  { width: 390, height: 844 },
  { width: 320, height: 640 },
  { width: 768, height: 1024 },
  { width: 844, height: 390 },
];

const wide: readonly Size[] = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 1920, height: 1080 },
];

/** 1440 x 900 at 200 %. */
const zoomed: Size = { width: 720, height: 450 };

/** States in which nothing has another place than in others; the script that walks all sizes enters them too. */
const repeated = /^(figure (norm|torques)|sheet (distance|norm|torques)|learning lane|one joint)$/;

async function faultsIn(
  states: readonly PageState[],
  sizes: readonly Size[],
  deviceScaleFactor = 1,
): Promise<string[]> {
  const context = await stage.browser.newContext({ viewport: sizes[0], reducedMotion: 'reduce', deviceScaleFactor });
  const page = await context.newPage();
  await bringRuler(page);
  await openQuietly(page, stage.server.url);
  const found: string[] = [];
  const telling = states.filter(({ name }) => !repeated.test(name));
  await walk(page, telling, sizes, async (where) => {
    for (const fault of await layoutFaults(page)) found.push(`${where}: ${fault}`);
  });
  await context.close();
  return found;
}

it('has its place for everything on small screens', async () => {
  expect(await faultsIn(smallStates, small)).toEqual([]);
});

it('has its place for everything where there are columns', async () => {
  expect(await faultsIn(wideStates, wide)).toEqual([]);
});

it('has its place for everything at twice the size', async () => {
  const names = ['ready', 'done', 'sheet terms', 'sheet gradient', 'sheet settings', 'help', 'notes', 'a note'];
  // beside a low screen the sheet is always open
  const states = smallStates.filter(({ name }) => names.includes(name));
  expect(await faultsIn(states, [zoomed], 2)).toEqual([]);
});

it('would find text that is cut, that lies over other text, and a unit without its number', async () => {
  const context = await stage.browser.newContext({ viewport: { width: 600, height: 400 } });
  const page = await context.newPage();
  await bringRuler(page);
  await page.goto('about:blank');
  await page.setContent(`<!doctype html><body>
    <p style="position: absolute; top: 0; width: 60px; overflow: hidden; white-space: nowrap">far too long a text</p>
    <button style="position: absolute; top: 100px; left: 0">one</button>
    <button style="position: absolute; top: 105px; left: 10px">two</button>
    <p style="position: absolute; top: 200px; width: 40px">1234 mm</p>
    <p style="position: absolute; top: 300px; left: 590px; white-space: nowrap">outside</p>`);
  const faults = await page.evaluate(() => (globalThis as unknown as { layoutFaults: () => string[] }).layoutFaults());
  expect(faults.map((fault) => fault.split(':')[0]).sort()).toEqual(['cut', 'outside', 'overlap', 'parted', 'wide']);
  await context.close();
});
