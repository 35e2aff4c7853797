/** @file Robots as people have them: refused with remedies to press, warned of with the joint and a button, and changed in the form. */
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import {
  dropFile,
  lightScene,
  openPage,
  openPanel,
  optimize,
  patience,
  reach,
  reachAddress,
  reachText,
  setStage,
  setting,
  shownError,
} from './drive.ts';

const stage = setStage();

const inertial = (izz = 0.02): string =>
  `<inertial><origin xyz="0 0 0.2"/><mass value="1"/><inertia ixx="0.02" ixy="0" ixz="0" iyy="0.02" iyz="0" izz="${izz}"/></inertial>`;

const box = (size: string, at: string, paint: string): string =>
  `<visual><origin xyz="${at}"/><geometry><box size="${size}"/></geometry><material name="${paint}"><color rgba="${paint}"/></material></visual>`;

const limit = (effort: number): string => `<limit lower="-2" upper="2" effort="${effort}" velocity="3"/>`;

/** On a base that moves in a plane, with an inertia that no body has, and drives of no strength. */
const troubled = `<robot name="troubled">
  <link name="floor"/><link name="base"/><link name="upper">${inertial(0.2)}</link><link name="lower">${inertial()}</link><link name="tip"/>
  <joint name="drive" type="planar"><parent link="floor"/><child link="base"/></joint>
  <joint name="shoulder" type="revolute"><parent link="base"/><child link="upper"/><axis xyz="0 1 0"/>${limit(0)}</joint>
  <joint name="elbow" type="revolute"><parent link="upper"/><child link="lower"/><origin xyz="0 0 0.4"/><axis xyz="0 1 0"/>${limit(0)}</joint>
  <joint name="end" type="fixed"><parent link="lower"/><child link="tip"/><origin xyz="0 0 0.4"/></joint>
</robot>`;

const offered = (page: Page): Promise<string[]> => page.locator('.failure .remedies button').allInnerTexts();

/** Presses a remedy, and waits for what comes of it. */
async function take(page: Page, label: string): Promise<void> {
  await page.click(`.failure .remedies button:text-is('${label}')`);
  await page.waitForFunction(
    (pressed) =>
      document.querySelector('.app:not([data-phase=loading])') &&
      ![...document.querySelectorAll('.failure .remedies button')].some(({ textContent }) => textContent === pressed),
    label,
    { timeout: patience },
  );
}

