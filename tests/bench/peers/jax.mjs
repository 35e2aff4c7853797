/**
 * @file `@jax-js/jax` as a peer (MIT, 1.7 MB): gradient of a rollout by its own autodiff, float64, WASM.
 *
 * It has no loop in its language. The whole loop under `jit` takes three quarters of a minute to compile and is as fast
 * as the fastest form, which is measured: a jitted step and the jitted gradient of a step, called from a loop.
 */
import { distance, members, start, step, steps, torque } from '../work/two-link.mjs';

/** jax-js asks whether numbers are a Float16Array, a name that Node 20 does not know. */
globalThis.Float16Array ??= function Float16Array() {};

/** Subject for `measure`; `gradient()` returns numbers `[(step, joint)][member]`. */
export async function jaxPeer() {
  const jax = await import('@jax-js/jax');
  const np = jax.numpy;
  await jax.init('wasm');
  jax.defaultDevice('wasm');
  // every use of an array consumes it; ours are used again
  const ops = {
    add: (x, y) => x.ref.add(y.ref),
    sub: (x, y) => x.ref.sub(y.ref),
    mul: (x, y) => x.ref.mul(y.ref),
    div: (x, y) => x.ref.div(y.ref),
    sin: (x) => np.sin(x.ref),
    cos: (x) => np.cos(x.ref),
    scale: (x, number) => x.ref.mul(number),
    shift: (x, number) => x.ref.add(number),
  };
  const keep = (arrays) => arrays.map((array) => array.ref);
  const tau = Array.from({ length: 2 * steps }, (_, row) =>
    np.array(Float64Array.from({ length: members }, (_, member) => torque(Math.floor(row / 2), row % 2, member))),
  );
  const forward = jax.jit((state, torques) => step(ops, state, torques));
  const backward = jax.jit((state, torques, bars) =>
    jax.grad((all) =>
      step(ops, all.slice(0, 4), all.slice(4))
        .map((next, i) => np.sum(next.mul(bars[i].ref)))
        .reduce((a, b) => a.add(b)),
    )([...state, ...torques]),
  );
  const final = jax.jit(jax.valueAndGrad((state) => np.sum(distance(ops, state))));
  const gradient = () => {
    const states = [[0, 1, 2, 3].map((i) => np.full([members], start[i] ?? 0, { dtype: np.float64 }))];
    const torques = (t) => keep([tau[2 * t], tau[2 * t + 1]]);
    for (let t = 0; t < steps; t++) states.push(forward(keep(states[t]), torques(t)));
    let [value, bars] = final(states[steps]);
    value.dispose();
    const rows = [];
    for (let t = steps - 1; t >= 0; t--) {
      const all = backward(states[t], torques(t), bars);
      bars = all.slice(0, 4);
      [rows[2 * t], rows[2 * t + 1]] = all.slice(4).map((array) => array.dataSync());
    }
    bars.forEach((bar) => bar.dispose());
    return rows;
  };
  return { name: 'jax-js, wasm', gradient };
}
