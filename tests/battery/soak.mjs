/** @file An endless run with 64 restarts through every room: the heaps of page and workers stay as they are. `npm run soak -- --minutes 10`. */
import { parseArgs } from 'node:util';
import { load } from './load.mjs';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, every: { type: 'string', default: '20' } },
});
const { launchChromium, withoutWebGl } = await load('../support/chromium.ts');
const { openQuietly } = await load('../support/page-states.ts');
const { servePage } = await load('../support/page-server.ts');

/** How much the last third may be above the first. */
const most = 1.05;
const [duration, pause] = [60_000 * Number(values.minutes), 1000 * Number(values.every)];

const server = await servePage();
const browser = await launchChromium(withoutWebGl);
const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
page.setDefaultTimeout(120_000);
const client = await page.context().newCDPSession(page);

/** Sessions of the workers by their names, spoken to through the page's. */
const workers = new Map();
let lastId = 0;
const waiting = new Map();
client.on('Target.receivedMessageFromTarget', ({ message }) => {
  const { id, result } = JSON.parse(message);
  waiting.get(id)?.(result);
  waiting.delete(id);
});
client.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
  const name = targetInfo.title || targetInfo.url.split('/').pop();
  workers.set(workers.has(name) ? `${name} ${workers.size}` : name, sessionId);
});
client.on('Target.detachedFromTarget', ({ sessionId }) => {
  for (const [name, one] of workers) if (one === sessionId) workers.delete(name);
});
await client.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });

const ask = (sessionId, method) =>
  new Promise((resolve) => {
    const id = ++lastId;
    waiting.set(id, resolve);
    void client.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
  });

async function heapOf(send) {
  await send('HeapProfiler.collectGarbage');
  return (await send('Runtime.getHeapUsage')).usedSize / 1e6;
}

async function measure() {
  const row = { page: await heapOf((method) => client.send(method)) };
  for (const [name, session] of workers) row[name] = await heapOf((method) => ask(session, method));
  const { nodes, jsEventListeners } = await client.send('Memory.getDOMCounters');
  return { ...row, nodes, listeners: jsEventListeners };
}

/** One after the other: every room, every panel. */
const ways = [
  ...['learned', 'robot', 'files', 'settings'].map((id) => () => page.click(`#tab-${id}`)),
  ...['distance', 'norm', 'torques', 'terms'].map((id) => () => page.selectOption('.card-chooser >> nth=0', id)),
  () => page.click('#room-notes'),
  () => page.locator('.note-link:not([aria-current])').nth(1).click(),
  () => page.click('#room-arm'),
  () => page.keyboard.press(','),
  () => page.getByRole('button', { name: 'follow' }).click(),
];

/** As a link says it. */
const setting = (path, value) => `${path}:${encodeURIComponent(JSON.stringify(value))}`;
// out of reach: it never ends
const settings = [setting('goals.top.position', [0, 0, 5]), setting('method.iterations', 1_000_000)];
await openQuietly(page, `${server.url}#scene=pendulum-swing-up&restarts=64&set=${settings.join()}&v=1`);
page.setDefaultTimeout(10_000);
await page.click('#optimize');
await page.waitForSelector('.app[data-phase=running]');
// each way once, so that all that is made once has been made
for (const way of ways) await way().catch(() => {});

const rows = [];
const begun = Date.now();
for (let at = 0; Date.now() - begun < duration; at++) {
  const next = Date.now() + pause;
  while (Date.now() < next) {
    await ways[at++ % ways.length]().catch(() => {});
    await page.waitForTimeout(1000);
  }
  const row = await measure();
  rows.push(row);
  const texts = Object.entries(row).map(
    ([name, value]) => `${name} ${Number.isInteger(value) ? value : `${value.toFixed(2)} MB`}`,
  );
  const k = await page
    .locator('.lane-k .clock')
    .textContent()
    .catch(() => '');
  console.log(`${Math.round((Date.now() - begun) / 1000)} s, iteration ${k.trim()}: ${texts.join(', ')}`);
}
const phase = await page.getAttribute('.app', 'data-phase', { timeout: 60_000 });
await browser.close();
await server.close();

const mean = (some, name) => some.reduce((sum, row) => sum + (row[name] ?? 0), 0) / some.length;
const third = Math.max(1, Math.floor(rows.length / 3));
const ratios = Object.keys(rows[0]).map((name) => [
  name,
  mean(rows.slice(-third), name) / mean(rows.slice(0, third), name),
]);
console.log(
  `last third over first: ${ratios.map(([name, ratio]) => `${name} ${ratio.toFixed(3)}`).join(', ')}; the run is ${phase}`,
);
process.exit(ratios.every(([, ratio]) => ratio <= most) && phase === 'running' ? 0 : 1);
