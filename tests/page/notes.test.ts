/** @file The Notes room in a browser, under the page's policy: every check of every note, and one click from a formula to its code. */
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { checkBlocks, notePaths } from '../support/extract-notes.mjs';
import { desktop, type Driven, openPage, patience, setStage } from './drive.ts';

const stage = setStage();

/** One page for all tests: it takes longer to load than they take. */
let opened: Promise<Driven> | null = null;

/** The room with a note open, and all that the browser complains of: console errors, exceptions, violations of the policy. */
async function openRoom(note = '', viewport = desktop): Promise<readonly [Page, readonly string[]]> {
  const hash = `v=1&room=notes${note && `&note=${note}`}`;
  opened ??= openPage(stage, { hash, viewport });
  const { page, complaints } = await opened;
  await page.setViewportSize(viewport);
  await page.goto(`${stage.server.url}#${hash}`);
  await page.waitForSelector('.note-text h1', { timeout: patience });
  return [page, complaints];
}

describe('the Notes room', () => {
  it('runs all checks of all notes here: all pass, and nothing is complained of', async () => {
    const [page, complaints] = await openRoom();
    await page.click('.overview .run-checks button');
    await page.waitForSelector('.run-summary', { timeout: patience });
    const checks = notePaths().flatMap((path) => checkBlocks(path)).length;
    expect(await page.innerText('.run-summary')).toMatch(
      new RegExp(`^${checks} checks, all passed: [\\d,]+ comparisons, largest residual [\\d.e-]+ of [\\d.e-]+$`),
    );
    expect(await page.locator('.note-group .check-mark.passed').count()).toBe(
      await page.locator('.note-group').count(),
    );
    expect(complaints).toEqual([]);
  });

  it('stops the checks when asked, and runs those of one note', async () => {
    const [page, complaints] = await openRoom('dynamics/energy');
    await page.click('.note-contents .run-checks button');
    await page.click('text=Stop the checks');
    await page.waitForSelector('text=Run all checks here', { timeout: patience });
    await page.click('.check-card >> text=Run');
    await page.waitForSelector('.check-card.passed', { timeout: patience });
    expect(await page.innerText('.check-card.passed p')).toMatch(/residual .* ms/);
    expect(await page.locator('.equation-number.passed').count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  });

  it('shows the code of a formula in one click, at the line of its name', async () => {
    const [page, complaints] = await openRoom('learning/closed-loop');
    await page.click('#eq-2 .equation-number');
    await page.waitForSelector('#eq-2[data-marked]');
    const line = page.locator('.code-line[data-marked]');
    expect(await line.innerText()).toContain('export function closedLoop(');
    const [view, shown] = [await page.locator('.code-view').boundingBox(), await line.boundingBox()];
    expect(shown!.y).toBeGreaterThanOrEqual(view!.y);
    expect(shown!.y).toBeLessThan(view!.y + view!.height);
    await page.click('.check-card >> text=Show');
    expect(await page.innerText('.check-code .code-view')).toContain("from '#check'");
    await page.focus('#notes-tab-checks');
    await page.keyboard.press('ArrowLeft');
    expect(await page.getAttribute('#notes-tab-code', 'aria-selected')).toBe('true');
    expect(complaints).toEqual([]);
  });

  it('follows links, and goes on to the next note', async () => {
    const [page] = await openRoom('core/scan');
    await page.click('.note-measure p .to-note');
    await page.waitForSelector('h1:has-text("Whole cotangents")');
    const title = await page.innerText('.note-neighbours .after span');
    await page.click('.note-neighbours .after');
    await page.waitForSelector(`h1:has-text("${title.replace(/^Next\s*/, '')}")`);
  });

  it('finds notes as one types, by keyboard alone', async () => {
    const [page] = await openRoom();
    await page.focus('.note-search input');
    await page.keyboard.type('spectral ra');
    expect(await page.locator('.notes-found li').first().innerText()).toContain('Spectral radius');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForSelector('h1:has-text("Spectral radius")');
    expect(await page.locator('.note-link[aria-current=page]').innerText()).toContain('Spectral radius');
  });

  it('on a phone has the text alone, and code and contents in a sheet, nothing wider than the screen', async () => {
    // as it opens there: no sheet is out that was a column before
    opened = null;
    const [page] = await openRoom('learning/closed-loop', { width: 390, height: 844 });
    expect(await page.isVisible('.notes-column')).toBe(false);
    await page.click('#eq-1 .equation-number');
    await page.waitForSelector('.code-line[data-marked]', { state: 'visible' });
    await page.click('text=Contents');
    expect(await page.isVisible('.note-contents')).toBe(true);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
  });
});
