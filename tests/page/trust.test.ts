/** @file The badge of trust: green for every scene of the page, red with the place where a derivative rule is wrong. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { expect, it } from 'vitest';
import { openPage, patience, reach, setStage, shownError } from './drive.ts';

const stage = setStage();

/** Plans whose forces stand exactly at the limits of weak drives, where the loss has a corner: no difference is its derivative there. */
const atCorners = /^(Acrobot|Cart-pole|Double pendulum|Weak pendulum) swings up/;

it('is green for every scene that the page offers', async () => {
  const { page, complaints } = await openPage(stage);
  const titles = await page.locator('#scenes [role=menuitemradio]').allTextContents();
  expect(titles.length).toBeGreaterThanOrEqual(4);
  for (const title of titles.filter((name) => !atCorners.test(name)).toReversed()) {
    await page.click('.scene-chooser');
    await page.getByRole('menuitemradio', { name: title, exact: true }).click();
    await page.locator('.scene-title', { hasText: title }).waitFor({ timeout: patience });
    await reach(page, 'ready');
    await page.waitForSelector('.badge.good', { timeout: patience });
    expect(await page.innerText('.badge')).toMatch(/^Gradient checked · \d+ digits$/);
    expect(await page.innerText('.story h2')).toMatch(/\d/);
  }
  expect(complaints).toEqual([]);
  await page.context().close();
});

/** The derivative of the cosine with the wrong sign. */
const wrongRule: Plugin = {
  name: 'wrong-rule',
  transform(code, id) {
    if (!id.endsWith('/src/core/ops/trigonometric.ts')) return null;
    const wrong = code.replace('[([x]) => neg(sin(x))]', '[([x]) => sin(x)]');
    if (wrong === code) throw new Error('the derivative of the cosine is written in another way');
    return wrong;
  },
};

/** The page's worker, from the sources as they are now, with the wrong rule. */
async function wrongWorker(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'adjoint-wrong-'));
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [wrongRule],
    build: {
      outDir,
      target: 'es2022',
      minify: false,
      lib: {
        entry: fileURLToPath(new URL('../../src/viewer/worker/worker.ts', import.meta.url)),
        formats: ['es'],
        fileName: () => 'worker.js',
      },
    },
  });
  const text = readFileSync(join(outDir, 'worker.js'), 'utf8');
  rmSync(outDir, { recursive: true });
  return text;
}

it('is red where the rule of one operation has the wrong sign, and says which', async () => {
  const body = await wrongWorker();
  const { page } = await openPage(stage, {
    hash: 'scene=two-link-reach',
    prepare: (page) =>
      // the worker itself, not what else begins with its name
      page.route(/\/assets\/worker-[\w-]{8}\.js$/, (route) => route.fulfill({ body, contentType: 'text/javascript' })),
  });
  // what moves is right, and so the arm is
  expect(await shownError(page)).toBeGreaterThan(100);
  await page.waitForSelector('.badge.bad', { timeout: patience });
  expect(await page.innerText('.badge')).toBe('The gradient is wrong');
  await page.click('.badge');
  const lines = await page.locator('#trust li.bad').allInnerTexts();
  console.log(lines.join('\n'));
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toMatch(/\bcos\b/);
  expect(await page.innerText('#trust')).toContain('Do not rely on what is learned here');
  await page.context().close();
});
