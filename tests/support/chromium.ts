/** @file A headless Chromium that can draw WebGL without a graphics card. */
import { type Browser, chromium } from 'playwright';
import { findChromium } from './find-chromium.mjs';

const software = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--no-sandbox'];

/** Starts the installed Chromium, or the test tool's own. */
export const launchChromium = (flags: readonly string[] = software): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), args: [...flags] });

/** Flags under which the browser has no WebGL at all. */
export const withoutWebGl = ['--no-sandbox', '--disable-gpu', '--disable-3d-apis'];
