/** @file How soon the built page answers, without WebGL: the first look, a look at another iteration, frames while many runs learn. Run after `npx vite build`. */
import { fileURLToPath } from 'node:url';
import { load } from './load.mjs';

const { launchChromium, withoutWebGl } = await load('../support/chromium.ts');
const { servePage } = await load('../support/page-server.ts');

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const inWords = (values) => `median ${median(values).toFixed(1)} ms, most ${Math.max(...values).toFixed(1)} ms`;

const inPage = fileURLToPath(new URL('../support/in-page/latency.js', import.meta.url));

const takeLong = (page) => page.evaluate(() => globalThis.latency.long.splice(0));

async function measure(browser, url, scene) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.addInitScript({ path: inPage });
  await page.goto(`${url}#scene=${scene}`);
  await page.waitForFunction(() => globalThis.latency.first > 0);
  const first = await page.evaluate(() => globalThis.latency.first);
  console.log(`${scene}: first look ${first.toFixed(0)} ms after navigation; long tasks, ms: ${await takeLong(page)}`);
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-phase=ready]');
  await page.locator('#optimize').evaluate((button) => button.click());
  await page.waitForSelector('[data-phase=done], [data-phase=failed]', { timeout: 120_000 });
  console.log(`  run: long tasks, ms: ${await takeLong(page)}`);
  console.log(
    `  look at another iteration: ${inWords(await page.evaluate((count) => globalThis.latency.scrub(count), 24))}; long tasks, ms: ${await takeLong(page)}`,
  );
  await context.close();
}

async function measureFrames(browser, url, restarts) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript({ path: inPage });
  await page.goto(`${url}#restarts=${restarts}&set=method.iterations:100000,success.below:0`);
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-phase=ready]');
  await page.locator('#optimize').evaluate((button) => button.click());
  await page.waitForSelector('[data-phase=running]');
  const frames = await page.evaluate((duration) => globalThis.latency.frames(duration), 3000);
  console.log(`${restarts} restarts learning: a frame every ${inWords(frames)}`);
  await context.close();
}

const server = await servePage();
const browser = await launchChromium(withoutWebGl);
for (const scene of ['two-link-reach', 'panda-reach']) await measure(browser, server.url, scene);
await measureFrames(browser, server.url, 64);
await browser.close();
await server.close();
