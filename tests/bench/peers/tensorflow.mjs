/**
 * @file TensorFlow.js as a peer: gradient of a rollout by its own autodiff, float32, one thread.
 *
 * `@tensorflow/tfjs` (4.22.0, the newest, of 2024; Apache-2.0) takes 308 MB, so its core and backends (66 MB) are
 * installed alone. Core's build for Node leaves the gradient functions out; they are bundled from its modules, which
 * Node cannot import as they are, and find core's registry by its global name.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import wasm from '@tensorflow/tfjs-backend-wasm';
import { build } from 'vite';
import { distance, members, start, step, steps, torque } from '../work/two-link.mjs';

async function registerGradients() {
  const folder = mkdtempSync(join(tmpdir(), 'adjoint-bench-'));
  const core = fileURLToPath(import.meta.resolve('@tensorflow/tfjs-core'));
  try {
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        outDir: folder,
        minify: false,
        lib: { entry: join(core, '../register_all_gradients.js'), formats: ['es'], fileName: () => 'gradients.mjs' },
      },
    });
    await import(pathToFileURL(join(folder, 'gradients.mjs')).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const ops = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
  sin: tf.sin,
  cos: tf.cos,
  scale: (x, number) => tf.mul(x, number),
  shift: (x, number) => tf.add(x, number),
};

function loss(tau) {
  const rows = tf.unstack(tau);
  let state = [0, 1, 2, 3].map((i) => tf.fill([members], start[i] ?? 0));
  for (let t = 0; t < steps; t++) state = step(ops, state, [rows[2 * t], rows[2 * t + 1]]);
  return tf.sum(distance(ops, state));
}

/** Subjects for `measure`, one a backend; `gradient()` returns numbers `[(step, joint), member]`. */
export async function tensorflowPeers() {
  tf.env().set('PROD', true);
  wasm.setThreadsCount(1);
  await registerGradients();
  const data = Float32Array.from({ length: steps * 2 * members }, (_, i) => {
    const row = Math.floor(i / members);
    return torque(Math.floor(row / 2), row % 2, i % members);
  });
  const tau = { cpu: undefined, wasm: undefined };
  const gradient = async (backend) => {
    if (tf.getBackend() !== backend) await tf.setBackend(backend);
    tau[backend] ??= tf.tensor2d(data, [steps * 2, members]);
    const { value, grad } = tf.valueAndGrad(loss)(tau[backend]);
    const numbers = grad.dataSync();
    tf.dispose([value, grad]);
    return numbers;
  };
  return Object.keys(tau).map((backend) => ({
    name: `TensorFlow.js, ${backend}`,
    gradient: () => gradient(backend),
  }));
}
