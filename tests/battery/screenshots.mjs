/** @file Pictures for README, of the real page: `npm run screenshots`. Draws in software, so it takes minutes. */
import { mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load } from './load.mjs';

const { launchChromium } = await load('../support/chromium.ts');
const { openQuietly } = await load('../support/page-states.ts');
const { servePage } = await load('../support/page-server.ts');

const folder = fileURLToPath(new URL('../../assets/screenshots/', import.meta.url));
const desk = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
const patience = 300_000;
/** Bytes that a picture may have. */
const most = 300_000;

/** In the page: software draws as a graphics card would, only slower; the page takes no frame for a slow one. */
function drawAsWithACard() {
  const rendererName = 0x9246;
  const { getParameter } = WebGL2RenderingContext.prototype;
  WebGL2RenderingContext.prototype.getParameter = function (name) {
    return name === rendererName ? 'a graphics card' : getParameter.call(this, name);
  };
  const request = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (draw) => {
    const asked = performance.now();
    return request(() => draw(asked + 1));
  };
}

const shown = (page, selector) => page.waitForSelector(selector, { timeout: patience });

async function learn(page) {
  await page.click('#optimize');
  await shown(page, '.app[data-phase=done]');
}

/** A lane to a share of its length. */
async function scrub(page, name, share) {
  const lane = page.getByRole('slider', { name });
  const { width, height } = await lane.boundingBox();
  await lane.click({ position: { x: share * width, y: height / 2 } });
}

const pictures = [
  {
    name: 'arm',
    viewport: desk,
    make: async (page) => {
      await learn(page);
      await scrub(page, 'Time in the motion', 0.3);
    },
  },
  {
    name: 'learning',
    viewport: desk,
    make: async (page) => {
      await learn(page);
      await scrub(page, 'Iteration of learning', 0.18);
      await scrub(page, 'Time in the motion', 0.87);
      await page.click('#tab-learned');
    },
  },
  {
    name: 'restarts',
    viewport: { width: 1200, height: 750 },
    hash: 'scene=two-link-reach&restarts=64&v=1',
    make: learn,
  },
  {
    name: 'dark',
    viewport: desk,
    colorScheme: 'dark',
    hash: 'scene=ur5e-reach&v=1',
    make: async (page) => {
      await learn(page);
      await scrub(page, 'Time in the motion', 0.6);
    },
  },
  {
    name: 'notes',
    viewport: desk,
    hash: 'room=notes&note=learning%2Fclosed-loop&v=1',
    make: (page) => shown(page, '.note-text math, .note-text .katex'),
  },
  {
    name: 'phone',
    viewport: phone,
    hasTouch: true,
    make: async (page) => {
      await learn(page);
      await page.click('.sheet-handle');
      await page.click('#tab-gradient');
    },
  },
];

mkdirSync(folder, { recursive: true });
const server = await servePage();
const browser = await launchChromium();
const wanted = process.argv.slice(2);
for (const { name, hash = '', make, ...context } of pictures.filter(
  (one) => wanted.length === 0 || wanted.includes(one.name),
)) {
  const own = await browser.newContext({ reducedMotion: 'reduce', ...context });
  const page = await own.newPage();
  page.setDefaultTimeout(patience);
  await page.addInitScript(drawAsWithACard);
  await openQuietly(page, `${server.url}#${hash}`);
  await make(page);
  await page.mouse.move(0, 0);
  await page.waitForTimeout(4000);
  const path = `${folder}${name}.png`;
  await page.screenshot({ path, timeout: patience });
  const { size } = statSync(path);
  console.log(`${name}.png: ${Math.round(size / 1000)} kB${size > most ? ', too large' : ''}`);
  if (size > most) process.exitCode = 1;
  await own.close();
}
await browser.close();
await server.close();
