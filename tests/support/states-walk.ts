/** @file Walks the page through its states at several sizes, and looks at each. */
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import type { PageState } from './page-states.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

const script = fileURLToPath(new URL('in-page/layout-faults.js', import.meta.url));

/** How long the page may need until everything has its place, ms; faults that are there longer are real. */
const settling = 5000;

/** Loads what measures the page into every document that it opens. */
export const bringRuler = (page: Page): Promise<unknown> => page.addInitScript({ path: script });

/** Faults that stay. */
export async function layoutFaults(page: Page): Promise<readonly string[]> {
  const measure = (): Promise<readonly string[]> =>
    page.evaluate(
      () =>
        new Promise<readonly string[]>((resolve) => {
          const { layoutFaults: found } = globalThis as unknown as { layoutFaults: () => readonly string[] };
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(found())));
        }),
    );
  const until = Date.now() + settling;
  let faults = await measure();
  while (faults.length > 0 && Date.now() < until) {
    await page.waitForTimeout(200);
    faults = await measure();
  }
  return faults;
}

/** Enters each state at the first size, and calls `look` there at all of them. */
export async function walk(
  page: Page,
  states: readonly PageState[],
  sizes: readonly Size[],
  look: (where: string, name: string) => Promise<void>,
): Promise<void> {
  for (const { name, enter, leave, isFleeting } of states) {
    for (const [index, size] of sizes.entries()) {
      await page.setViewportSize(size);
      if (index === 0 || isFleeting) await enter(page);
      await look(`${size.width} x ${size.height}, ${name}`, name);
      if (isFleeting) await leave?.(page);
    }
    await page.setViewportSize(sizes[0]);
    if (!isFleeting) await leave?.(page);
  }
}
