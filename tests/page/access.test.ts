/** @file Everybody can use the page: contrast, names, keys, touch, in every state, both themes. */
import axe from 'axe-core';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { openQuietly, type PageState, smallStates, wideStates } from '../support/page-states.ts';
import { type Size, walk } from '../support/states-walk.ts';
import { lightScene, patience, setStage } from './drive.ts';

const stage = setStage();

const phone: Size = { width: 390, height: 844 };
const desk: Size = { width: 1440, height: 900 };

interface Axe {
  run: (
    context: unknown,
    options: unknown,
  ) => Promise<{
    violations: readonly { id: string; nodes: readonly { html: string; failureSummary: string }[] }[];
  }>;
}

/** Violations of WCAG A and AA; in the dark only what a theme can change. */
async function violations(page: Page, isDark: boolean): Promise<string[]> {
  await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' });
  await page.waitForSelector(`:root[data-theme=${isDark ? 'dark' : 'light'}]`, {
    state: 'attached',
    timeout: patience,
  });
  const rules = isDark
    ? { type: 'rule', values: ['color-contrast'] }
    : { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
  return page.evaluate(async (runOnly) => {
    const { run } = (globalThis as unknown as { axe: Axe }).axe;
    // a name in a figure lies where its line has room: the place is what it says
    const context = { include: document, exclude: ['.plot-label', '.plot-row-name'] };
    const { violations: found } = await run(context, { runOnly, resultTypes: ['violations'] });
    return found.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary.split('\n').at(-1)?.trim()}`,
      ),
    );
  }, rules);
}

async function open(viewport: Size, more: object = {}): Promise<Page> {
  const context = await stage.browser.newContext({ viewport, reducedMotion: 'reduce', ...more });
  const page = await context.newPage();
  await page.addInitScript({ content: axe.source });
  await openQuietly(page, `${stage.server.url}#${lightScene}`);
  return page;
}

/** One page for all that only looks at it, before what goes elsewhere. */
let desktop: Promise<Page> | undefined;
const openDesktop = (): Promise<Page> => (desktop ??= open(desk));

/** States that show nothing of a kind that another one does not show. */
const repeated = /^(figure .*|sheet (loss|distance|norm|torques)|learning lane|one joint|many restarts)$/;

/** States whose colours are not those of another state. */
const coloured = /^(lab|lab pad|ready|done|failed|files listed|notes|a note|tour|sheet gradient|inspector robot)$/;

async function violationsIn(states: readonly PageState[], size: Size): Promise<string[]> {
  const page = await open(size);
  const found: string[] = [];
  const telling = states.filter(({ name }) => !repeated.test(name));
  await walk(page, telling, [size], async (where, name) => {
    for (const isDark of coloured.test(name) ? [false, true] : [false])
      for (const fault of await violations(page, isDark))
        found.push(`${where}, ${isDark ? 'dark' : 'light'}: ${fault}`);
  });
  await page.context().close();
  return found;
}

it('breaks no rule of WCAG A or AA where there are columns', async () => {
  expect(await violationsIn(wideStates, desk)).toEqual([]);
});

it('breaks no rule of WCAG A or AA on a phone', async () => {
  expect(await violationsIn(smallStates, phone)).toEqual([]);
});

/** Ids of the panels of the room that can be seen now. */
const seenPanels = (page: Page): Promise<string[]> =>
  page
    .locator('[data-panel]')
    .evaluateAll((panels) =>
      panels.filter((panel) => panel.checkVisibility()).map((panel) => (panel as HTMLElement).dataset.panel!),
    );

const labPanels = ['lab', 'lab-losses', 'lab-sharpness', 'lab-doctor', 'lab-experiments', 'lab-settings'];

const sensesPanels = ['senses', 'senses-key', 'senses-consistency', 'senses-settings'];

/** What stands in the middle of the room elsewhere. */
const sensesChips = ['senses-population', 'senses-lanes', 'senses-sensors'];

/** Rooms with panels of their own, and what is there once they show what they are of. */
const wholeRooms = [
  ['lab', '.lab'],
  ['senses', '.senses[data-there=true]'],
] as const;

const armPanels = [
  ...['task', 'story', 'layers', 'scale', 'terms', 'gradient', 'loss', 'distance', 'norm', 'torques'],
  ...['settings', 'learned', 'robot', 'files'],
];

const planPanels = [
  ...['plan-story', 'plan-bar', 'plan-costs', 'plan-goal', 'plan-solver'],
  ...['plan-form', 'identify'],
];

it('reaches every panel with two taps on a phone, with targets of 44 px', async () => {
  const page = await open(phone, { hasTouch: true, isMobile: true });
  const seen = new Set(await seenPanels(page));
  const chips = await page.locator('.sheet-chips [role=tab]').count();
  const small: string[] = [];
  for (let at = 0; at < chips; at++) {
    if ((await page.getAttribute('.sheet', 'data-stop')) === 'closed') await page.tap('.sheet-handle');
    await page.locator('.sheet-chips [role=tab]').nth(at).tap();
    for (const id of await seenPanels(page)) seen.add(id);
    for (const width of [320, 390]) {
      await page.setViewportSize({ ...phone, width });
      small.push(...(await tooSmall(page)));
    }
  }
  for (const [room, whole] of wholeRooms) {
    await page.tap(`#room-${room}`);
    await page.waitForSelector(whole, { timeout: patience });
    for (let at = 0; at < (await page.locator('.sheet-chips [role=tab]').count()); at++) {
      await page.locator('.sheet-chips [role=tab]').nth(at).tap();
      for (const id of await seenPanels(page)) seen.add(id);
      small.push(...(await tooSmall(page)));
    }
  }
  await page.tap('#room-notes');
  await page.waitForSelector('[data-panel=notes]', { timeout: patience });
  for (const id of await seenPanels(page)) seen.add(id);
  small.push(...(await tooSmall(page)));
  // the scale of the colours stands in the gradient's own figure there
  expect(
    [...armPanels, ...labPanels, ...sensesPanels, ...sensesChips].filter((id) => id !== 'scale' && !seen.has(id)),
  ).toEqual([]);
  expect([...new Set(small)]).toEqual([]);
  await page.context().close();
});

/** Controls that a finger misses; links within text, names in a figure (a joint is pinned in the tree as well), and what is inside of a control that is larger, are spared. */
const tooSmall = (page: Page): Promise<string[]> =>
  page.locator('button, select, input, summary, [role=slider], [role=tab]').evaluateAll((elements) => {
    const inText = 'p, .note-text, .plot-area, .plot-keys, .plot-table, .lil-slider';
    return elements
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert]'))
      .filter((element) => element.parentElement!.closest(inText) === null)
      .map((element) => {
        const whole = element.matches('[type=checkbox], [type=range]')
          ? (element.closest('label, .lil-controller') ?? element)
          : element;
        return { element, box: whole.getBoundingClientRect() };
      })
      .filter(({ box }) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
      .map(
        ({ element, box }) =>
          `${Math.round(box.width)} x ${Math.round(box.height)}: ${element.outerHTML.slice(0, 110)}`,
      );
  });

it('is reached by keys alone, and always shows where the focus is', async () => {
  const page = await openDesktop();
  const stops: { name: string; isShown: boolean }[] = [];
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      if (element === document.body) return null;
      const isMarked = (one: Element | null): boolean => {
        if (!one) return false;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
        return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
      };
      const parts = [element, element.parentElement, ...element.querySelectorAll('*')];
      const place = element.closest('[data-panel]')?.getAttribute('data-panel') ?? '';
      return {
        name: `${place} ${element.id || element.className} ${element.ariaLabel ?? ''}`,
        isShown: parts.some(isMarked),
      };
    });
    if (!stop) break;
    stops.push(stop);
  }
  expect(stops.filter(({ isShown }) => !isShown)).toEqual([]);
  const all = stops.map(({ name }) => name).join('\n');
  for (const part of [
    'room-arm',
    'optimize',
    'settings ',
    'Time in the motion',
    'Iteration of learning',
    'gradient ',
    'layers ',
    'story ',
  ])
    expect(all).toContain(part);
  await page.focus('#tab-settings');
  for (const id of ['learned', 'robot', 'files']) {
    await page.keyboard.press('ArrowRight');
    expect(await page.isVisible(`[data-panel=${id}]`), id).toBe(true);
  }
});

