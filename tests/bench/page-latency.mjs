/** @file How soon the built page answers, without WebGL: the first look, a look at another iteration, a hover. Run after `npx vite build`. */
import { chromium } from 'playwright';
import { preview } from 'vite';
import { findChromium } from '../support/find-chromium.mjs';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-3d-apis'];
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const inWords = (values) => `median ${median(values).toFixed(1)} ms, most ${Math.max(...values).toFixed(1)} ms`;

/** In the page: notes when a look is first shown, and every task that is longer than 50 ms. */
function watch() {
  globalThis.seen = { first: 0, long: [] };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.seen.long.push(Math.round(duration));
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    if (document.querySelector('[data-k]')) globalThis.seen.first = performance.now();
    else requestAnimationFrame(look);
  };
  look();
}

/** In the page: from a key on the lane of iterations to the figures of another one, ms. */
async function scrub(count) {
  const lane = document.querySelector('.lane-k [role=slider]') ?? document.querySelector('.lane-k');
  const shown = () => document.querySelector('[data-k]').getAttribute('data-k');
  const times = [];
  for (let i = 0; i < count; i++) {
    const before = shown();
    const begun = performance.now();
    const key = i % 6 < 3 ? 'ArrowLeft' : 'ArrowRight';
    lane.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    await new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () =>
        shown() !== before || performance.now() - begun > 2000 ? done() : port2.postMessage(null);
      port2.postMessage(null);
    });
    times.push(performance.now() - begun);
    await new Promise((rest) => setTimeout(rest, 50));
  }
  return times;
}

const takeLong = (page) => page.evaluate(() => globalThis.seen.long.splice(0));

async function measure(browser, url, scene) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.addInitScript(watch);
  await page.goto(`${url}#scene=${scene}`);
  await page.waitForFunction(() => globalThis.seen.first > 0);
  const first = await page.evaluate(() => globalThis.seen.first);
  console.log(`${scene}: first look ${first.toFixed(0)} ms after navigation; long tasks, ms: ${await takeLong(page)}`);
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-phase=ready]');
  await page.evaluate(() => document.querySelector('#optimize').click());
  await page.waitForSelector('[data-phase=done], [data-phase=failed]', { timeout: 120_000 });
  console.log(`  run: long tasks, ms: ${await takeLong(page)}`);
  console.log(
    `  look at another iteration: ${inWords(await page.evaluate(scrub, 24))}; long tasks, ms: ${await takeLong(page)}`,
  );
  await context.close();
}

const server = await preview({ logLevel: 'warn', preview: { port: 0, host: '127.0.0.1' } });
const { port } = server.httpServer.address();
const browser = await chromium.launch({ executablePath: findChromium(), args: flags });
for (const scene of ['two-link-reach', 'panda-reach']) await measure(browser, `http://127.0.0.1:${port}/`, scene);
await browser.close();
await server.close();
