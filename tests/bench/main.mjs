/**
 * @file `npm run bench`: every case in a process of its own, as tables, as JSON (--json FILE) and as a page (--write).
 * Nothing here fails on a time: a ratio that misses its aim is printed as such.
 */
import { fork } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { asMarkdown, caseAsText, commit, machine, summaryAsText } from './report.mjs';

const cases = [
  'mujoco',
  'c',
  'jacobian',
  'workers',
  'population',
  'horizon',
  'joints',
  'compile',
  'interpreter',
  'autodiff',
  'training',
  'layers',
  'surface',
  'estimation',
  'mpc',
  'plan-transfer',
  'planning',
];

const usage = `npm run bench -- [--quick] [--only CASE]… [--clock cpu|wall] [--json FILE] [--write]

  --quick      few samples and small sizes: a look, not a figure to quote
  --only CASE  ${cases.join(', ')}
  --clock cpu  time on the processor (the default: other work on the machine disturbs it least), or wall
  --json FILE  all numbers
  --write      the page of this machine in tests/bench/results; of chosen cases, one of their own
`;

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

function runCase(name, ...settings) {
  return new Promise((resolve) => {
    const child = fork(here('./run-case.mjs'), [name, ...settings], {
      execArgv: ['--expose-gc', '--max-old-space-size=8192'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
    let result;
    child.on('message', (message) => (result = message));
    child.on('exit', (code, signal) =>
      resolve(
        result ?? {
          name,
          title: name,
          tables: [],
          figures: [],
          notes: [],
          failed: `exit ${code ?? signal}, see above`,
        },
      ),
    );
  });
}

/** Some cases alone have a page of their own, so that they take the place of no whole one. */
async function write(report, only) {
  const slug = [`${report.machine.cpu}-node-${report.machine.node.split('.')[0].slice(1)}`, ...only]
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  const path = here(`./results/${slug}.md`);
  mkdirSync(here('./results'), { recursive: true });
  writeFileSync(path, await format(asMarkdown(report), { ...(await resolveConfig(path)), parser: 'markdown' }));
  console.log(`Written: tests/bench/results/${slug}.md`);
}

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    clock: { type: 'string', default: 'cpu' },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const unknown = values.only.filter((name) => !cases.includes(name));
if (values.help || unknown.length > 0) {
  console.log(unknown.length > 0 ? `no such case: ${unknown.join(', ')}\n\n${usage}` : usage);
  process.exit(values.help ? 0 : 2);
}
if (!['cpu', 'wall'].includes(values.clock)) {
  console.log(`no such clock: ${values.clock}\n\n${usage}`);
  process.exit(2);
}
if (!existsSync(here('../../dist/src/index.js'))) {
  console.log('The library is not built: npm run build:library');
  process.exit(2);
}
const chosen = values.only.length > 0 ? values.only : cases;
const options = [
  ...(values.quick ? ['--quick'] : []),
  ...(values.clock === 'cpu' ? [] : ['--clock', values.clock]),
  ...values.only.flatMap((name) => ['--only', name]),
];
const report = {
  date: new Date().toISOString().slice(0, 10),
  command: ['npm run bench', ...(options.length > 0 ? ['--', ...options] : [])].join(' '),
  machine: machine(),
  commit: commit(),
  clock: values.clock,
  cases: [],
};
console.log(`${Object.values(report.machine).join(', ')}\n`);
for (const name of chosen) {
  const result = await runCase(name, values.quick ? 'quick' : 'thorough', values.clock);
  report.cases.push(result);
  console.log(caseAsText(result));
}
console.log(summaryAsText(report.cases));
if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
if (values.write) await write(report, values.only);
