/** @file Gradient of a two-link arm's rollout, in closed form, by the autodiff of each library that runs in a tab. */
import * as adjoint from '../library.mjs';
import { measure } from '../measure.mjs';
import { jaxPeer } from '../peers/jax.mjs';
import { tensorflowPeers } from '../peers/tensorflow.mjs';
import { distance, members, start, step, steps, torque } from '../work/two-link.mjs';

export const title = 'Two-link arm in closed form, 200 steps, population 256: gradient by each library';

const { add, at, compile, cos, div, mul, PopulationTensor, scan, sin, sub, tensor, vjp } = adjoint;

const ops = { add, sub, mul, div, sin, cos, scale: mul, shift: add };

function ownPeer() {
  const data = Float64Array.from({ length: steps * 2 * members }, (_, i) => {
    const row = Math.floor(i / members);
    return torque(Math.floor(row / 2), row % 2, i % members);
  });
  const tau = new PopulationTensor({ shape: [steps, 2], population: members }, data);
  const initial = [0, 1, 2, 3].map((i) => tensor(start[i] ?? 0));
  const loss = (torques) => {
    const body = (state, item) => ({ carry: step(ops, state, [at(item, 0), at(item, 1)]), output: {} });
    return distance(ops, scan(body, initial, torques).carry);
  };
  const run = compile((x) => vjp(loss, x).pullback(adjoint.ones([], members)), [tau]);
  return { name: 'Adjoint', gradient: () => run(tau).data };
}

/** Largest difference of two gradients, relative to the largest entry; rows may come one by one. */
function difference(given, expected) {
  const flat = given[0].length === undefined ? given : given.flatMap((row) => Array.from(row));
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - flat[i])), 0) / scale;
}

export async function run({ settings }) {
  const own = ownPeer();
  const peers = [own, ...(await tensorflowPeers()), await jaxPeer()];
  const expected = own.gradient().slice();
  const differences = [];
  for (const { gradient } of peers) differences.push(difference(await gradient(), expected));
  const subjects = peers.map(({ name, gradient }) => {
    const run = () => {
      const pending = gradient();
      return pending instanceof Promise ? pending : undefined;
    };
    return { name, work: steps * members, run };
  });
  const m = await measure(subjects, settings);
  const ours = m[own.name];
  return {
    tables: [
      {
        columns: ['per step', 'us', 'spread', 'over Adjoint', 'largest difference'],
        rows: peers.map(({ name }, i) => [
          name,
          m[name].microseconds,
          m[name].spread,
          m[name].over(ours),
          differences[i],
        ]),
      },
    ],
    figures: peers.slice(1).map(({ name }) => ({ label: `${name} / Adjoint`, value: m[name].over(ours) })),
    notes: ['TensorFlow.js computes in float32, the others in float64; sin and cos of jax-js are of float32 accuracy.'],
  };
}
