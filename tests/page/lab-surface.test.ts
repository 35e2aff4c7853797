/** @file The surface of the Lab in space, clicked through in Chromium: turned by hand and by keys, pressed, descended from, saved as the terminal draws it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { adjoint, file } from '../support/command-line.ts';
import { labPath } from '../support/studies.ts';
import {
  addressField,
  type Driven,
  openPage,
  patience,
  phone,
  reachAddress,
  reachText,
  savedBy,
  setStage,
} from './drive.ts';

const stage = setStage();

const figure = '#surface-3d';
const host = `${figure} .plot-host`;
const whole = `.lab[data-drawing=false] ${figure}`;

/** One page for the tests of a desktop. */
let opened: Promise<Driven> | null = null;

async function openSurface(): Promise<Page> {
  opened ??= openPage(stage, { hash: 'scene=two-link-reach&room=lab&x=toy&n=21&dim=3' });
  const { page } = await opened;
  await page.waitForSelector(whole, { timeout: patience });
  return page;
}

/** A place of the plot, as a part of its width and height. */
async function at(page: Page, x: number, y: number): Promise<{ readonly x: number; readonly y: number }> {
  const box = (await page.locator(host).boundingBox())!;
  return { x: box.x + x * box.width, y: box.y + y * box.height };
}

const sentence = (page: Page): Promise<string> => page.getAttribute(host, 'aria-label').then((text) => text ?? '');

const gone = (page: Page, key: string): Promise<unknown> =>
  page.waitForFunction((name) => !location.hash.includes(`${name}=`), key, { timeout: patience });

/** Azimuth and elevation in the address, once they are others than before. */
async function turnedFrom(page: Page, before: string | null): Promise<readonly number[]> {
  await page.waitForFunction(
    (known) => ![null, known].includes(new URLSearchParams(location.hash.slice(1)).get('view')),
    before,
    { timeout: patience },
  );
  return addressField(page, 'view')!.split(',').map(Number);
}

async function drag(page: Page, dx: number, dy: number): Promise<void> {
  const { x, y } = await at(page, 0.4, 0.4);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx, y + dy, { steps: 5 });
  await page.mouse.up();
}

