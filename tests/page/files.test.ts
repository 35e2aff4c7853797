/** @file Files that people drop on the page: good ones, bad ones, hostile ones, several at once; each message names its file. */
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { assetText, sceneText } from '../support/robots.ts';
import {
  dropFile,
  dropFiles,
  lightScene,
  openPage,
  openPanel,
  optimize,
  patience,
  reach,
  reachText,
  setStage,
  shownError,
} from './drive.ts';

const stage = setStage();

/** Waits for a message, and gives its title. */
async function failureTitle(page: Page, named: string): Promise<string> {
  await reachText(page, '.failure h2', named);
  return page.innerText('.failure h2');
}

const remedies = (page: Page): Promise<string[]> => page.locator('.failure .remedies button').allInnerTexts();

/** Closes the message, and looks at the robot that is open. */
async function reachRobot(page: Page, text: string): Promise<void> {
  await openPanel(page, 'robot');
  await reachText(page, '.robot', text);
}

it("takes a robot of the user's own, and optimizes it", async () => {
  const { page, complaints } = await openPage(stage, { hash: lightScene });
  await dropFile(page, 'my-arm.urdf', assetText('ur5e'));
  await reachRobot(page, 'Joints6');
  await reach(page, 'ready');
  await page.click('.scene-chooser');
  expect(await page.innerText('#scenes [aria-checked=true]')).toContain('your file');
  await page.keyboard.press('Escape');
  const before = await shownError(page);
  await optimize(page);
  expect(await shownError(page)).toBeLessThan(before / 10);
  expect(complaints).toEqual([]);
  await page.context().close();
});

const mesh =
  'solid part\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nendloop\nendfacet\nendsolid part\n';

const bad = `<robot name="x">
  <link name="base"/>
  <link name="arm&lt;img src=x onerror=alert(1)&gt;"><inertial><mass value="-1"/><inertia ixx="1" ixy="0" ixz="0" iyy="1" iyz="0" izz="1"/></inertial></link>
  <joint name="shoulder" type="revolut"><parent link="base"/><child link="nowhere"/></joint>
</robot>`;

const impossible = `<robot name="one"><link name="base"/>
<link name="arm"><inertial><origin xyz="0 0 -0.5"/><mass value="1"/><inertia ixx="0.001" ixy="0" ixz="0" iyy="0.001" iyz="0" izz="0.5"/></inertial></link>
<joint name="hinge" type="continuous"><parent link="base"/><child link="arm"/><axis xyz="0 1 0"/></joint></robot>`;

it('lists everything that is wrong with a file by its name, keeps what is open, and offers a repair for that file alone', async () => {
  const { page, complaints } = await openPage(stage, { hash: lightScene });
  await dropFile(page, 'broken.urdf', bad);
  expect(await failureTitle(page, 'broken.urdf')).toBe('broken.urdf cannot be simulated');
  const places = await page.locator('.failure .place').allInnerTexts();
  expect(places.length).toBeGreaterThanOrEqual(2);
  for (const place of places) expect(place).toMatch(/^broken\.urdf:\d+:\d+$/);
  expect(places.some((place) => place.startsWith('broken.urdf:4:'))).toBe(true);
  expect(await page.innerText('.failure')).toContain('did you mean "revolute"?');
  expect(await page.innerText('.failure')).toContain('The arm on the screen is unchanged');
  expect(await page.locator('.failure img').count()).toBe(0);
  expect(await page.isEnabled('#optimize')).toBe(true);
  await page.keyboard.press('Escape');
  expect(await page.locator('.failure').count()).toBe(0);
  await reachRobot(page, 'planar-2link');

  await dropFile(page, 'one.urdf', impossible);
  await failureTitle(page, 'one.urdf');
  expect(await remedies(page)).toEqual(['Repair inertia']);
  // what fails after it has no part in the repair
  const others = {
    'photo.png': 'x',
    'notes.json': '{"a": 1',
    'part.stl': mesh,
    'wrong.json': JSON.stringify({ ...(JSON.parse(sceneText('two-link-reach')) as object), time: { horizon: -1 } }),
  };
  for (const [name, content] of Object.entries(others)) {
    await dropFile(page, name, content);
    expect(await failureTitle(page, name)).toMatch(/ (cannot be opened|does not fit)$/);
    expect(await remedies(page), name).toEqual([]);
  }
  expect(await page.innerText('.failure')).toContain('$.time.horizon');

  await dropFile(page, 'one.urdf', impossible);
  await failureTitle(page, 'one.urdf');
  await page.click('text=Repair inertia');
  await page.waitForSelector('.failure', { state: 'detached', timeout: patience });
  await reachRobot(page, '1 inertia repaired');
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('says of several files what became of each', async () => {
  const { page, complaints } = await openPage(stage, { hash: lightScene });
  const scene = JSON.parse(sceneText('two-link-reach')) as object;
  await dropFiles(page, {
    'photo.png': 'x',
    'other.urdf': assetText('ur5e'),
    'planar-2link.urdf': assetText('planar-2link'),
    'mine.json': JSON.stringify({ ...scene, title: 'Mine' }),
    'link1.stl': mesh,
  });
  await page.waitForSelector('.drop-card', { timeout: patience });
  await reach(page, 'ready');
  expect(await page.innerText('.drop-card h2')).toBe('2 of 5 files used');
  const lines = await page
    .locator('.drop-card li')
    .evaluateAll((items) =>
      items.map((item) => [
        item.querySelector('b')!.textContent,
        item.className,
        item.querySelector('small')!.textContent,
      ]),
    );
  expect(lines.map(([name, use]) => [name, use])).toEqual([
    ['photo.png', 'unused'],
    ['other.urdf', 'unused'],
    ['planar-2link.urdf', 'used'],
    ['mine.json', 'used'],
    ['link1.stl', 'unused'],
  ]);
  expect(lines[1][2]).toContain('one is opened at a time');
  expect(lines[4][2]).toContain('mesh');
  expect(await page.innerText('.scene-title')).toBe('Mine');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.drop-card', { state: 'detached', timeout: patience });
  await reachRobot(page, 'Joints2');
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('says how a run ended of a scene that measures nothing', async () => {
  const { page, complaints } = await openPage(stage, { hash: lightScene });
  const scene = JSON.parse(sceneText('two-link-reach')) as { method: object };
  const measuresNothing = { ...scene, title: 'Mine', success: undefined, method: { ...scene.method, iterations: 2 } };
  await dropFile(page, 'mine.json', JSON.stringify(measuresNothing));
  await reachText(page, '.scene-title', 'Mine');
  await reach(page, 'ready');
  await optimize(page);
  await reachText(page, '.story-text', '2 iterations done');
  expect(complaints).toEqual([]);
  await page.context().close();
});
