/** @file The same layers by TensorFlow.js on WebAssembly, one thread, float32: its products alone, without its tape. */
import { activations, members, stepsOf, weights } from '../work/layers.mjs';

async function load() {
  try {
    const [{ default: tf }, { default: wasm }] = await Promise.all([
      import('@tensorflow/tfjs-core'),
      import('@tensorflow/tfjs-backend-wasm'),
    ]);
    tf.env().set('PROD', true);
    wasm.setThreadsCount(1);
    await tf.setBackend('wasm');
    return tf;
  } catch {
    return undefined;
  }
}

/** A function of what is done and the size to a subject for `measure`; nothing where TensorFlow.js is not installed. */
export async function tensorflowLayers() {
  const tf = await load();
  if (!tf) return undefined;
  return (what, n) => {
    const W = tf.tensor2d(Float32Array.from(weights(n)), [n, n]);
    const x = tf.transpose(tf.tensor2d(Float32Array.from(activations(n)), [n, members]));
    const step = {
      forward: (y) => tf.matMul(y, W),
      'by input': (y) => tf.matMul(y, W, false, true),
      'by weights': (sum, t) => tf.add(sum, tf.matMul(tf.mul(x, 1 + (t % 2)), x, true, false)),
    }[what];
    const first = what === 'by weights' ? tf.zeros([n, n]) : x;
    return () => {
      tf.tidy(() => {
        let y = first;
        for (let t = 0; t < stepsOf(n); t++) y = step(y, t);
        y.dataSync();
      });
    };
  };
}
