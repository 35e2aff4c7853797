/** @file Helpers that drive the real page: open it, watch for complaints, read figures and pixels. */
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { afterAll, beforeAll } from 'vitest';
import { launchChromium, withoutWebGl } from '../support/chromium.ts';
import { type PageServer, servePage } from '../support/page-server.ts';

/** Waits are generous: nothing here depends on the machine's speed. */
export const patience = 120_000;

export type PhaseName = 'ready' | 'running' | 'done' | 'paused' | 'failed';

export interface Driven {
  readonly page: Page;
  /** Console errors, uncaught exceptions and violations of the Content-Security-Policy, in order. */
  readonly complaints: readonly string[];
}

export interface OpenOptions extends BrowserContextOptions {
  /** Phase to wait for. Default `ready`. */
  readonly until?: PhaseName;
  /** What is done to the page before it is loaded. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

/** What the tests of a file share. */
export interface Stage {
  readonly server: PageServer;
  readonly browser: Browser;
  /** Draws nothing in 3-D: for what does not need it, so that the tests take less time. */
  readonly plain: Browser;
}

/** The page behind a server, and browsers to open it in, for the tests of the file that calls this: there once the tests begin. */
export function setStage(): Stage {
  const stage = {} as { -readonly [part in keyof Stage]: Stage[part] };
  beforeAll(async () => {
    stage.server = await servePage();
    stage.browser = await launchChromium();
    stage.plain = await launchChromium(withoutWebGl);
  });
  afterAll(async () => {
    await stage.browser.close();
    await stage.plain.close();
    await stage.server.close();
  });
  return stage;
}

export const desktop = { width: 960, height: 640 };
export const phone = { width: 390, height: 844 };

/** Opens the page in a browser context of its own; without motion of its own accord, which costs time where software draws. */
export async function openPage(
  browser: Browser,
  url: string,
  { until = 'ready', prepare, ...options }: OpenOptions = {},
): Promise<Driven> {
  const context = await browser.newContext({ viewport: desktop, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`policy: ${violatedDirective} ${blockedURI}`),
    ),
  );
  await prepare?.(page);
  await page.goto(url);
  await reach(page, until);
  return { page, complaints };
}

/** Waits until the page is in one of the phases. */
export async function reach(page: Page, ...phases: PhaseName[]): Promise<void> {
  await page.waitForSelector(phases.map((phase) => `.app[data-phase=${phase}]`).join(), { timeout: patience });
}

/** End-effector error that the header shows, mm. */
export async function shownError(page: Page): Promise<number> {
  const [value, unit] = (await page.innerText('.readout.main dd')).split(/\s+/);
  return Number(value) * { m: 1000, mm: 1, µm: 0.001 }[unit as 'm' | 'mm' | 'µm'];
}

export const shownIteration = async (page: Page): Promise<number> =>
  Number((await page.innerText('.readout:nth-child(4) dd')).split(/\s/)[0]);

export const shownTime = async (page: Page): Promise<number> => Number((await page.innerText('.clock')).split(/\s/)[0]);

/** RGBA rows of what a person sees at an element. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

export async function pixelsOf(page: Page, selector: string): Promise<Pixels> {
  // A moment for the frame that draws the last change.
  await page.waitForTimeout(1000);
  const png = (await page.locator(selector).screenshot({ timeout: patience })).toString('base64');
  const { width, height, base64 } = await page.evaluate(async (encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let text = '';
    for (let i = 0; i < data.length; i += 8192) text += String.fromCharCode(...data.subarray(i, i + 8192));
    return { width: image.width, height: image.height, base64: btoa(text) };
  }, png);
  return { width, height, data: new Uint8ClampedArray(Buffer.from(base64, 'base64')) };
}

/** Share of the pixels that differ visibly, 0..1. */
export function difference(a: Pixels, b: Pixels): number {
  let count = 0;
  for (let i = 0; i < a.data.length; i += 4) {
    const distance =
      Math.abs(a.data[i] - b.data[i]) +
      Math.abs(a.data[i + 1] - b.data[i + 1]) +
      Math.abs(a.data[i + 2] - b.data[i + 2]);
    if (distance > 48) count++;
  }
  return count / (a.data.length / 4);
}

/** Positions of the pixels that satisfy a condition on red, green and blue. */
export function where(
  { width, data }: Pixels,
  condition: (red: number, green: number, blue: number) => boolean,
): [x: number, y: number][] {
  const found: [number, number][] = [];
  for (let i = 0; i < data.length; i += 4)
    if (condition(data[i], data[i + 1], data[i + 2])) found.push([(i / 4) % width, Math.floor(i / 4 / width)]);
  return found;
}

/** The accent colour of target, path and curves: a strong orange. */
export const isAccent = (red: number, green: number, blue: number): boolean =>
  red > 150 && red - blue > 90 && red - green > 50;

/** Middle of the target's ball in page coordinates: where accent pixels are densest before anything else is orange. */
export async function targetOnScreen(page: Page): Promise<{ x: number; y: number }> {
  const box = (await page.locator('.world canvas').boundingBox())!;
  const pixels = await pixelsOf(page, '.world canvas');
  const orange = where(pixels, isAccent);
  const near = ([x, y]: readonly [number, number]): [number, number][] =>
    orange.filter(([u, v]) => Math.abs(u - x) <= 24 && Math.abs(v - y) <= 24);
  const densest = orange
    .filter((_, i) => i % 7 === 0)
    .reduce<[number, number][]>((best, point) => (near(point).length > best.length ? near(point) : best), []);
  const mean = (axis: 0 | 1): number => densest.reduce((sum, point) => sum + point[axis], 0) / densest.length;
  return { x: box.x + mean(0), y: box.y + mean(1) };
}

/** Drops a file on the page, as from the system's file manager. */
export async function dropFile(page: Page, name: string, content: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, text]) => {
      const data = new DataTransfer();
      data.items.add(new File([text], fileName));
      return data;
    },
    [name, content],
  );
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('.stage', type, { dataTransfer: transfer });
}