describe('the surface of the Lab', () => {
  it('is seen in space and as a map, and says in words what is seen', async () => {
    const page = await openSurface();
    expect(await sentence(page)).toMatch(
      /^Two factors whose product is 1: loss over x and y, 21 by 21 points; .*; a surface seen from azimuth −?\d+°, 40° above the floor$/,
    );
    expect(await page.innerText('.lab-caption')).toContain('its height and its colour follow the same levels');
    await page.focus('#lab-dim-3');
    await page.keyboard.press('ArrowLeft');
    await page.waitForSelector('.lab-figure #surface', { timeout: patience });
    await gone(page, 'dim');
    await page.click('#lab-dim-3');
    await page.waitForSelector(whole, { timeout: patience });
    await reachAddress(page, 'dim=3');
  });

  it('is turned by a drag, which is no press, and as it was again by its button', async () => {
    const page = await openSurface();
    const before = Number(/azimuth (−?\d+)/.exec(await sentence(page))![1].replace('−', '-'));
    await drag(page, 100, 20);
    const [azimuth, elevation] = await turnedFrom(page, null);
    expect([azimuth, elevation]).toEqual([before - 40, 48]);
    expect(await sentence(page)).toContain(`azimuth ${String(before - 40).replace('-', '−')}°, 48°`);
    // two short drags are no double press
    await drag(page, 30, 0);
    await drag(page, -30, 0);
    expect(await page.locator('.lab-point button').count()).toBe(0);
    expect(addressField(page, 'from')).toBeNull();
    await page.click('[aria-label="Reset the view"]');
    await gone(page, 'view');
    expect(await sentence(page)).toContain(`azimuth ${String(before).replace('-', '−')}°, 40°`);
  });

  it('is turned by the arrows, and as it was by Home', async () => {
    const page = await openSurface();
    await page.focus(host);
    await page.keyboard.press('ArrowRight');
    const [azimuth] = await turnedFrom(page, null);
    await page.keyboard.press('ArrowRight');
    expect((await turnedFrom(page, addressField(page, 'view')))[0]).toBe(azimuth + 5);
    for (let k = 0; k < 12; k++) await page.keyboard.press('ArrowUp');
    await reachAddress(page, `view=${azimuth + 5},85`);
    await page.keyboard.press('Home');
    await gone(page, 'view');
  });

  it('chooses the point that is pressed, the same on the map; Shift, arrows and Enter choose one too', async () => {
    const page = await openSurface();
    const { x, y } = await at(page, 0.3, 0.45);
    await page.mouse.move(x, y);
    await page.waitForSelector(`${figure} .plot-readout`, { timeout: patience });
    const [across, up, loss] = (await page.innerText(`${figure} .plot-readout`)).split('\n').filter(Boolean);
    expect(loss).toMatch(/^loss [\d.e-]+$/);
    await page.mouse.click(x, y);
    await reachText(page, '.lab-point p', `${across}, ${up}`);
    await page.click('#lab-dim-2');
    await page.waitForSelector('.lab-figure #surface', { timeout: patience });
    await reachText(page, '.lab-point p', `${across}, ${up}`);
    await page.click('#lab-dim-3');
    await page.focus(host);
    for (const key of ['Shift+ArrowRight', 'Shift+ArrowUp', 'Enter']) await page.keyboard.press(key);
    await page.waitForFunction(
      (text) => !document.querySelector('.lab-point p')!.textContent.includes(text),
      `${across}, ${up}`,
      { timeout: patience },
    );
    // beside the surface there is no point
    const chosen = await page.innerText('.lab-point p');
    const corner = await at(page, 0.02, 0.02);
    await page.mouse.click(corner.x, corner.y);
    expect(await page.innerText('.lab-point p')).toBe(chosen);
  });

  it('descends from a point that is pressed twice, seen from where it was', async () => {
    const page = await openSurface();
    const before = await sentence(page);
    const { x, y } = await at(page, 0.3, 0.45);
    await page.mouse.dblclick(x, y);
    await reachAddress(page, 'from=');
    await page.waitForSelector(whole, { timeout: patience });
    await reachText(page, '.lab-point p', 'The methods begin at');
    const seen = /a surface seen from .*$/;
    expect(seen.exec(await sentence(page))![0]).toBe(seen.exec(before)![0]);
    await page.click('.lab-point button:has-text("Back")');
    await gone(page, 'from');
    await page.waitForSelector(whole, { timeout: patience });
  });

  it('saves what the terminal draws from the same place', async () => {
    const page = await openSurface();
    await page.goto(`${page.url().split('#')[0]}#dim=3&n=21&room=lab&view=-100.4,50&x=toy&v=1`);
    await page.waitForFunction(
      (where) => document.querySelector(where)?.getAttribute('aria-label')?.includes('azimuth −100°, 50°'),
      host,
      { timeout: patience },
    );
    await page.waitForSelector(whole, { timeout: patience });
    const out = file('space');
    const options = ['--figure', 'surface', '--points', '21', '--dim', '3', '--view=-100.4,50', '--format', 'svg,csv'];
    expect((await adjoint(['lab', labPath('toy'), '--out', out, ...options])).status).toBe(0);
    for (const kind of ['svg', 'csv']) {
      await page.click(`${figure} .figure-menu[aria-label^="Save"]`);
      const { name, text } = await savedBy(page, `[role=menuitem]:has-text("${kind.toUpperCase()}")`);
      expect([name, text]).toEqual([
        `toy.surface-3d.${kind}`,
        readFileSync(join(out, `toy.surface-3d.${kind}`), 'utf8'),
      ]);
    }
    expect((await opened!).complaints).toEqual([]);
  });

  it('turns under a finger that moves across, and scrolls under one that moves up', async () => {
    const hash = 'scene=two-link-reach&room=lab&x=toy&n=21&dim=3';
    const { page, complaints } = await openPage(stage, { hash, viewport: phone, hasTouch: true, isMobile: true });
    await page.waitForSelector(whole, { timeout: patience });
    const client = await page.context().newCDPSession(page);
    const swipe = async (dx: number, dy: number): Promise<void> => {
      const { x, y } = await at(page, 0.4, 0.4);
      const touch = (type: string, share: number): Promise<unknown> =>
        client.send('Input.dispatchTouchEvent', {
          type: type as 'touchMove',
          touchPoints: type === 'touchEnd' ? [] : [{ x: x + share * dx, y: y + share * dy }],
        });
      await touch('touchStart', 0);
      for (const share of [0.2, 0.4, 0.6, 0.8, 1]) await touch('touchMove', share);
      await touch('touchEnd', 1);
    };
    await swipe(80, 0);
    const [azimuth, elevation] = await turnedFrom(page, null);
    expect(elevation).toBe(40);
    const before = addressField(page, 'view');
    await swipe(0, -120);
    await page.waitForFunction(() => document.querySelector('.lab')!.scrollTop > 20, null, { timeout: patience });
    expect([addressField(page, 'view'), Number.isFinite(azimuth)]).toEqual([before, true]);
    expect(await page.locator('.lab-point button').count()).toBe(0);
    const sizes = await page
      .locator('.lab-dimensions [role=tab], .lab-figure .figure-menu')
      .evaluateAll((all) =>
        all.map((each) => Math.min(each.getBoundingClientRect().width, each.getBoundingClientRect().height)),
      );
    expect(sizes.length).toBe(4);
    for (const size of sizes) expect(size).toBeGreaterThanOrEqual(44);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
