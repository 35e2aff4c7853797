/** @file The engine in a browser, under the page's policy, has the bits that it has in Node. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { robotOf } from '../../../src/scene/robot.ts';
import { readScene } from '../../../src/scene/parse.ts';
import type { Engine } from '../../fixtures/engine/page.ts';
import { launchChromium, withoutWebGl } from '../../support/chromium.ts';
import { buildFixturePage, isolated, strictPolicy } from '../../support/fixture-page.ts';
import { fuzzHashes } from '../../support/fuzz/hashes.ts';
import { hashOf, hashOfScene } from '../../support/hashes.ts';
import { drawGiven, pandaWork } from '../../support/panda-work.ts';
import { hashesOf } from '../../support/random-graphs/run.ts';
import { testCases, testSeed } from '../../support/random.ts';
import { assetText, sceneText } from '../../support/robots.ts';

declare const engine: Engine;

let browser: Browser;
let page: Page;
let close: () => Promise<void>;

beforeAll(async () => {
  const fixture = await buildFixturePage(fileURLToPath(new URL('../../fixtures/engine/', import.meta.url)));
  const server = await fixture.serve({ ...strictPolicy(), ...isolated });
  browser = await launchChromium(withoutWebGl);
  page = await browser.newPage();
  await page.goto(server.url);
  await page.waitForFunction(() => 'engine' in globalThis);
  close = async () => {
    await browser.close();
    await server.close();
    fixture.remove();
  };
}, 60_000);
afterAll(() => close());

describe(`Chromium and Node have the same bits (TEST_SEED=${testSeed})`, () => {
  const expectSame = (found: readonly string[], expected: readonly string[]): void => {
    const differing = expected.flatMap((hash, i) => (hash === found[i] ? [] : [i]));
    expect(differing, 'numbers of the programs that differ').toEqual([]);
    expect(new Set(expected).size).toBeGreaterThan(0.9 * expected.length);
  };

  // Before the page makes memories of its own: a browser has room for some hundred, those of workers among them.
  it('in random programs over all ops, in turn on 1, 2 and 3 Web Workers', async () => {
    const found = await page.evaluate((args) => engine.programsOnWorkers(...args), [testSeed, testCases(200)] as const);
    expectSame(found, hashesOf(testSeed, 0, testCases(200), 'wasm'));
  });

  it.each([1, 33, 257])('in rollouts and gradients of %i arms on 1, 2 and 3 Web Workers', async (population) => {
    const robot = assetText('panda');
    const values = drawGiven(20, population);
    const expected = hashOf(compile(pandaWork(robot, { baseline: true }), [values])(values));
    for (const [size, memory] of [
      [1, 'shared'],
      [2, 'shared'],
      [3, 'shared'],
      [2, 'transferred'],
    ] as const) {
      const call = [robot, [20, population, testSeed], { size, memory }] as const;
      const { hashes, isShared } = await page.evaluate(
        ([urdf, given, options]) => engine.arms(urdf, [...given], options),
        call,
      );
      expect(hashes).toEqual([expected, expected]);
      expect(isShared).toBe(memory === 'shared');
    }
  });

  it.each([
    ['wasm', testCases(200)],
    ['interpreter', testCases(15)],
  ] as const)("on the page's own thread, on %s: %i programs", async (backend, count) => {
    const found = page.evaluate((args) => engine.programs(...args), [testSeed, 0, count, backend] as const);
    const expected = hashesOf(testSeed, 0, count, backend);
    expectSame(await found, expected);
  });

  const count = testCases(8);
  it(
    'in programs of the fuzzer, which agree there however they are run',
    async () => {
      const found = await page.evaluate((args) => engine.fuzz(...args), [testSeed, 0, count] as const);
      expectSame(found, await fuzzHashes(testSeed, 0, count));
      expect(found.filter((verdict) => verdict.startsWith('failed'))).toEqual([]);
    },
    // as many as are asked for
    60_000 + 5000 * count,
  );

  /** Its gradient is a module of more than the 8 MiB that a page may compile outside of its workers, where these programs run. */
  const tooLarge = 'panda-camera';
  const scenes = readdirSync(new URL('../../../scenes/', import.meta.url))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace('.json', ''))
    .filter((name) => name !== tooLarge);

  it.each(scenes)('in three iterations of %s on each backend', async (name) => {
    const text = sceneText(name);
    const robot = assetText(robotOf(readScene(text)).file.replace('.urdf', ''));
    const expected = await hashOfScene(text, robot, 'wasm');
    for (const backend of ['wasm', 'interpreter'] as const)
      expect(await page.evaluate((args) => engine.scene(...args), [text, robot, backend] as const)).toBe(expected);
  });
});