it('offers what the findings of a refused robot name, until there is an arm that moves', async () => {
  const { page, complaints } = await openPage(stage, { hash: lightScene });
  await dropFile(page, 'troubled.urdf', troubled.replace('<parent link="upper"/>', ''));
  await page.waitForSelector('.failure', { timeout: patience });
  expect(await page.innerText('.failure')).toContain('<parent> is missing');
  // it is answered in the file alone
  expect(await offered(page)).toEqual([]);

  await dropFile(page, 'troubled.urdf', troubled);
  await page.waitForSelector('.failure .remedies', { timeout: patience });
  // without that joint there is no tree whose masses could be judged
  expect(await offered(page)).toEqual(['Ignore limits of 0', 'Weld "drive"']);
  await take(page, 'Weld "drive"');
  expect(await offered(page)).toEqual(['Repair inertia', 'Ignore limits of 0']);
  await take(page, 'Repair inertia');
  expect(await page.innerText('.failure')).toContain('effort limits of 0 at every joint that moves "tip"');
  expect(await offered(page)).toEqual(['Ignore limits of 0']);
  await take(page, 'Ignore limits of 0');
  await reach(page, 'ready');
  expect(await page.locator('.failure').count()).toBe(0);
  await openPanel(page, 'robot');
  expect(await page.innerText('.robot')).toContain('1 inertia repaired');
  await reachText(page, '.facts', 'Joints2');
  const before = await shownError(page);
  await optimize(page);
  expect(await shownError(page)).toBeLessThan(before / 10);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('names the joint that nothing can drive, with a button that helps', async () => {
  const { page, complaints } = await openPage(stage, { hash: lightScene });
  const oneLimp = troubled
    .replace('planar', 'fixed')
    .replace(inertial(0.2), inertial())
    .replace('effort="0"', 'effort="50"');
  await dropFile(page, 'limp.urdf', oneLimp);
  await reachText(page, '.story-text', 'elbow');
  expect(await page.innerText('.story-text')).toContain('cannot be driven');
  await page.click('.story-action:text-is("Ignore limits of 0")');
  await page.waitForFunction(() => !document.querySelector('.story-text')!.textContent.includes('elbow'), null, {
    timeout: patience,
  });
  await reach(page, 'ready');
  const before = await shownError(page);
  await optimize(page);
  expect(await shownError(page)).toBeLessThan(before / 10);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('learns with a gripper whose friction is stiff, and names it where another integrator is chosen', async () => {
  const { page, complaints } = await openPage(stage, { hash: lightScene });
  const light =
    '<inertial><mass value="0.05"/><inertia ixx="3e-4" ixy="0" ixz="0" iyy="3e-4" iyz="0" izz="3e-4"/></inertial>';
  const stiff = troubled
    .replace('planar', 'fixed')
    .replace(inertial(0.2), inertial())
    .replaceAll('effort="0"', 'effort="50"')
    .replace('<link name="tip"/>', `<link name="tip">${light}</link>`)
    .replace('type="fixed"><parent link="lower"/>', 'type="revolute"><parent link="lower"/>')
    .replace(
      '<origin xyz="0 0 0.4"/></joint>\n</robot>',
      `<origin xyz="0 0 0.4"/><axis xyz="0 0 1"/>${limit(5)}<dynamics damping="1" friction="1"/></joint>\n</robot>`,
    );
  await dropFile(page, 'stiff.urdf', stiff);
  await reachText(page, '.scene-title', 'troubled');
  await reach(page, 'ready');
  await setting(page, 'Integrator').locator('select').selectOption({ label: 'Runge-Kutta 4' });
  await reachText(page, '.story-text', 'too stiff');
  expect(await page.innerText('.story-text')).toContain('end');
  await page.keyboard.press('u');
  await page.waitForFunction(() => !document.querySelector('.story-text')!.textContent.includes('too stiff'), null, {
    timeout: patience,
  });
  await reach(page, 'ready');
  const before = await shownError(page);
  await optimize(page);
  expect(await shownError(page)).toBeLessThan(before / 10);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('estimates the inertia of a robot that is drawn only, when asked to', async () => {
  const { page, complaints } = await openPage(stage, { hash: lightScene });
  const drawn = troubled
    .replaceAll(/<inertial>.*?<\/inertial>/g, box('0.08 0.08 0.4', '0 0 0.2', '1 1 1 1'))
    .replace('planar', 'fixed')
    .replaceAll('effort="0"', 'effort="50"');
  await dropFile(page, 'drawn.urdf', drawn);
  await page.waitForSelector('.failure', { timeout: patience });
  expect(await page.innerText('.failure')).toContain('whose links have no inertia');
  await take(page, 'Estimate inertia');
  await reach(page, 'ready');
  await openPanel(page, 'robot');
  expect(await page.innerText('.robot')).toContain('2 inertias estimated');
  await page.locator('summary', { hasText: 'How the scene was chosen' }).click();
  expect(await page.innerText('.robot')).toContain('link "tip": at the end of 2 joints');
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('welds a joint in the form, and lets it move again', async () => {
  const { page, complaints } = await openPage(stage);
  const folder = (title: string) => page.locator('.lil-title', { hasText: new RegExp(`^${title}$`) });
  const rows = (name: string) => page.locator('.lil-controller', { hasText: name });
  const joints = (count: number): Promise<unknown> => reachText(page, '.facts', `Joints${count}`);
  await openPanel(page, 'robot');
  await openPanel(page, 'settings');
  const weld = rows('panda_joint3').locator('input[type=checkbox]');
  await folder('Robot').click();
  await folder('Welded joints').click();
  const before = await rows('panda_joint3').count();
  await weld.focus();
  await page.keyboard.press('Space');
  await joints(6);
  await reach(page, 'ready');
  // its numbers are gone, the folder is open and the box has the focus
  expect(await rows('panda_joint3').count()).toBe(1);
  expect(await weld.isChecked()).toBe(true);
  expect(await weld.evaluate((element) => element === document.activeElement)).toBe(true);
  await optimize(page);
  expect(await shownError(page)).toBeLessThan(5);

  await weld.uncheck();
  await joints(7);
  await reach(page, 'ready');
  expect(await rows('panda_joint3').count()).toBe(before);
  const stiffness = rows('panda_joint3').locator('input:not([type=checkbox])').first();
  expect(await stiffness.inputValue()).toBe('100');

  // an armature is taken, and shown
  await folder('Armature \\(kg m²\\)').click();
  const armature = rows('panda_joint1').locator('input:not([type=checkbox])').last();
  await armature.fill('3');
  await page.keyboard.press('Enter');
  await reachAddress(page, 'armature');
  await reach(page, 'ready');
  expect(await page.locator('.failure').count()).toBe(0);
  expect(await armature.inputValue()).toBe('3');
  expect(complaints).toEqual([]);
  await page.context().close();
});
