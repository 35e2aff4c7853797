/** @file Robots as people have them: refused with remedies to press, with grippers, and changed in the form. */
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { dropFile, openPage, patience, type Pixels, pixelsOf, reach, setStage, shownError, where } from './drive.ts';

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

const fact = async (page: Page, text: string): Promise<unknown> =>
  page.waitForFunction((wanted) => document.querySelector('.facts')!.textContent.includes(wanted), text, {
    timeout: patience,
  });

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
  const { page, complaints } = await openPage(stage.plain, stage.server.url);
  await dropFile(page, 'troubled.urdf', troubled);
  await page.waitForSelector('.failure', { timeout: patience });
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
  expect(await page.innerText('.robot')).toContain('1 inertia repaired');
  await fact(page, 'Joints2');
  const before = await shownError(page);
  await page.click('#optimize');
  await reach(page, 'done');
  expect(await shownError(page)).toBeLessThan(before / 10);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('offers nothing where an error is answered in the file alone', async () => {
  const { page } = await openPage(stage.plain, stage.server.url);
  await dropFile(page, 'troubled.urdf', troubled.replace('<parent link="upper"/>', ''));
  await page.waitForSelector('.failure', { timeout: patience });
  expect(await page.innerText('.failure')).toContain('<parent> is missing');
  expect(await offered(page)).toEqual([]);
  await page.context().close();
});

it('estimates the inertia of a robot that is drawn only, when asked to', async () => {
  const { page, complaints } = await openPage(stage.plain, stage.server.url);
  const drawn = troubled
    .replaceAll(/<inertial>.*?<\/inertial>/g, box('0.08 0.08 0.4', '0 0 0.2', '1 1 1 1'))
    .replace('planar', 'fixed')
    .replaceAll('effort="0"', 'effort="50"');
  await dropFile(page, 'drawn.urdf', drawn);
  await page.waitForSelector('.failure', { timeout: patience });
  expect(await page.innerText('.failure')).toContain('whose links have no inertia');
  await take(page, 'Estimate inertia');
  await reach(page, 'ready');
  expect(await page.innerText('.robot')).toContain('2 inertias estimated');
  await page.locator('summary', { hasText: 'How the scene was chosen' }).click();
  expect(await page.innerText('.robot')).toContain('link "tip": at the end of 2 joints');
  expect(complaints).toEqual([]);
  await page.context().close();
});

const paints = { left: '0.9 0 0 1', right: '0 0 0.9 1' };

/** A hand on a wrist: the right finger follows the left. */
const gripper = `<robot name="gripper">
  <link name="base">${box('0.1 0.1 0.1', '0 0 0.05', '1 1 1 1')}</link>
  <link name="hand">${box('0.1 0.4 0.06', '0 0 0.03', '1 1 1 1')}${inertial()}</link>
  <link name="left">${box('0.05 0.03 0.2', '0 0 0.1', paints.left)}${inertial()}</link>
  <link name="right">${box('0.05 0.03 0.2', '0 0 0.1', paints.right)}${inertial()}</link>
  <joint name="wrist" type="continuous"><parent link="base"/><child link="hand"/><origin xyz="0 0 0.1"/><axis xyz="0 0 1"/><limit effort="50" velocity="5"/></joint>
  <joint name="right_finger" type="prismatic"><parent link="hand"/><child link="right"/><origin xyz="0 -0.06 0.06"/><axis xyz="0 1 0"/>
    <limit lower="-0.1" upper="0" effort="50" velocity="1"/><mimic joint="left_finger" multiplier="-1"/></joint>
  <joint name="left_finger" type="prismatic"><parent link="hand"/><child link="left"/><origin xyz="0 0.06 0.06"/><axis xyz="0 1 0"/>
    <limit lower="0" upper="0.1" effort="50" velocity="1"/></joint>
</robot>`;

const opening = {
  version: 2,
  name: 'opening',
  title: 'A gripper opens',
  robot: 'gripper.urdf',
  seed: 1,
  time: { step: 0.005, horizon: 1 },
  start: { q: [0, 0] },
  goals: { open: { type: 'configuration', q: [0, 0.1] } },
  costs: [{ name: 'open', residual: { type: 'joint-position', to: 'open' }, weight: 1, when: 'final' }],
  controller: { type: 'pd', kp: 100, kd: 20, reference: [0, 0.1] },
  method: { type: 'adam', learningRate: 0.01, iterations: 3 },
};

