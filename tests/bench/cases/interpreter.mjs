/** @file The compiled engine against the reference interpreter, which has the same bits. */
import { chooseBackend } from '../library.mjs';
import { measure } from '../measure.mjs';
import { panda } from '../work/arm.mjs';

export const title = 'Panda, 20 steps, population 256: rollout and gradient against the reference interpreter';

const [steps, members] = [20, 256];

/** Compiled and always run with one backend chosen. */
function subject(backend, arm) {
  chooseBackend(backend);
  const gradient = arm.gradient(steps, members);
  const run = () => {
    chooseBackend(backend);
    return gradient();
  };
  return { name: backend, work: steps * members, run: () => void run(), result: run };
}

function sameBits(x, y) {
  const [a, b] = [x, y].map(({ data }) => new BigInt64Array(data.buffer, data.byteOffset, data.length));
  return a.every((bits, i) => bits === b[i]);
}

export async function run({ settings }) {
  const arm = panda();
  const subjects = ['wasm', 'interpreter'].map((backend) => subject(backend, arm));
  const [fast, reference] = subjects.map(({ result }) => result().gradient);
  const same = sameBits(fast, reference);
  const m = await measure(subjects, settings);
  return {
    tables: [
      {
        columns: ['per step', 'us', 'spread', 'over wasm'],
        rows: subjects.map(({ name }) => [name, m[name].microseconds, m[name].spread, m[name].over(m.wasm)]),
      },
    ],
    figures: [{ label: 'interpreter / wasm', value: m.interpreter.over(m.wasm) }],
    notes: [`The gradients ${same ? 'have the same bits' : 'DIFFER'}.`],
  };
}
