/** @file Rooms: a run goes on whatever room is open, to the same bits as on the command line, and its file opens again on the page and there. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { adjoint, file, runOf, scene } from '../support/command-line.ts';
import {
  dropFile,
  openPage,
  openPanel,
  patience,
  reach,
  reachIteration,
  savedBy,
  setStage,
  shownIteration,
  shownParameters,
} from './drive.ts';

const stage = setStage();
const iterations = 500;

/** Starts the run, and goes from room to room and back; how many of the changes were made while it was under way. */
const optimizeAmongRooms = (page: Page, changes: number): Promise<number> =>
  page.evaluate(async (count) => {
    const app = document.querySelector<HTMLElement>('.app')!;
    document.querySelector<HTMLElement>('#optimize')!.click();
    let underWay = 0;
    for (let change = 0; change < count; change++) {
      const room = ['notes', 'arm', 'lab', 'arm'][change % 4];
      document.querySelector<HTMLElement>(`#room-${room}`)!.click();
      while (app.dataset.room !== room) await new Promise((resolve) => setTimeout(resolve));
      if (app.dataset.phase === 'running') underWay++;
    }
    return underWay;
  }, changes);

it('that are changed twenty times change no bit of a run, and its file is that of the command line, and opens again', async () => {
  const path = file('page.run.json');
  const set = [`method.iterations=${iterations}`, 'success.below=0'].flatMap((each) => ['--set', each]);
  await adjoint(['run', scene('panda-reach'), ...set, '--out', file('own.run.json')]);
  const own = runOf(file('own.run.json')).state;

  const hash = `set=method.iterations:${iterations},success.below:0`;
  const { page, complaints } = await openPage(stage, { hash });
  // what the room is made of is loaded once
  await page.click('#room-notes');
  await page.waitForSelector('.note-group', { timeout: patience });
  await page.click('#room-arm');
  const underWay = await optimizeAmongRooms(page, 20);
  console.log(`${underWay} of 20 changes of the room were made while the run was under way`);
  expect(underWay).toBeGreaterThan(0);
  await reach(page, 'done');
  await reachIteration(page, iterations - 1);
  const k = await shownIteration(page);
  expect(k).toBe(own.best!.iteration);
  expect(await shownParameters(page, k)).toEqual(own.best!.parameters);
  await openPanel(page, 'files');
  const { name, text } = await savedBy(page, '.offers button:has-text("Run")');
  expect(name).toBe('panda-reach.run.json');
  expect(text).toBe(readFileSync(file('own.run.json'), 'utf8'));

  // another experiment, then the file again
  await page.keyboard.press('r');
  await reach(page, 'ready');
  await dropFile(page, name, text);
  await reach(page, 'done');
  expect(await shownParameters(page, k)).toEqual(own.best!.parameters);
  await page.waitForSelector(`.story[data-k="${k}"]`, { timeout: patience });
  expect(await page.getAttribute('.lane-k [role=slider]', 'aria-valuemax')).toBe(String(iterations - 1));

  writeFileSync(path, text);
  const more = ['--set', `method.iterations=${iterations + 10}`];
  expect((await adjoint(['run', '--resume', path, ...more])).status).toBe(0);
  await adjoint(['run', '--resume', file('own.run.json'), ...more]);
  expect(runOf(path).state).toEqual(runOf(file('own.run.json')).state);
  expect(complaints).toEqual([]);
  await page.context().close();
});
