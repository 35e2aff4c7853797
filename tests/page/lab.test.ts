/** @file The Lab in a browser: an experiment's surface comes at once and becomes finer, its points are played, methods descend from them. */
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { type Driven, openPage, optimize, patience, reachAddress, reachText, savedBy, setStage } from './drive.ts';

const stage = setStage();

/** One page for all tests: it takes longer to load than they take. */
let opened: Promise<Driven> | null = null;

const surface = '.lab-figure .plane-card';

async function openLab(): Promise<Driven> {
  opened ??= openPage(stage, { hash: 'scene=two-link-reach' });
  const driven = await opened;
  await driven.page.click('#room-lab');
  return driven;
}

/** Opens an experiment, and waits until a figure of it is there. */
async function openExperiment(page: Page, name: string): Promise<void> {
  await page.click('#tab-lab-experiments');
  await page.click(`.lab-experiment[data-name=${name}]`);
  await page.waitForSelector(`.lab-experiment[data-name=${name}][aria-current=true]`, { timeout: patience });
  await page.waitForSelector(surface, { timeout: patience });
}

const whole = (page: Page): Promise<unknown> =>
  page.waitForSelector('.lab[data-drawing=false] .plane-card', { timeout: patience });

/** What the figure says to those who cannot see it. */
const sentence = (page: Page): Promise<string> =>
  page.getAttribute(`${surface} .plot-host`, 'aria-label').then((text) => text ?? '');

/** Presses a place of the plot, as a part of its width and height. */
async function press(page: Page, x: number, y: number, clickCount = 1): Promise<void> {
  // a figure that has just come is laid out in the next frame
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const box = await page.locator(`${surface} .plot-host`).boundingBox();
  await page.mouse.click(box!.x + x * box!.width, box!.y + y * box!.height, { clickCount });
}

/** Moves the pointer over a place of the plot. */
const pointAt = (page: Page, x: number, y: number): Promise<void> =>
  page
    .locator(`${surface} .plot-host`)
    .boundingBox()
    .then((box) => page.mouse.move(box!.x + x * box!.width, box!.y + y * box!.height));

