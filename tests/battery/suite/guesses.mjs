/** @file Forces that planning starts from: waves by chance, and full force along a joint's motion, which gathers energy. */
import { compile } from '../../../dist/src/core/compile.js';
import { tensor } from '../../../dist/src/core/population-tensor.js';
import { uniform } from '../../../dist/src/core/random.js';
import { robotParameters } from '../../../dist/src/robot/parameters.js';
import { articulatedPlant } from '../../../dist/src/simulation/plant.js';

const waves = 4;

/** Sums of waves of 0.3 to 1.5 Hz on the one drive [knots, nv], within its effort. */
export function wavesBy(key, { model, knots, period }) {
  const { nv } = model;
  const driven = model.joints.findIndex(({ limits }) => limits.effort > 0);
  const { effort } = model.joints[driven].limits;
  const numbers = uniform(key, 3 * waves);
  const tau = new Float64Array(knots * nv);
  for (let k = 0; k < knots; k++) {
    let share = 0;
    for (let i = 0; i < waves; i++) {
      const [size, pace, phase] = numbers.subarray(3 * i, 3 * i + 3);
      share += (2 * size - 1) * Math.sin(2 * Math.PI * ((0.3 + 1.2 * pace) * k * period + phase));
    }
    tau[k * nv + driven] = effort * Math.max(-1, Math.min(1, share));
  }
  return tau;
}

/** Full force along the driven joint's velocity, first to one side: what gathers energy fastest (Åström and Furuta 2000). */
export function pumping({ model, knots, period }, start, side) {
  const { nv } = model;
  const driven = model.joints.findIndex(({ limits }) => limits.effort > 0);
  const { effort } = model.joints[driven].limits;
  const plant = articulatedPlant({ model, integrator: 'rk4', dt: period });
  const robot = robotParameters(model);
  let state = { q: tensor(start.q), v: tensor(start.v) };
  const step = compile((x, forces) => plant.step(x, forces, robot), [state, tensor(new Float64Array(nv))]);
  const tau = new Float64Array(knots * nv);
  for (let k = 0; k < knots; k++) {
    const speed = state.v.data[driven];
    tau[k * nv + driven] = effort * (k < 3 ? side : Math.sign(speed) || side);
    const { q, v } = step(state, tensor(tau.subarray(k * nv, (k + 1) * nv)));
    state = { q: tensor(q.toArray()), v: tensor(v.toArray()) };
  }
  return tau;
}
