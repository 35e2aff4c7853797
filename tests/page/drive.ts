/** @file Helpers that drive the real page: open it, watch for complaints, read figures, change settings, give and take files. */
import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright';
import { afterAll, beforeAll } from 'vitest';
import { parametersCodec } from '../../src/viewer/studio/address/parameters-codec.ts';
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
  /** Of the address, without `#`. */
  readonly hash?: string;
  /** Phases of which one is waited for. Default `ready`. */
  readonly until?: readonly PhaseName[];
  /** Whether the browser has never seen the page, so that the tour begins. */
  readonly isFirstVisit?: boolean;
  /** What is done to the page before it is loaded. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

/** What the tests of a file share. */
export interface Stage {
  readonly server: PageServer;
  readonly browser: Browser;
}

/**
 * The page behind a server, and a browser to open it in, for the tests of the file that calls this: there once the tests begin. The
 * browser draws nothing in 3-D unless it `draws`, which takes more time than all else.
 */
export function setStage({ draws = false } = {}): Stage {
  const stage = {} as { -readonly [part in keyof Stage]: Stage[part] };
  beforeAll(async () => {
    stage.server = await servePage();
    stage.browser = await (draws ? launchChromium() : launchChromium(withoutWebGl));
  });
  afterAll(async () => {
    await stage.browser.close();
    await stage.server.close();
  });
  return stage;
}

