/** @file Finds a Chromium for the page's tests; where there is none it gets one. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const candidates = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Path of an installed Chromium, or `undefined`: then the test tool's own is used. */
export function findChromium() {
  return candidates.find((path) => path && existsSync(path));
}

const run = (command, args) =>
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status ===
  0;

const isDebian = () =>
  existsSync('/etc/os-release') && /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));

/** Installs Debian's package when root on Debian, else the test tool's own download. */
export function ensureChromium() {
  const found = findChromium();
  if (found) {
    console.log(`Chromium: ${found}`);
    return;
  }
  if (isDebian() && process.getuid?.() === 0) {
    console.log('Chromium: none found, installing the Debian package …');
    if (run('apt-get', ['update', '-qq']) && run('apt-get', ['install', '-y', '-qq', 'chromium'])) return;
  }
  console.log("Chromium: none found, fetching the test tool's own …");
  if (!run(process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium']))
    throw new Error('No Chromium could be installed; set CHROME_PATH to one.');
}
