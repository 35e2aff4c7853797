/** @file The Lab as a room of the page: what the header says of it, by hand and by keys. */
import { expect, it } from 'vitest';
import { chooseScene, lightScene, openPage, patience, reachAddress, reachText, setStage } from './drive.ts';

const stage = setStage();

it('has a chooser of experiments in the header, where nothing speaks of the scene of another room', async () => {
  const { page, complaints } = await openPage(stage, { hash: lightScene });
  await page.waitForSelector('.badge', { timeout: patience });
  await page.click('#room-lab');
  await reachText(page, '.scene-title', 'PD gains of a two-link arm');
  expect(await page.locator('.badge, .undo').count()).toBe(0);
  await page.click('.scene-chooser');
  expect(await page.locator('#experiments [role=group]').count()).toBe(4);
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => !location.hash.includes('two-link-gains'), null, { timeout: patience });
  await page.click('.scene-chooser');
  await page.getByRole('menuitemradio', { name: 'Two factors' }).click();
  await reachText(page, '.scene-title', 'Two factors whose product is 1');
  await reachAddress(page, 'x=toy');
  await page.waitForSelector('.lab[data-drawing=false] #surface', { timeout: patience });
  // what is open in the room of the arm has its badge here, too
  await page.click('.scene-chooser');
  await page.locator('#experiments [role=group]').first().getByRole('menuitemradio').click();
  await page.waitForSelector('.badge', { timeout: patience });
  await page.click('#room-arm');
  await chooseScene(page, 'UR5e reaches');
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('leads from a figure and from an experiment to their notes, and takes a tour', async () => {
  const { page, complaints } = await openPage(stage, { hash: `${lightScene}&room=lab&x=toy&fig=pad` });
  await page.waitForSelector('.lab[data-drawing=false] #pad', { timeout: patience });
  await page.click('.lab-head .note-sign');
  await reachText(page, '.note-text h1', 'pad');
  await page.goBack();
  await page.click('.lab-words .note-sign');
  await reachAddress(page, 'note=learning/landscapes/two-factor-toy');
  await page.click('#room-lab');
  await page.click('.menu-button');
  await page.click('[role=menuitem]:has-text("tour")');
  for (const step of [1, 2, 3, 4, 5]) {
    await reachText(page, '.tour footer', `${step} of 5`);
    await page.click('.tour footer button');
  }
  expect(await page.locator('.tour').count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
});