/** Mean place of the pixels of a finger, and how many there are. */
function finger(pixels: Pixels, isIt: (red: number, green: number, blue: number) => boolean) {
  const found = where(pixels, isIt);
  const mean = (axis: 0 | 1): number => found.reduce((sum, point) => sum + point[axis], 0) / found.length;
  return { x: mean(0), y: mean(1), count: found.length };
}

const fingers = async (page: Page) => {
  const pixels = await pixelsOf(page, '.world canvas');
  return {
    left: finger(pixels, (red, green, blue) => red > 90 && red > 3 * green && red > 3 * blue),
    right: finger(pixels, (red, green, blue) => blue > 60 && blue > 2 * green && blue > 2 * red),
  };
};

it('moves a finger that follows another, and lists only the one that is followed', async () => {
  const { page, complaints } = await openPage(stage.browser, stage.server.url);
  await dropFile(page, 'gripper.urdf', gripper);
  await fact(page, 'gripper');
  await dropFile(page, 'opening.json', JSON.stringify(opening));
  await page.waitForSelector('.scene-chooser option:text-is("A gripper opens (your file)")', {
    state: 'attached',
    timeout: patience,
  });
  await reach(page, 'ready');
  await fact(page, 'Joints2');
  const names = await page.locator('.lil-name').allInnerTexts();
  expect(names).toContain('left_finger');
  expect(names).not.toContain('right_finger');

  await page.locator('.timeline input[type=range]').fill('0');
  const closed = await fingers(page);
  await page.locator('.timeline input[type=range]').press('End');
  const open = await fingers(page);
  for (const { left, right } of [closed, open]) expect(Math.min(left.count, right.count)).toBeGreaterThan(50);
  const way = (side: 'left' | 'right'): [number, number] => [
    open[side].x - closed[side].x,
    open[side].y - closed[side].y,
  ];
  const [left, right] = [way('left'), way('right')];
  expect(Math.hypot(...left)).toBeGreaterThan(10);
  // the other way, and as far but for the perspective
  expect(Math.sign(left[0])).toBe(-Math.sign(right[0]));
  expect(Math.hypot(...right) / Math.hypot(...left)).toBeGreaterThan(0.5);
  expect(Math.hypot(...right) / Math.hypot(...left)).toBeLessThan(3);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('welds a joint in the form, and lets it move again', async () => {
  const { page, complaints } = await openPage(stage.plain, stage.server.url);
  const folder = (title: string) => page.locator('.lil-title', { hasText: new RegExp(`^${title}$`) });
  const rows = (name: string) => page.locator('.lil-controller', { hasText: name });
  const weld = rows('panda_joint3').locator('input[type=checkbox]');
  await folder('Robot').click();
  await folder('Welded joints').click();
  expect(await rows('panda_joint3').count()).toBe(4);
  await weld.focus();
  await page.keyboard.press('Space');
  await fact(page, 'Joints6');
  await reach(page, 'ready');
  // its numbers are gone, the folder is open and the box has the focus
  expect(await rows('panda_joint3').count()).toBe(1);
  expect(await weld.isChecked()).toBe(true);
  expect(await weld.evaluate((box) => box === document.activeElement)).toBe(true);
  await page.click('#optimize');
  await reach(page, 'done');
  expect(await shownError(page)).toBeLessThan(5);

  await weld.uncheck();
  await fact(page, 'Joints7');
  await reach(page, 'ready');
  expect(await rows('panda_joint3').count()).toBe(4);
  const stiffness = rows('panda_joint3').locator('input:not([type=checkbox])').first();
  expect(await stiffness.inputValue()).toBe('100');

  // an armature is taken, and shown
  await folder('Armature \\(kg m²\\)').click();
  await rows('panda_joint1').locator('input:not([type=checkbox])').last().fill('3');
  await page.keyboard.press('Enter');
  await reach(page, 'ready');
  expect(await page.locator('.failure').count()).toBe(0);
  expect(await rows('panda_joint1').locator('input:not([type=checkbox])').last().inputValue()).toBe('3');
  expect(complaints).toEqual([]);
  await page.context().close();
});
