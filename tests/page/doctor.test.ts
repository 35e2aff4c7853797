/** @file The doctor in a browser: what is wrong is found once it is drawn, remedies are tried and used, and what was not looked at is marked. */
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { openPage, patience, phone, reachAddress, reachText, setStage } from './drive.ts';

const stage = setStage();

const finding = '.doctor-finding';

/** Two of its three methods are beyond their edges. */
const tooFast = 'room=lab&x=quadratic&eta=0.25&n=11';

/** A goal at twice the arm's length from its base. */
const tooFar = `scene=two-link-reach&room=lab&x=own&n=11&opt=lbfgs&set=time.horizon:0.3,goals.point.position:${encodeURIComponent('[2,0,1.5]')}`;

const sees = (page: Page, selector: string): Promise<unknown> => page.waitForSelector(selector, { timeout: patience });

const wordsOf = (page: Page, selector: string): Promise<string[]> => page.locator(selector).allInnerTexts();

describe('the doctor of the Lab', () => {
  it('finds what is wrong unasked, tries a remedy, and sets it for the method that it is of', async () => {
    const { page, complaints } = await openPage(stage, { hash: tooFast });
    await sees(page, finding);
    expect(await wordsOf(page, `${finding} h3`)).toEqual([
      expect.stringMatching(/^Step size of the method\s+stops learning$/),
      expect.stringMatching(/^Step size of the method\s+stops learning$/),
    ]);
    expect(await wordsOf(page, '.doctor-of')).toEqual([
      'Nesterov, step 0.25, momentum 0.9',
      'Gradient descent, step 0.25',
    ]);
    expect(await wordsOf(page, `${finding}:first-child dd`)).toEqual(['1.842', '1', '65 %']);

    await page.click(`${finding}:first-child button:has-text("Try it")`);
    await sees(page, '.doctor-trial');
    expect(await page.innerText('.doctor-verdict')).toBe('It helped.');
    expect(await wordsOf(page, '.doctor-trial tbody tr:first-child td')).toEqual(['1.842', 'not above 1']);
    expect(await page.getAttribute('.doctor-chart .plot-host', 'aria-label')).toMatch(
      /^Loss of a short run: after, 30 values.*; before, 30 values/,
    );

    await page.click(`${finding}:first-child button:has-text("Use it")`);
    await reachAddress(page, 'rates=,,0.025');
    await reachText(page, '.doctor-used', 'In use: a learning rate of 0.025.');
    await page.waitForFunction(() => document.querySelectorAll('.doctor-finding').length === 1, null, {
      timeout: patience,
    });
    await page.click('.doctor-used button');
    await page.waitForFunction(() => document.querySelectorAll('.doctor-finding').length === 2, null, {
      timeout: patience,
    });
    await page.waitForFunction(() => !location.hash.includes('rates='), null, { timeout: patience });
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('changes the scene that is open by a remedy, says that it is sound then, and undo brings the fault back', async () => {
    const { page, complaints } = await openPage(stage, { hash: tooFar });
    await sees(page, finding);
    expect(await page.innerText(`${finding} h3`)).toContain('Unreachable target');
    await page.click(`${finding} button:has-text("Use it")`);
    await sees(page, '.doctor-sound');
    expect(await page.innerText('.doctor-sound p')).toMatch(
      /^Nothing is wrong that the doctor knows: a short run takes \d+ % of the loss\.$/,
    );
    expect(await page.innerText('.doctor-sound small')).toContain('growth along the rollout');
    await page.click('.undo');
    await sees(page, finding);
    expect(await page.innerText(`${finding} h3`)).toContain('Unreachable target');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('waits to be asked where it takes long, and is stopped by hand', async () => {
    const { page } = await openPage(stage, { hash: 'scene=two-link-reach&room=lab&x=swing-up-horizon&n=11' });
    await sees(page, '.doctor-ask button:enabled');
    await page.click('.doctor-ask button');
    await sees(page, '.doctor-work');
    await page.click('.doctor-work button:has-text("Stop")');
    await sees(page, '.doctor-ask button:enabled');
    await page.context().close();
  });
});

describe('the doctor on a phone', () => {
  it('is a chip of the sheet, marked there and on the tab of the room until somebody looks', async () => {
    const { page, complaints } = await openPage(stage, { hash: tooFast, viewport: phone, hasTouch: true });
    await reachText(page, '.sheet-line', 'Doctor: Step size of the method');
    await page.tap('#room-arm');
    await reachText(page, '#room-lab .news', 'the doctor has found 2 things');
    await page.tap('#room-lab');
    await page.tap('.sheet-handle');
    await reachText(page, '#tab-lab-doctor .news', 'the doctor has found 2 things');
    await page.tap('#tab-lab-doctor');
    await page.waitForSelector('#tab-lab-doctor .news', { state: 'detached', timeout: patience });
    for (const button of await page.locator('.doctor-remedy button').all()) {
      const { width, height } = (await button.boundingBox())!;
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    }
    await page.tap('#room-arm');
    await page.waitForSelector('.app[data-room=arm]', { timeout: patience });
    expect(await page.locator('#room-lab .news').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
