/** @file Random programs for as long as one likes: `npm run fuzz -- --programs 10000 --seed 1 --minutes 60`. */
import { fuzz } from '../support/fuzz/fuzz.ts';
import { createWorkerPool, openThread } from '../../src/platform/node/worker-pool.ts';

const numbers = new Map<string, string>();
process.argv
  .slice(2)
  .forEach((word, i, words) => word.startsWith('--') && numbers.set(word.slice(2), words[i + 1] ?? ''));
const number = (name: string, otherwise: number): number => Number(numbers.get(name) ?? otherwise);

const pool = numbers.has('no-workers')
  ? null
  : createWorkerPool({ size: 2, openWorker: openThread(new URL('shard-worker.mjs', import.meta.url)) });
const failed = await fuzz({
  seed: number('seed', 20261124),
  first: number('first', 0),
  programs: number('programs', 1000),
  minutes: number('minutes', Infinity),
  failures: number('failures', 1),
  shrinking: number('shrinking', 60),
  json: numbers.get('json') ?? null,
  pool,
  print: (text) => process.stdout.write(`${text}\n`),
});
await pool?.close();
process.exitCode = failed > 0 ? 1 : 0;