describe('the Lab', () => {
  it('opens by its tab, and draws an experiment to its whole fineness', async () => {
    const { page } = await openLab();
    await openExperiment(page, 'toy');
    await whole(page);
    await reachText(page, '.lab-state', '161 × 161');
    expect(await sentence(page)).toMatch(/^Two factors whose product is 1: loss over x and y, 161 by 161 points/);
    expect(await page.innerText('.lab-caption')).toContain('161 by 161 points');
    await page.waitForSelector('[data-panel=lab-losses] .plane-card', { timeout: patience });
    await page.waitForSelector('[data-panel=lab-sharpness] .plane-card', { timeout: patience });
  });

  it('descends from a point that is pressed twice, and from one that keys have chosen', async () => {
    const { page } = await openLab();
    const usual = await page.innerText('.lab-caption');
    await press(page, 0.5, 0.3);
    await page.waitForSelector('.lab-point button:has-text("Descend from here")', { timeout: patience });
    await press(page, 0.4, 0.4, 2);
    await page.waitForSelector('.lab-point button:has-text("Back to its own start")', { timeout: patience });
    await reachAddress(page, 'from=');
    await whole(page);
    const first = await page.innerText('.lab-caption');
    expect(first).not.toBe(usual);
    const before = await fromOf(page);
    await page.focus(`${surface} .plot-host`);
    for (const key of ['ArrowLeft', 'Shift+ArrowUp', 'Enter', 'd']) await page.keyboard.press(key);
    await page.waitForFunction((start) => !decodeURIComponent(location.hash).includes(start), before, {
      timeout: patience,
    });
    await whole(page);
    expect(await sentence(page)).toContain('161 by 161');
    expect(await page.innerText('.lab-caption')).not.toBe(first);
    await page.click('.lab-point button:has-text("Back")');
    await page.waitForFunction(() => !location.hash.includes('from='), null, { timeout: patience });
    await reachText(page, '.lab-caption', usual);
  });

  it('marks the iteration of the clock k in its figures, which is the lit one where nothing moves', async () => {
    const { page } = await openLab();
    await whole(page);
    expect(await page.getAttribute('.lane-k', 'data-lit')).toBe('true');
    expect(await page.locator('.lane-t').count()).toBe(0);
    await page.focus('.lane-k [role=slider]');
    await page.keyboard.press('Home');
    for (const key of ['.', '.', '.']) await page.keyboard.press(key);
    expect(await page.innerText('.lane-k .clock b')).toBe('3');
    await page.keyboard.press(',');
    expect(await page.innerText('.lane-k .clock b')).toBe('2');
    expect(await page.getAttribute('[data-panel=lab-losses] .plot-host', 'aria-label')).toContain('Marked: k = 2.');
    await page.keyboard.press('End');
    expect(await page.getAttribute('[data-panel=lab-losses] .plot-host', 'aria-label')).not.toContain('k =');
  });

  it('shows another plane, other methods and step sizes, and says them in its address', async () => {
    const { page } = await openLab();
    await openExperiment(page, 'xor');
    await page.click('#tab-lab-settings');
    await page.locator('.lab-row:has-text("Shows") select').selectOption('random');
    await reachAddress(page, 'plane=rand:0');
    await page.click('button:has-text("Another pair")');
    await reachAddress(page, 'plane=rand:1');
    await page.locator('.lab-row:has-text("Points") select').selectOption('41');
    await reachAddress(page, 'n=41');
    await page.locator('.lab-row:has-text("Step size") input').focus();
    await page.keyboard.press('ArrowLeft');
    await reachAddress(page, 'eta=');
    await whole(page);
    await reachText(page, '.lab-state', '41 × 41');
    expect(await page.innerText('.plot-note')).toMatch(/The plane shows 2 of \d+ dimensions/);
    const { name, text } = await savedBy(page, 'button:has-text("Save experiment")');
    expect(name).toBe('xor.json');
    expect((JSON.parse(text) as { lab: object }).lab).toMatchObject({ plane: { type: 'random', pair: 1 }, points: 41 });
    await page.click('.lab-buttons button:has-text("As its file says")');
    await page.waitForFunction(() => !location.hash.includes('plane='), null, { timeout: patience });
  });

  it('says what a place of the pad does and draws its losses, and sets the step size by a press', async () => {
    const { page } = await openLab();
    await openExperiment(page, 'quadratic');
    await page.click('#lab-tab-pad');
    await page.waitForSelector('.lab[data-drawing=false] #pad', { timeout: patience });
    const losses = '[data-panel=lab-losses] .plot-host';
    const usual = await page.getAttribute(losses, 'aria-label');
    await pointAt(page, 0.3, 0.5);
    await reachText(page, '.lab-point', 'Under the pointer: step');
    await page.waitForSelector(`${losses}[aria-label*="tried: step"]`, { timeout: patience });
    await page.mouse.move(2, 2);
    await page.waitForFunction(
      ([where, before]) => document.querySelector(where!)?.getAttribute('aria-label') === before,
      [losses, usual],
      { timeout: patience },
    );
    await press(page, 0.4, 0.5);
    await reachText(page, '.lab-point', 'Chosen: step');
    await reachAddress(page, 'beta=');
    await reachAddress(page, 'fig=pad');
    await page.click('#lab-tab-surface');
  });

  it('chooses the flows that stand beside the methods', async () => {
    const { page } = await openLab();
    await openExperiment(page, 'quadratic');
    await page.click('#lab-tab-flow');
    await page.waitForSelector('.lab[data-drawing=false] #flow', { timeout: patience });
    await page.locator('.lab-part').selectOption('1');
    await page.waitForSelector('#flow-distance', { timeout: patience });
    expect(await sentence(page)).toContain('Gradient descent, step 0.18, ');
    await page.click('.lab-flows label:has-text("Gradient flow")');
    await reachAddress(page, 'flow=modified');
    expect(await sentence(page)).not.toContain('Gradient descent, step 0.18, ');
    expect(await sentence(page)).toContain('Gradient descent, to its own flow');
    expect(await page.isDisabled('.lab-flows label:has-text("Modified flow") input')).toBe(true);
    await page.click('.lab-flows label:has-text("Gradient flow")');
    await page.waitForFunction(() => !location.hash.includes('flow='), null, { timeout: patience });
    await page.click('#lab-tab-surface');
  });

  it('stops at once, and draws again', async () => {
    const { page } = await openLab();
    await openExperiment(page, 'two-link-gains');
    await page.waitForSelector('.lab[data-drawing=true]', { timeout: patience });
    await page.click('#optimize:has-text("Stop")');
    expect(await page.getAttribute('.lab', 'data-drawing')).toBe('false');
    await page.click('#optimize:has-text("Draw surface")');
    await page.waitForSelector('.lab[data-drawing=true]', { timeout: patience });
  });

  it('plays a point of an arm that is pressed, while it draws', async () => {
    const { page } = await openLab();
    await page.waitForSelector('.lab-play', { timeout: patience });
    expect(await page.innerText('.lab-play')).toContain('at the lowest point');
    const lowest = await page.innerText('.lab-play b');
    await press(page, 0.5, 0.4);
    await reachText(page, '.lab-play', 'at the chosen point');
    expect(await page.innerText('.lab-play b')).not.toBe(lowest);
    expect(await page.isVisible('.stage')).toBe(true);
  });

  it('shows the costates of the played point, whose rows light their joints, and puts its arrows out and on', async () => {
    const { page } = await openLab();
    const card = '.lab-costates .plot-card';
    await page.waitForSelector(`${card} .plot-row-name`, { timeout: patience });
    await page.hover(`${card} .plot-row-name:has-text("elbow")`);
    await page.waitForSelector(`${card} .plot-row-name[data-dimmed=true]:has-text("shoulder")`, { timeout: patience });
    await page.click(`${card} .plot-row-name:has-text("elbow")`);
    await page.waitForSelector(`${card} .plot-row-name[aria-pressed=true]:has-text("elbow")`, { timeout: patience });
    await page.keyboard.press('Escape');
    await page.waitForSelector(`${card} .plot-row-name[aria-pressed=false]:has-text("elbow")`, { timeout: patience });
    await page.locator(`${card} .figure-choice`).selectOption('v');
    await reachText(page, '.lab-key p', 'velocity');
    await page.focus(`${card} .plot-host`);
    await page.keyboard.press('Home');
    expect(await page.innerText('.lane-t .clock b')).toBe('0.000');
    expect(await page.getAttribute('.lane-t', 'data-lit')).toBe('true');
    await page.keyboard.press('g');
    await page.waitForSelector('.lab-key .chip[aria-pressed=false]', { timeout: patience });
    expect(await page.isVisible('.lab-key p')).toBe(false);
    await page.click('.lab-key .chip');
    expect(await page.isVisible('.lab-key p')).toBe(true);
  });

  it('lights a method in all figures once its curve is pinned, by keys too, and puts it out', async () => {
    const { page } = await openLab();
    await page.focus('[data-panel=lab-losses] .plot-host');
    for (const key of ['ArrowRight', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await reachText(page, '.lab-pin', 'Adam');
    await reachAddress(page, 'pin=walk:1');
    await page.keyboard.press('Escape');
    await page.focus('.lab-figure .plot-host');
    await page.keyboard.press('Escape');
    expect(await page.locator('.lab-pin').count()).toBe(0);
  });

  it('copies the command, keeps its clocks, shows where the run is, and is left with nothing under way and no complaint', async () => {
    const { page, complaints } = await openLab();
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', {
        value: { writeText: (text: string) => ((document.body.dataset.copied = text), Promise.resolve()) },
      });
    });
    await page.click('button:has-text("Copy command")');
    await page.waitForSelector('body[data-copied]', { timeout: patience });
    expect(await page.getAttribute('body', 'data-copied')).toBe(
      'adjoint lab scenes/lab/two-link-gains.json --out figures --figure surface',
    );
    const inLab = await page.innerText('.lane-t .clock b');
    await page.click('#room-arm');
    await page.waitForSelector('.app[data-room=arm][data-phase=ready]', { timeout: patience });
    const inArm = await page.innerText('.lane-t .clock b');
    expect(inArm).not.toBe(inLab);
    await page.click('#room-lab');
    expect(await page.innerText('.lane-t .clock b')).toBe(inLab);
    await page.click('#room-arm');
    await optimize(page);
    await page.click('#room-lab');
    await openExperiment(page, 'own');
    await reachText(page, '.lab-running', 'The run stands at iteration');
    await page.click('#room-arm');
    await page.click('#room-lab');
    await page.waitForSelector(surface, { timeout: patience });
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

/** The start of the descents in the address. */
const fromOf = (page: Page): Promise<string> =>
  page.evaluate(() => /from=[^&]*/.exec(decodeURIComponent(location.hash))?.[0] ?? 'no start');
