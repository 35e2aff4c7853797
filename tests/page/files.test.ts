/** @file Files that people drop on the page: good robots, bad ones, hostile ones, scenes. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { difference, dropFile, openPage, patience, pixelsOf, reach, setStage, shownError } from './drive.ts';

const asset = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const stage = setStage();

it("draws and optimizes a robot of the user's own", async () => {
  const { page, complaints } = await openPage(stage.browser, stage.server.url);
  const panda = await pixelsOf(page, '.world canvas');
  await dropFile(page, 'my-arm.urdf', asset('assets/robots/ur5e.urdf'));
  await page.waitForFunction(() => document.querySelector('.facts')!.textContent.includes('Joints6'), null, {
    timeout: patience,
  });
  await reach(page, 'ready');
  expect(await page.locator('.scene-chooser option:checked').innerText()).toContain('your file');
  expect(difference(panda, await pixelsOf(page, '.world canvas'))).toBeGreaterThan(0.02);
  const before = await shownError(page);
  await page.click('#optimize');
  await reach(page, 'done');
  expect(await shownError(page)).toBeLessThan(before / 10);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('lists everything that is wrong with a robot file, with line and column, and keeps the arm that it has', async () => {
  const { page, complaints } = await openPage(stage.plain, stage.server.url);
  const bad = `<robot name="<b>x</b>">
  <link name="base"/>
  <link name="arm&lt;img src=x onerror=alert(1)&gt;"><inertial><mass value="-1"/><inertia ixx="1" ixy="0" ixz="0" iyy="1" iyz="0" izz="1"/></inertial></link>
  <joint name="shoulder" type="revolut"><parent link="base"/><child link="nowhere"/></joint>
</robot>`.replace('name="<b>x</b>"', 'name="x"');
  await dropFile(page, 'broken.urdf', bad);
  await page.waitForSelector('.failure', { timeout: patience });
  const places = await page.locator('.failure .place').allInnerTexts();
  expect(places.length).toBeGreaterThanOrEqual(2);
  for (const place of places) expect(place).toMatch(/^broken\.urdf:\d+:\d+$/);
  expect(places.some((place) => place.startsWith('broken.urdf:4:'))).toBe(true);
  expect(await page.innerText('.failure')).toContain('did you mean "revolute"?');
  expect(await page.locator('.failure img').count()).toBe(0);
  expect(await page.innerText('.facts')).toContain('panda');
  expect(await page.isEnabled('#optimize')).toBe(true);
  await page.keyboard.press('Escape');
  expect(await page.locator('.failure').count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('repairs an impossible inertia when asked to, and says which', async () => {
  const { page } = await openPage(stage.plain, stage.server.url);
  const impossible = `<robot name="one"><link name="base"/>
<link name="arm"><inertial><origin xyz="0 0 -0.5"/><mass value="1"/><inertia ixx="0.001" ixy="0" ixz="0" iyy="0.001" iyz="0" izz="0.5"/></inertial></link>
<joint name="hinge" type="continuous"><parent link="base"/><child link="arm"/><axis xyz="0 1 0"/></joint></robot>`;
  await dropFile(page, 'one.urdf', impossible);
  await page.waitForSelector('.failure', { timeout: patience });
  await page.click('text=Repair inertia');
  await page.waitForFunction(() => document.querySelector('.robot')?.textContent.includes('repaired'), null, {
    timeout: patience,
  });
  expect(await page.locator('.failure').count()).toBe(0);
  await page.context().close();
});

it('opens a scene file, and refuses one that does not fit, with its JSON path', async () => {
  const { page, complaints } = await openPage(stage.plain, stage.server.url);
  const scene = JSON.parse(asset('scenes/two-link-reach.json')) as { title: string; time: object };
  await dropFile(page, 'mine.json', JSON.stringify({ ...scene, title: 'Mine' }));
  await page.waitForFunction(() => document.querySelector('.facts')!.textContent.includes('Joints2'), null, {
    timeout: patience,
  });
  await dropFile(page, 'wrong.json', JSON.stringify({ ...scene, time: { ...scene.time, horizon: -1 } }));
  await page.waitForSelector('.failure', { timeout: patience });
  expect(await page.innerText('.failure')).toContain('$.time.horizon');
  await dropFile(page, 'picture.png', 'x');
  await page.waitForFunction(() => document.querySelector('.failure')?.textContent.includes('picture.png'), null, {
    timeout: patience,
  });
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('says how a run ended of a scene that measures nothing', async () => {
  const { page, complaints } = await openPage(stage.plain, stage.server.url);
  const scene = JSON.parse(asset('scenes/two-link-reach.json')) as { method: object };
  const measuresNothing = { ...scene, title: 'Mine', success: undefined, method: { ...scene.method, iterations: 2 } };
  await dropFile(page, 'mine.json', JSON.stringify(measuresNothing));
  await page.waitForFunction(() => document.querySelector('.facts')!.textContent.includes('Joints2'), null, {
    timeout: patience,
  });
  await reach(page, 'ready');
  await page.click('#optimize');
  await reach(page, 'done');
  expect(await page.innerText('.outcome')).toBe('2 iterations done');
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('loads every scene that it offers', async () => {
  const { page, complaints } = await openPage(stage.browser, stage.server.url);
  const files = await page
    .locator('.scene-chooser option')
    .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  expect(files.length).toBeGreaterThanOrEqual(4);
  for (const file of files) {
    await page.selectOption('.scene-chooser', file);
    await reach(page, 'ready');
    expect(await shownError(page)).toBeGreaterThan(0);
  }
  expect(complaints).toEqual([]);
  await page.context().close();
});