it('has a name for every control and image that a screen reader meets', async () => {
  const page = await openDesktop();
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  const nameless = nodes
    .filter(
      ({ ignored, role }) =>
        !ignored &&
        /^(button|slider|image|img|link|tab|checkbox|combobox|textbox|spinbutton|menuitem)$/i.test(String(role?.value)),
    )
    .filter(({ name }) => !String(name?.value ?? '').trim())
    .map(({ role, backendDOMNodeId }) => `${role?.value} ${backendDOMNodeId}`);
  expect(nameless).toEqual([]);
});

it('keeps edges of controls where colours are forced', async () => {
  const page = await openDesktop();
  await page.emulateMedia({ forcedColors: 'active' });
  const borderless = await page
    .locator(
      '#optimize, .secondary, .toggle, .card-chooser, .scene-chooser, .lil-controller input:not([type=checkbox])',
    )
    .evaluateAll((elements) =>
      elements
        .filter((element) => element.checkVisibility())
        .filter(
          (element) =>
            getComputedStyle(element).borderTopStyle === 'none' ||
            parseFloat(getComputedStyle(element).borderTopWidth) < 1,
        )
        .map((element) => element.outerHTML.slice(0, 100)),
    );
  await page.emulateMedia({ forcedColors: null });
  expect(borderless).toEqual([]);
});

it('moves nothing of its own accord where less motion is wanted', async () => {
  const page = await openDesktop();
  await page.click('#optimize');
  await page.waitForSelector('.app[data-phase=done]', { timeout: patience });
  const state = await page.evaluate(() => ({
    playing: document.querySelector('.play')!.getAttribute('aria-label'),
    moving: document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 10).length,
  }));
  expect(state.moving).toBe(0);
  expect(state.playing).not.toBe('Pause');
});

it('reaches every panel with one click where there are columns', async () => {
  const page = await openDesktop();
  const seen = new Set(await seenPanels(page));
  for (const tab of await page.locator('.inspector [role=tab]').all()) {
    await tab.click();
    for (const id of await seenPanels(page)) seen.add(id);
  }
  for (const id of await page
    .locator('.card')
    .first()
    .locator('option')
    .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value))) {
    await page.locator('.card-chooser').first().selectOption(id);
    for (const shown of await seenPanels(page)) seen.add(shown);
  }
  for (const [button, whole] of [
    ['task-plan', '[data-panel=plan-bar]'],
    ...wholeRooms.map(([room, is]) => [`room-${room}`, is]),
  ]) {
    await page.click(`#${button}`);
    await page.waitForSelector(whole, { timeout: patience });
    for (const tab of await page.locator('.inspector [role=tab]').all()) {
      await tab.click();
      for (const id of await seenPanels(page)) seen.add(id);
    }
  }
  await page.click('#room-notes');
  await page.waitForSelector('[data-panel=notes]', { timeout: patience });
  for (const id of await seenPanels(page)) seen.add(id);
  expect([...seen].sort()).toEqual([...armPanels, ...planPanels, ...labPanels, ...sensesPanels, 'notes'].sort());
});
