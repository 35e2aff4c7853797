/** @file The Senses in a browser: a scene is estimated, a sensor is blinded and restored while it runs, and the lanes show it; on a phone, too. */
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { sceneText } from '../support/robots.ts';
import { type Driven, openPage, patience, phone, reachAddress, reachText, setStage } from './drive.ts';

const stage = setStage();

/** One page for the tests of a desktop: it takes longer to load than they take. */
let opened: Promise<Driven> | null = null;

const openDesktop = (): Promise<Driven> => (opened ??= openPage(stage, { hash: 'room=senses&sense=pendulum-encoder' }));

const there = (page: Page): Promise<unknown> =>
  page.waitForSelector('.senses[data-there=true][data-working=false]', { timeout: patience });

const lanes = '#senses-lanes .plot-host';

/** What the lanes say to those who cannot see them. */
const said = async (page: Page): Promise<string> => (await page.getAttribute(lanes, 'aria-label')) ?? '';

const rowWords = (page: Page): Promise<string> => page.innerText('.senses-row-name .unseen');

/** Puts the clock at a moment, by its keys. */
async function standAt(page: Page, seconds: number): Promise<void> {
  await page.focus('.lane-t [role=slider]');
  await page.keyboard.press('Home');
  // a leap is a tenth of the 4 s, a step 0.02 s
  const leaps = Math.floor(seconds / 0.4);
  for (let k = 0; k < leaps; k++) await page.keyboard.press('PageUp');
  for (let k = 0; k < Math.round((seconds - 0.4 * leaps) / 0.02); k++) await page.keyboard.press('ArrowRight');
  await reachText(page, '.lane-t .clock', seconds.toFixed(3));
}

const throwSwitch = (page: Page, state: string): Promise<void> =>
  page.click(`.senses-switch [role=radio]:has-text("${state}")`);

describe('the Senses', () => {
  it('estimate a scene, and show it in lanes, rows and as a population', async () => {
    const { page } = await openDesktop();
    await there(page);
    expect(await said(page)).toMatch(/^Estimate and consistency over time\. pivot: estimate from .* truth from/);
    expect(await said(page)).toContain('NIS of encoder');
    expect(await said(page)).toContain('NEES');
    expect(await page.getAttribute('#senses-population .plot-host', 'aria-label')).toContain('Posterior');
    expect(await rowWords(page)).toMatch(/\d+ readings, \d+ lost/);
  });

  it('blind a sensor and give it back its sight while it runs', async () => {
    const { page } = await openDesktop();
    await there(page);
    const [before, readings] = [await said(page), Number.parseInt((await rowWords(page)).replace(/\D+/, ''))];
    await standAt(page, 1);
    await throwSwitch(page, 'blind');
    await reachAddress(page, 'blind=encoder@1');
    await there(page);
    const blinded = Number.parseInt((await rowWords(page)).replace(/\D+/, ''));
    expect(blinded).toBeLessThan(readings / 2);
    expect(await said(page)).not.toBe(before);
    await standAt(page, 2);
    await throwSwitch(page, 'on');
    await reachAddress(page, 'blind=encoder@1..2');
    await there(page);
    const restored = Number.parseInt((await rowWords(page)).replace(/\D+/, ''));
    expect(restored).toBeGreaterThan(blinded);
    expect(restored).toBeLessThan(readings);
    await standAt(page, 1.5);
    expect(await page.getAttribute('.senses-switch [aria-checked=true]', 'data-tip')).toContain('nothing');
    await throwSwitch(page, 'on');
    await standAt(page, 0);
    await throwSwitch(page, 'on');
    await page.waitForFunction(() => !location.hash.includes('blind='), null, { timeout: patience });
    await there(page);
    expect(await rowWords(page)).toContain(String(readings));
  });

  it('tell of a filter that believes too little noise, on their tab in another room, and take it back', async () => {
    const { page } = await openDesktop();
    await there(page);
    await page.click('#tab-senses-settings');
    await page.fill('input[aria-label="encoder, believed"]', '0.004');
    await page.keyboard.press('Enter');
    await reachAddress(page, 'tune=');
    await reachText(page, '#room-senses', '');
    await there(page);
    await page.click('#tab-senses-consistency');
    await reachText(page, '.senses-verdicts', 'too sure');
    await page.click('#room-lab');
    await reachText(page, '#room-senses', 'not consistent with encoder');
    await page.click('#room-senses');
    await page.keyboard.press('r');
    await page.waitForFunction(() => !location.hash.includes('tune='), null, { timeout: patience });
    await reachText(page, '.senses-verdicts', 'in bounds');
  });

  it('judge the filter by many rollouts, as a link says', async () => {
    const { page, complaints } = await openPage(stage, { hash: 'room=senses&sense=pendulum-encoder&mc=20' });
    await page.waitForSelector('.senses-report', { timeout: patience });
    expect(await page.innerText('.senses-report')).toMatch(/20 rollouts/);
    expect(await page.getAttribute('#senses-report .plot-host', 'aria-label')).toContain('NEES');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('show what is open, as the address says it, and a scene of the user’s own that is opened there', async () => {
    const hash = 'room=senses&scene=pendulum-encoder&bias=encoder.0:0.05@1&near=0&spikes=1&unit=17';
    const { page } = await openPage(stage, { hash });
    await there(page);
    expect(await page.getAttribute('.senses-toggle:has-text("Spikes")', 'aria-pressed')).toBe('true');
    expect(await page.getAttribute('.senses-toggle:has-text("Whole range")', 'aria-pressed')).toBe('true');
    for (const part of hash.split('&')) await reachAddress(page, part);
    const own = sceneText('pendulum-encoder').replace(/"title": "[^"]*"/, '"title": "My pendulum"');
    await page.setInputFiles('input[type=file]', {
      name: 'mine.json',
      mimeType: 'application/json',
      buffer: Buffer.from(own),
    });
    await reachText(page, '.scene-title', 'My pendulum');
    await page.waitForFunction(() => !location.hash.includes('bias='), null, { timeout: patience });
    await reachAddress(page, 'room=senses');
    await there(page);
    await page.context().close();
  });

  it('say what to do where the open scene has no sensors', async () => {
    const { page } = await openPage(stage, { hash: 'room=senses&sense=own&scene=two-link-reach' });
    await reachText(page, '.senses-missing', 'has no sensors');
    await page.click('.senses-missing button:has-text("Pendulum")');
    await there(page);
    await page.context().close();
  });

  it('are in the sheet of a phone, with targets that a finger can hit', async () => {
    const hash = 'room=senses&sense=pendulum-encoder';
    const { page } = await openPage(stage, { hash, viewport: phone, hasTouch: true, isMobile: true });
    await there(page);
    await page.tap('.sheet-handle');
    for (const id of ['population', 'lanes', 'sensors', 'consistency', 'settings'])
      await page.waitForSelector(`#tab-senses-${id}`, { timeout: patience });
    await page.tap('#tab-senses-sensors');
    const blind = page.locator('.sheet .senses-switch [role=radio]:has-text("blind")');
    await blind.waitFor({ timeout: patience });
    const box = await blind.boundingBox();
    expect(box!.height).toBeGreaterThanOrEqual(44);
    expect(box!.width).toBeGreaterThanOrEqual(44);
    await blind.tap();
    await reachAddress(page, 'blind=encoder@');
    await there(page);
    await page.tap('#tab-senses-lanes');
    await page.waitForSelector(lanes, { timeout: patience });
    expect(await said(page)).toContain('NIS of encoder');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
    await page.context().close();
  });
});
