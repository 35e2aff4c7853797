/** @file Experiments of the Lab that are dropped on the page: they are drawn, come back with the page, and say what is wrong with them. */
import { expect, it } from 'vitest';
import { labText } from '../support/studies.ts';
import {
  dropFile,
  dropFiles,
  lightScene,
  openPage,
  openPanel,
  patience,
  reachAddress,
  reachText,
  setStage,
} from './drive.ts';

const stage = setStage();

it('draws a dropped experiment in the Lab, again after the page is loaded again, and refuses a bad one by line and column', async () => {
  const { page, complaints } = await openPage(stage, { hash: lightScene });
  await dropFile(page, 'mine.json', labText('toy').replace('Two factors whose product is 1', 'Mine'));
  await page.waitForSelector('.lab[data-drawing=false] #surface', { timeout: patience });
  await reachText(page, '.lab-words h2', 'Mine');
  await openPanel(page, 'lab-experiments');
  await reachText(page, '.lab-experiment[aria-current=true]', 'Mine');
  await reachAddress(page, 'x=given');
  await page.reload();
  await page.waitForSelector('.lab[data-drawing=false] #surface', { timeout: patience });
  await reachText(page, '.lab-words h2', 'Mine');

  await dropFile(page, 'bad.json', labText('toy').replace('"iterations": ', '"iterations": -'));
  await reachText(page, '.failure h2', 'bad.json does not fit');
  expect(await page.innerText('.failure-message')).toMatch(/^\$\.iterations \(line \d+, column 3\)/);
  await page.keyboard.press('Escape');
  await dropFiles(page, {
    'gains.json': labText('two-link-gains').replace('two-link-reach', 'my-scene'),
    'a.png': 'x',
  });
  await reachText(page, '.failure-message', 'drop my-scene.json together with the experiment');
  await page.keyboard.press('Escape');
  expect(await page.innerText('.lab-words h2')).toBe('Mine');
  expect(complaints).toEqual([]);
  await page.context().close();
});
