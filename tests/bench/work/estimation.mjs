/** @file Runs of an arm that is pushed by chance and read by encoders, and the filter that goes over their readings. */
import * as adjoint from '../library.mjs';
import { dt, pandaStart, torques } from './arm.mjs';

const {
  add,
  compile,
  extendedKalman,
  mul,
  normal,
  PopulationTensor,
  readingModelOf,
  robotProcess,
  robotStateLayout,
  runFilter,
  scan,
  sensorOf,
  slice,
  tensor,
} = adjoint;

/** Standard normal numbers [rows, columns] of each member. */
function drawn(seed, rows, columns, members) {
  const data = new Float64Array(rows * columns * members);
  for (let member = 0; member < members; member++)
    normal({ seed, member }, rows * columns).forEach((value, i) => (data[i * members + member] = value));
  return new PopulationTensor({ shape: [rows, columns], population: members }, data);
}

/** The mean and the covariance of a member, as lists. */
export function beliefs({ mean, factor }, member) {
  const [list, flat] = [mean.toArray(member), factor.toArray(member)];
  const n = list.length;
  const rows = list.map((_, i) => flat.slice(i * n, (i + 1) * n));
  const covariance = rows.flatMap((row) =>
    rows.map((column) => row.reduce((sum, value, k) => sum + value * column[k], 0)),
  );
  return { mean: list, covariance };
}

export class Encoded {
  /** Standard deviations of an encoder, rad, and of a force that nobody commands, N m. */
  deviation = 1e-3;
  force = 0.5;
  #model;
  #values;
  #tau;

  constructor(model, { ticks, members }) {
    this.ticks = ticks;
    this.nv = model.nv;
    const n = 2 * this.nv;
    this.start = {
      mean: [...pandaStart, ...pandaStart.map(() => 0)],
      covariance: Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 0.01 ** 2 : 0)),
    };
    const layout = robotStateLayout(model);
    const settings = { model, integrator: 'semi-implicit-euler', dt, hold: 1 };
    const encoders = sensorOf({ type: 'joint-encoder', name: 'encoders', noise: this.deviation }, { model });
    const force = tensor(pandaStart.map(() => this.force));
    this.#model = {
      process: robotProcess(settings, layout, { force }),
      sensors: [readingModelOf(encoders, layout)],
    };
    this.#tau = torques(this.nv, ticks, members);
    this.#values = this.#read(ticks, members);
  }

  /** Readings [ticks, nv] of runs that really are pushed so. */
  #read(ticks, members) {
    const [pushes, errors] = [drawn(1, ticks, this.nv, members), drawn(2, ticks, this.nv, members)];
    const tau = add(this.#tau, mul(this.force, pushes));
    const run = compile(
      (forces, noise) =>
        scan(
          (x, row) => ({
            carry: this.#model.process.step(x, { tau: adjoint.reshape(row.tau, [1, this.nv]) }),
            output: add(slice(x, [0], [this.nv]), mul(this.deviation, row.error)),
          }),
          tensor(this.start.mean),
          { tau: forces, error: noise },
        ).outputs,
      [tau, errors],
    );
    return run(tau, errors);
  }

  /** What each encoder told. */
  reading(tick, member) {
    return Array.from({ length: this.nv }, (_, i) => this.#at(this.#values, tick * this.nv + i, member));
  }

  torque(tick, member) {
    return Array.from({ length: this.nv }, (_, i) => this.#at(this.#tau, tick * this.nv + i, member));
  }

  #at({ data, population }, element, member) {
    return data[element * population + member];
  }

  /** Compiled: the belief after the last reading, of all runs. */
  filter() {
    const { ticks, nv } = this;
    const n = 2 * nv;
    const start = {
      mean: tensor(this.start.mean),
      factor: tensor(this.start.covariance.map(Math.sqrt), [n, n]),
    };
    const last = (x) => adjoint.at(x, ticks - 1);
    const run = compile(
      (value, tau) => {
        const { belief } = runFilter(extendedKalman(this.#model), start, {
          readings: [{ value, present: adjoint.ones([ticks, nv]) }],
          sensed: { tau },
          acting: { tau: adjoint.reshape(tau, [ticks, 1, nv]) },
        }).ticks;
        return { mean: last(belief.mean), factor: last(belief.factor) };
      },
      [this.#values, this.#tau],
      { reuseResults: true },
    );
    return () => run(this.#values, this.#tau);
  }
}
