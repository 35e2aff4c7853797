/** @file Looks at every state of the built page from 320 to 2560 px in steps of 40, in both themes: `npm run layout -- --step 40`. */
import { parseArgs } from 'node:util';
import { load } from './load.mjs';

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '320' },
    to: { type: 'string', default: '2560' },
    step: { type: 'string', default: '40' },
  },
});
const { launchChromium, withoutWebGl } = await load('../support/chromium.ts');
const { servePage } = await load('../support/page-server.ts');
const { openQuietly, smallStates, wideStates } = await load('../support/page-states.ts');
const { bringRuler, layoutFaults, walk } = await load('../support/states-walk.ts');

const [from, to, step] = [values.from, values.to, values.step].map(Number);
const widths = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

/** From here on there are columns; below them the inspector is a drawer, and below that everything is in a sheet. */
const steps = { columns: 1024, drawer: 820 };
const sizes = (least, most) =>
  widths.filter((width) => width >= least && width < most).map((width) => ({ width, height: width < 600 ? 844 : 900 }));
const walks = [
  { states: smallStates, sizes: sizes(0, steps.drawer) },
  {
    states: wideStates.filter(({ name }) => !name.startsWith('inspector')),
    sizes: sizes(steps.drawer, steps.columns),
  },
  { states: wideStates, sizes: sizes(steps.columns, Infinity) },
];

const server = await servePage();
const browser = await launchChromium(withoutWebGl);
const found = [];
for (const colorScheme of ['light', 'dark'])
  for (const { states, sizes: some } of walks.filter((one) => one.sizes.length > 0)) {
    const context = await browser.newContext({ viewport: some[0], reducedMotion: 'reduce', colorScheme });
    const page = await context.newPage();
    await bringRuler(page);
    await openQuietly(page, server.url);
    await walk(page, states, some, async (where) => {
      for (const fault of await layoutFaults(page)) {
        found.push(fault);
        console.log(`${colorScheme}, ${where}: ${fault}`);
      }
    });
    await context.close();
  }
await browser.close();
await server.close();
console.log(found.length === 0 ? 'Everything has its place.' : `${found.length} faults.`);
process.exit(found.length === 0 ? 0 : 1);
