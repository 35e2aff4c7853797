/** @file The states that the page can be in, each with the way there: for what looks at all of them. */
import type { Page } from 'playwright';

/** Waits are generous: nothing here depends on the machine's speed. */
const patience = 120_000;

export interface PageState {
  readonly name: string;
  /** Hash of the address that it begins with. */
  readonly hash: string;
  /** Whether the sheet of a small screen, or the columns of a wide one, are a part of it; both where it is left out. */
  readonly on?: 'sheet' | 'columns';
  /** From the page as it is when it can be used. */
  readonly enter: (page: Page) => Promise<unknown>;
}

const phase = (page: Page, ...phases: readonly string[]): Promise<unknown> =>
  page.waitForSelector(phases.map((one) => `.app[data-phase=${one}]`).join(), { timeout: patience });

/** Waits until the page can be used, in whatever room. */
export async function opened(page: Page): Promise<void> {
  await phase(page, 'ready');
  await page.waitForSelector('.world canvas, .no-world', { state: 'attached', timeout: patience });
}

/** Drops files on the page, as from the system's file manager. */
export async function dropFiles(page: Page, files: readonly (readonly [name: string, content: string])[]): Promise<void> {
  const transfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer();
    for (const [name, content] of given) data.items.add(new File([content], name));
    return data;
  }, files);
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('.stage', type, { dataTransfer: transfer });
}

async function learn(page: Page): Promise<void> {
  await page.click('#optimize');
  await phase(page, 'done');
  const skip = page.locator('.skip');
  if (await skip.isVisible()) await skip.click();
}

const noInertia = `<robot name="a_robot_of_a_stranger">
  <link name="base_link"/><link name="upper_arm_of_the_robot"/>
  <joint name="shoulder_of_the_robot" type="revolute"><parent link="base_link"/><child link="upper_arm_of_the_robot"/>
  <axis xyz="0 0 1"/><limit effort="0" velocity="1"/></joint></robot>`;

const tab = (id: string) => (page: Page) => page.click(`#tab-${id}`);

const inspectorTabs = ['settings', 'learned', 'robot', 'files'];
const figures = ['terms', 'gradient', 'loss', 'distance', 'norm', 'torques'];

const drawSheet = (page: Page) => page.focus('.sheet-handle').then(() => page.keyboard.press('Enter'));

/** Pulls the sheet all the way up. */
async function fillSheet(page: Page): Promise<void> {
  const handle = (await page.locator('.sheet-handle').boundingBox())!;
  const x = handle.x + handle.width / 2;
  await page.mouse.move(x, handle.y + 10);
  await page.mouse.down();
  await page.mouse.move(x, handle.y - 60, { steps: 3 });
  await page.mouse.move(x, 30, { steps: 3 });
  await page.mouse.up();
  await page.waitForSelector('.sheet[data-stop=full]', { timeout: patience });
}

export const pageStates: readonly PageState[] = [
  { name: 'ready', hash: '', enter: async () => {} },
  { name: 'done', hash: '', enter: learn },
  { name: 'learning lane', hash: 'clock=k', enter: learn },
  { name: 'another scene done', hash: 'scene=pendulum-swing-up&set=iterations:30', enter: learn },
  { name: 'many restarts', hash: 'scene=two-link-reach&restarts=16', enter: learn },
  {
    name: 'failed',
    hash: '',
    enter: async (page) => {
      await dropFiles(page, [['a-robot-of-a-stranger.urdf', noInertia]]);
      await page.waitForSelector('.failure', { timeout: patience });
    },
  },
  {
    name: 'files listed',
    hash: '',
    enter: async (page) => {
      await dropFiles(page, [
        ['picture-of-the-arm.png', 'not a robot'],
        ['notes of a long afternoon.txt', 'nothing'],
        ['half.json', '{'],
      ]);
      await page.waitForSelector('.drop-card, .failure', { timeout: patience });
    },
  },
  ...inspectorTabs.map((id) => ({ name: `inspector ${id}`, hash: '', on: 'columns' as const, enter: tab(id) })),
  ...figures.slice(3).map((id) => ({ name: `figure ${id}`, hash: `cards=${id}`, on: 'columns' as const, enter: learn })),
  { name: 'inspector closed', hash: 'aside=off', on: 'columns', enter: async () => {} },
  { name: 'sheet half', hash: '', on: 'sheet', enter: drawSheet },
  { name: 'sheet full', hash: '', on: 'sheet', enter: fillSheet },
  ...['story', ...figures, ...inspectorTabs].map((id) => ({
    name: `sheet ${id}`,
    hash: '',
    on: 'sheet' as const,
    enter: async (page: Page) => {
      await learn(page);
      await drawSheet(page);
      await tab(id)(page);
    },
  })),
  { name: 'help', hash: '', enter: (page) => page.keyboard.press('?') },
  { name: 'menu', hash: '', enter: (page) => page.click('.menu-button') },
  { name: 'scenes', hash: '', enter: (page) => page.click('.scene-chooser') },
  {
    name: 'tour',
    hash: '',
    enter: async (page) => {
      await page.click('.menu-button');
      await page.click('[role=menuitem]:has-text("tour")');
    },
  },
  { name: 'notes', hash: 'room=notes', enter: (page) => page.waitForSelector('.overview', { timeout: patience }) },
  {
    name: 'a note',
    hash: 'room=notes&note=learning%2Fclosed-loop',
    enter: (page) => page.waitForSelector('.note-text h1', { timeout: patience }),
  },
];
