/** @file What the 3-D view shows, as pixels: the page before it, the arm, its motion, the target that is dragged, ghosts, a robot of one's own. */
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { assetText } from '../support/robots.ts';
import {
  dropFile,
  openPage,
  openPanel,
  optimize,
  patience,
  reach,
  reachText,
  setRestarts,
  setStage,
  setting,
  shownError,
} from './drive.ts';
import { difference, isAccent, type Pixels, pixelsOf, targetOnScreen, where } from './pixels.ts';

/** Software draws: the smaller, the sooner. */
const small = { width: 1024, height: 640 };
const stage = setStage({ draws: true });

/** Holds back the script of the 3-D view until the returned function is called. */
async function holdWorld(page: Page): Promise<() => void> {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/assets/world-*.js', async (route) => {
    await held;
    await route.continue();
  });
  return () => release();
}

const playhead = '.lane-t [role=slider]';

it('comes after the page and its gradient, and draws the arm, its motion, and where the target is dragged', async () => {
  let showWorld = (): void => undefined;
  const { page, complaints } = await openPage(stage, {
    viewport: small,
    hash: 'cards=loss,gradient',
    prepare: async (opened) => (showWorld = await holdWorld(opened)),
  });
  // all that can be read and done is there without the 3-D view
  expect(await page.innerText('.story-text')).toContain('Iteration 0, before any learning');
  const map = page.locator('[data-panel=gradient] .plot-host');
  await expect.poll(() => map.getAttribute('aria-label'), { timeout: patience }).toMatch(/largest -?[\d.]*[1-9]/);
  expect(await page.isEnabled('#optimize')).toBe(true);
  const empty = await pixelsOf(page, '.stage');
  showWorld();
  await expect
    .poll(async () => difference(empty, await pixelsOf(page, '.stage')), { timeout: patience })
    .toBeGreaterThan(0.05);

  const before = await pixelsOf(page, '.world canvas');
  // a light body with black rings and grippers that throws a shadow: many shades, some of them dark
  expect(new Set(where(before, () => true).map((_, i) => before.data[4 * i])).size).toBeGreaterThan(60);
  expect(where(before, (red, green, blue) => red + green + blue < 180).length).toBeGreaterThan(200);

  const ball = await targetOnScreen(page);
  const row = setting(page, 'x \\(cm\\)');
  const errorBefore = await shownError(page);
  await page.mouse.move(ball.x, ball.y);
  await page.mouse.down();
  await page.mouse.move(ball.x - 30, ball.y + 20, { steps: 4 });
  await page.mouse.up();
  await row.and(page.locator('.changed')).waitFor({ state: 'attached', timeout: patience });
  await reach(page, 'ready');
  expect(await shownError(page)).not.toBe(errorBefore);

  await optimize(page);
  expect(await shownError(page)).toBeLessThan(5);
  expect(where(await pixelsOf(page, '.strip'), isAccent).length).toBeGreaterThan(300);
  const atEnd = await pixelsOf(page, '.world canvas');
  await page.press(playhead, 'Home');
  const atStart = await pixelsOf(page, '.world canvas');
  // the arm has moved, which is more than a path that appeared
  expect(difference(atStart, atEnd)).toBeGreaterThan(0.015);

  // the target by keys, after a run: it learns again from there
  const moved = await row.locator('input').last().inputValue();
  await page.click('.stage-tools [aria-label="Frame the robot"]');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(() => row.locator('input').last().inputValue(), { timeout: patience }).not.toBe(moved);
  await reach(page, 'running', 'done');
  await reach(page, 'done');
  await expect.poll(() => shownError(page), { timeout: patience }).toBeLessThan(5);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('draws the paths of other starts while they are wanted, and a robot of one’s own', async () => {
  const { page, complaints } = await openPage(stage, { viewport: small, hash: 'scene=two-link-reach' });
  const two = await pixelsOf(page, '.world canvas');
  await setRestarts(page, 16);
  await optimize(page);
  const shown = await pixelsOf(page, '.world canvas');
  await page.locator('.toggle', { hasText: 'Other starts' }).click();
  expect(difference(shown, await pixelsOf(page, '.world canvas'))).toBeGreaterThan(3e-4);
  await dropFile(page, 'my-arm.urdf', assetText('ur5e'));
  await openPanel(page, 'robot');
  await reachText(page, '.robot', 'Joints6');
  await reach(page, 'ready');
  expect(difference(two, await pixelsOf(page, '.world canvas'))).toBeGreaterThan(0.02);
  expect(complaints).toEqual([]);
  await page.context().close();
});

const inertial = (izz = 0.02): string =>
  `<inertial><origin xyz="0 0 0.2"/><mass value="1"/><inertia ixx="0.02" ixy="0" ixz="0" iyy="0.02" iyz="0" izz="${izz}"/></inertial>`;

const box = (size: string, at: string, paint: string): string =>
  `<visual><origin xyz="${at}"/><geometry><box size="${size}"/></geometry><material name="${paint}"><color rgba="${paint}"/></material></visual>`;

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
  const { page, complaints } = await openPage(stage, { viewport: small, hash: 'scene=two-link-reach' });
  await openPanel(page, 'robot');
  await dropFile(page, 'gripper.urdf', gripper);
  await reachText(page, '.robot', 'gripper');
  await dropFile(page, 'opening.json', JSON.stringify(opening));
  await reachText(page, '.scene-title', 'A gripper opens');
  await reach(page, 'ready');
  await reachText(page, '.facts', 'Joints2');
  await openPanel(page, 'settings');
  const names = await page.locator('.lil-name').allTextContents();
  expect(names).toContain('left_finger');
  expect(names).not.toContain('right_finger');

  await page.press(playhead, 'Home');
  const closed = await fingers(page);
  await page.press(playhead, 'End');
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
  expect(Math.hypot(...right) / Math.hypot(...left)).toBeLessThan(5);
  expect(complaints).toEqual([]);
  await page.context().close();
});
