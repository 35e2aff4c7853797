/** @file The states that the page can be in, each with the way there: for what looks at all of them. */
import type { Page } from 'playwright';

/** Waits are generous: nothing here depends on the machine's speed. */
const patience = 120_000;

export interface PageState {
  readonly name: string;
  /** From the state before it. */
  readonly enter: (page: Page) => Promise<unknown>;
  /** Takes back what would be in the way of the next one. */
  readonly leave?: (page: Page) => Promise<unknown>;
  /** Whether a change of the window's size ends it: it is entered anew at every size. */
  readonly isFleeting?: boolean;
}

const phase = (page: Page, ...phases: readonly string[]): Promise<unknown> =>
  page.waitForSelector(phases.map((one) => `.app[data-phase=${one}]`).join(), { timeout: patience });

/** Opens the page where no tour begins by itself, and waits until it can be used. */
export async function openQuietly(page: Page, url: string): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('adjoint.tour', 'seen'));
  await page.goto(url);
  await phase(page, 'ready');
  await page.waitForSelector('.world canvas, .no-world', { state: 'attached', timeout: patience });
}

/** Drops files on the page, as from the system's file manager. */
export async function dropFiles(
  page: Page,
  files: readonly (readonly [name: string, content: string])[],
): Promise<void> {
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

const nothing = async (): Promise<void> => {};
const press = (key: string) => (page: Page) => page.keyboard.press(key);
const click = (selector: string) => (page: Page) => page.click(selector);

/** Takes another place of the address on, as a link that is opened in the same tab. */
const follow = (hash: string, until: string) => async (page: Page) => {
  await page.evaluate((place) => (location.hash = place), hash);
  await page.waitForSelector(until, { timeout: patience });
};

async function openScene(page: Page, hash: string, title: string): Promise<void> {
  await follow(hash, `.scene-title:has-text("${title}")`)(page);
  await phase(page, 'ready');
  await learn(page);
}

const failed: PageState = {
  name: 'failed',
  enter: async (page) => {
    await dropFiles(page, [['a-robot-of-a-stranger.urdf', noInertia]]);
    await page.waitForSelector('.failure', { timeout: patience });
  },
};

const listed: PageState = {
  name: 'files listed',
  enter: async (page) => {
    await dropFiles(page, [
      ['picture-of-the-arm.png', 'not a robot'],
      ['notes of a long afternoon.txt', 'nothing'],
    ]);
    await page.waitForSelector('.drop-card', { timeout: patience });
  },
};

/** What any layout can be in once a run is done; files come last, as what they leave behind stays. */
const common: readonly PageState[] = [
  { name: 'learning lane', enter: press('k'), leave: press('t') },
  { name: 'help', enter: press('?'), leave: press('Escape') },
  { name: 'menu', enter: click('.menu-button'), leave: press('Escape'), isFleeting: true },
  { name: 'scenes', enter: click('.scene-chooser'), leave: press('Escape'), isFleeting: true },
  {
    name: 'tour',
    enter: async (page) => {
      await page.click('.menu-button');
      await page.click('[role=menuitem]:has-text("tour")');
    },
    leave: press('Escape'),
  },
  { name: 'notes', enter: follow('room=notes&v=1', '.overview') },
  {
    name: 'a note',
    enter: follow('room=notes&note=learning%2Fclosed-loop&v=1', '.note-text h1'),
    leave: click('#room-arm'),
  },
  {
    name: 'lab',
    enter: follow('room=lab&x=toy&v=1', '.lab[data-drawing=false] .plane-card'),
  },
  {
    name: 'lab in space',
    enter: follow('dim=3&n=41&room=lab&x=toy&v=1', '.lab[data-drawing=false] #surface-3d'),
  },
  {
    name: 'lab pad',
    enter: follow('fig=pad&inspector=lab-settings&room=lab&x=quadratic&v=1', '.lab[data-drawing=false] #pad'),
  },
  {
    name: 'lab arm',
    enter: follow('room=lab&v=1', '.lab[data-arm=true] .plane-card'),
    leave: click('#room-arm'),
  },
  {
    name: 'plan',
    enter: follow('scene=two-link-reach&task=plan&v=1', '[aria-label="Push up"]:enabled'),
  },
  {
    name: 'plan identified',
    enter: async (page) => {
      await dropFiles(page, [['a-swing.csv', 'time [s],q shoulder [rad]\r\n0,0\r\n1,1\r\n']]);
      await page.waitForSelector('.identify-failure', { timeout: patience });
    },
  },
  {
    name: 'one joint',
    enter: (page) => openScene(page, 'scene=pendulum-swing-up&set=method.iterations:20&v=1', 'endulum'),
  },
  { name: 'many restarts', enter: (page) => openScene(page, 'scene=two-link-reach&restarts=8&v=1', 'Two-link') },
  listed,
  failed,
];

const ready: PageState = { name: 'ready', enter: nothing };
const done: PageState = { name: 'done', enter: learn };

/** Ids of the panels that the strip holds, but for those that it shows by itself. */
const otherFigures = ['distance', 'norm', 'torques'];

const chooseFigure = (id: string) => (page: Page) => page.locator('.card-chooser').first().selectOption(id);

/** The states of a page that has columns, in an order in which each leads to the next. */
export const wideStates: readonly PageState[] = [
  ready,
  done,
  ...['learned', 'robot', 'files', 'settings'].map((id) => ({ name: `inspector ${id}`, enter: click(`#tab-${id}`) })),
  ...otherFigures.map((id) => ({ name: `figure ${id}`, enter: chooseFigure(id) })),
  { name: 'inspector closed', enter: click('[aria-label="Hide the inspector"]'), leave: click('.open-inspector') },
  ...common,
];

/** Pulls the sheet all the way up. */
async function fillSheet(page: Page): Promise<void> {
  const handle = (await page.locator('.sheet-handle').boundingBox())!;
  const x = handle.x + handle.width / 2;
  await page.mouse.move(x, handle.y + 10);
  await page.mouse.down();
  await page.mouse.move(x, handle.y - 60, { steps: 3 });
  await page.mouse.move(x, 20, { steps: 3 });
  await page.mouse.up();
  await page.mouse.move(0, 0);
  await page.waitForSelector('.sheet[data-stop=full]', { timeout: patience });
}

const closeSheet = click('.sheet-handle');

/** The states of a small screen, in an order in which each leads to the next. */
export const smallStates: readonly PageState[] = [
  ready,
  done,
  { name: 'sheet half', enter: click('.sheet-handle') },
  ...['story', 'terms', 'gradient', 'loss', ...otherFigures, 'learned', 'robot', 'files', 'settings'].map((id) => ({
    name: `sheet ${id}`,
    enter: click(`#tab-${id}`),
  })),
  { name: 'sheet full', enter: fillSheet, leave: closeSheet },
  ...common,
];