/** The address of a scene that takes half as long as the page's first one, for what any scene shows. */
export const lightScene = 'scene=two-link-reach';

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/** Opens the page in a browser context of its own; without motion of its own accord, so that it stands still when a test looks. */
export async function openPage(
  { browser, server }: Stage,
  { hash = '', until = ['ready'], isFirstVisit = false, prepare, ...options }: OpenOptions = {},
): Promise<Driven> {
  const context = await browser.newContext({ viewport: desktop, reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript((isKnown) => {
    if (isKnown) localStorage.setItem('adjoint.tour', 'seen');
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`policy: ${violatedDirective} ${blockedURI}`),
    );
  }, !isFirstVisit);
  await prepare?.(page);
  await page.goto(`${server.url}${hash && `#${hash}`}`);
  await reach(page, ...until);
  return { page, complaints };
}

/** Waits until the page is in one of the phases, and where nothing runs, until the iteration that is wanted is shown. */
export async function reach(page: Page, ...phases: PhaseName[]): Promise<void> {
  await page.waitForSelector(phases.map((phase) => `.app[data-phase=${phase}]`).join(), { timeout: patience });
  if (!phases.includes('running')) await page.waitForFunction(isShown, null, { timeout: patience });
}

/** Whether what is shown is what the clock of learning stands at; in the page. */
function isShown(): boolean {
  const wanted = document.querySelector('.lane-k [role=slider]')?.getAttribute('aria-valuenow');
  const shown = document.querySelector('.lane-k .clock b')?.textContent;
  return wanted === undefined || shown === undefined || Number(wanted) === Number(shown);
}

/** Presses the primary button, and waits until the run is over. */
export async function optimize(page: Page, ...until: PhaseName[]): Promise<void> {
  await page.click('#optimize');
  await reach(page, 'running', 'done', 'failed');
  await reach(page, ...(until.length > 0 ? until : (['done'] as const)));
}

const factors = { m: 1000, mm: 1, µm: 0.001 } as const;

/** Distance of the shown iteration from the target, mm, as the story says it. */
export async function shownError(page: Page): Promise<number> {
  await page.waitForSelector('.story h2', { timeout: patience });
  const headline = await page.innerText('.story h2');
  const [, value, unit] = /([\d.]+) (mm|µm|m)\b/.exec(headline) ?? [];
  if (value === undefined) throw new Error(`no distance in "${headline}"`);
  return Number(value) * factors[unit as keyof typeof factors];
}

/** The iteration that is shown, once it is the one that is wanted. */
export async function shownIteration(page: Page): Promise<number> {
  await page.waitForFunction(isShown, null, { timeout: patience });
  return Number(await page.innerText('.lane-k .clock b'));
}

/** The newest iteration of the run; 0 before any. */
export const newestIteration = async (page: Page): Promise<number> =>
  Number(await page.getAttribute('.lane-k [role=slider]', 'aria-valuemax'));

export const shownTime = async (page: Page): Promise<number> => Number(await page.innerText('.lane-t .clock b'));

/** Waits until a run has come to an iteration. */
export const reachIteration = (page: Page, least: number): Promise<unknown> =>
  page.waitForFunction(
    (n) => Number(document.querySelector('.lane-k [role=slider]')!.getAttribute('aria-valuemax')) >= n,
    least,
    { timeout: patience },
  );

/** Waits until an element contains a text. */
export const reachText = (page: Page, selector: string, text: string): Promise<unknown> =>
  page.waitForFunction(([where, what]) => document.querySelector(where)?.textContent.includes(what), [selector, text], {
    timeout: patience,
  });

/** Waits until the address says something: it follows a moment after the state. */
export const reachAddress = (page: Page, part: string): Promise<unknown> =>
  page.waitForFunction((text) => decodeURIComponent(location.hash).includes(text), part, { timeout: patience });

/** The value of a field of the address; null where it is not there. */
export const addressField = (page: Page, key: string): string | null =>
  new URLSearchParams(new URL(page.url()).hash.slice(1)).get(key);

/** The parameters of the shown iteration, to the last bit, as the address has them once it says `k`. */
export async function shownParameters(page: Page, k: number): Promise<Float64Array> {
  await page.waitForFunction((wanted) => new URLSearchParams(location.hash.slice(1)).get('k') === wanted, String(k), {
    timeout: patience,
  });
  return parametersCodec.parse(addressField(page, 'p')!);
}

/** Opens a panel of the inspector. */
export async function openPanel(page: Page, id: string): Promise<void> {
  await page.click(`#tab-${id}`);
  await page.waitForSelector(`[data-panel=${id}]`, { timeout: patience });
}

/** A row of the settings by the beginning of its name. */
export const setting = (page: Page, name: string): Locator =>
  page.locator('.lil-controller', { has: page.locator('.lil-name', { hasText: new RegExp(`^${name}`) }) });

/** Writes another number than the opened scene's into a row of the settings, and waits until the experiment has it. */
export async function setNumber(page: Page, name: string, value: string): Promise<void> {
  const row = setting(page, name);
  await row.locator('input').last().fill(value);
  await page.keyboard.press('Enter');
  await row.and(page.locator('.changed')).waitFor({ timeout: patience });
  await reach(page, 'ready', 'running', 'paused', 'done');
}

/** Chooses how many runs there are side by side. */
export async function setRestarts(page: Page, count: number): Promise<void> {
  await setting(page, 'Restarts')
    .locator('select')
    .selectOption({ label: String(count) });
  await page.waitForFunction(
    (wanted) => (new URLSearchParams(location.hash.slice(1)).get('restarts') ?? '1') === wanted,
    String(count),
    { timeout: patience },
  );
  await reach(page, 'ready');
}

/** Opens a scene of the page's own from the chooser. */
export async function chooseScene(page: Page, title: string): Promise<void> {
  await page.click('.scene-chooser');
  await page.getByRole('menuitemradio', { name: title }).click();
  await page.locator('.scene-title', { hasText: title }).waitFor({ timeout: patience });
  await reach(page, 'ready');
}

/** Drops files on the page, as from the system's file manager. */
export async function dropFiles(page: Page, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  const contents = Object.entries(files).map(([name, content]) => ({ name, bytes: [...Buffer.from(content)] }));
  const transfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer();
    for (const { name, bytes } of given) data.items.add(new File([Uint8Array.from(bytes)], name));
    return data;
  }, contents);
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('.stage', type, { dataTransfer: transfer });
}

export const dropFile = (page: Page, name: string, content: string | Uint8Array): Promise<void> =>
  dropFiles(page, { [name]: content });

/** A file that the page has given. */
export interface SavedFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly text: string;
}

/** Presses what saves a file. */
export async function savedBy(page: Page, selector: string): Promise<SavedFile> {
  const download = page.waitForEvent('download', { timeout: patience });
  await page.click(selector);
  const file = await download;
  const bytes = await readFile(await file.path());
  return { name: file.suggestedFilename(), bytes, text: bytes.toString() };
}

/** Lets a worker of the page die of an error. */
export async function killWorker(page: Page, name: 'run' | 'analysis'): Promise<void> {
  for (const worker of page.workers()) {
    if ((await worker.evaluate(() => (self as unknown as { name: string }).name)) !== name) continue;
    await worker.evaluate(
      () =>
        void setTimeout(() => {
          throw new Error('killed by a test');
        }),
    );
    return;
  }
  throw new Error(`no worker is called ${name}`);
}
