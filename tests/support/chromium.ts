/** @file Headless Chromium for tests and scripts: one that draws WebGL without a graphics card, or one that has none. */
import { type Browser, chromium } from 'playwright';
import { findChromium } from './find-chromium.mjs';

/**
 * What a browser does beside the page: panels of its address bar are pages as well, and take a second of every page that is opened. The
 * list replaces the test tool's own, of which it keeps what looks for a network or waits before it paints.
 */
const unwanted = [
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'],
  ...['AimEnabled', 'HttpsUpgrades', 'MediaRouter', 'NetworkTimeServiceQuerying', 'OptimizationHints'],
  ...['PaintHolding', 'PreconnectToSearch'],
];

const software = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

/** Starts the installed Chromium, or the test tool's own. */
export const launchChromium = (flags: readonly string[] = software): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', `--disable-features=${unwanted.join(',')}`, ...flags],
  });

/** Flags under which the browser has no WebGL at all. */
export const withoutWebGl = ['--disable-gpu', '--disable-3d-apis'];
