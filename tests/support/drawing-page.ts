/** @file A page of tests/fixtures that draws, without a GPU, in a browser of its own. */
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright';
import { launchChromium, withoutWebGl } from './chromium.ts';
import { buildFixturePage } from './fixture-page.ts';

export interface DrawingPage {
  readonly page: Page;
  /** What was thrown there, and what its policy forbade. */
  readonly errors: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens the fixture of a name, and waits until what `selector` says is there. */
export async function openDrawingPage(
  name: string,
  selector: string,
  options: BrowserContextOptions,
): Promise<DrawingPage> {
  const fixture = await buildFixturePage(fileURLToPath(new URL(`../fixtures/${name}/`, import.meta.url)));
  const server = await fixture.serve({});
  const browser = await launchChromium(withoutWebGl);
  const page = await browser.newPage(options);
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => message.text().includes('Content Security Policy') && errors.push(message.text()));
  await page.goto(server.url);
  await page.waitForSelector(selector);
  return {
    page,
    errors,
    close: async () => {
      await browser.close();
      await server.close();
      fixture.remove();
    },
  };
}
