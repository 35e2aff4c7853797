/** @file Rapier in a browser, under the page's policy: fetched when it is asked for, and with the bits that it has in Node. */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadRobot } from '../../../src/robot/urdf/load.ts';
import { rapierPhysics } from '../../../src/sim2sim/rapier/rapier-physics.ts';
import type { SecondPhysicsPage } from '../../fixtures/second-physics/page.ts';
import { launchChromium, withoutWebGl } from '../../support/chromium.ts';
import { buildFixturePage, strictPolicy } from '../../support/fixture-page.ts';
import { assetText } from '../../support/robots.ts';
import { endOf, pandaHome } from '../../support/second-physics.ts';

declare const secondPhysics: SecondPhysicsPage;

it('moves a Panda in Chromium as in Node, and is fetched for the first motion', async () => {
  const fixture = await buildFixturePage(fileURLToPath(new URL('../../fixtures/second-physics/', import.meta.url)));
  const server = await fixture.serve(strictPolicy());
  const browser = await launchChromium(withoutWebGl);
  try {
    const page = await browser.newPage();
    const scripts: string[] = [];
    page.on('request', (request) => {
      scripts.push(new URL(request.url()).pathname);
    });
    const isFetched = (): boolean => scripts.some((path) => path.includes('rapier'));
    await page.goto(server.url);
    await page.waitForFunction(() => 'secondPhysics' in globalThis);
    expect(scripts.length).toBeGreaterThan(1);
    expect(isFetched()).toBe(false);
    const [urdf, dt] = [assetText('panda'), 0.005];
    const motion = { q: pandaHome, v: [0.3, 0, -0.3, 0.2, 1, 0, 2], tau: [5, -10, 5, 10, 1, 1, 0.5], steps: 20 };
    const found = await page.evaluate(([text, step, moved]) => secondPhysics.end(text, step, moved), [
      urdf,
      dt,
      motion,
    ] as const);
    expect(isFetched()).toBe(true);
    const physics = await rapierPhysics(loadRobot(urdf).model, { dt });
    expect(found).toEqual(endOf(physics, motion));
    physics.close();
  } finally {
    await browser.close();
    await server.close();
    fixture.remove();
  }
});
