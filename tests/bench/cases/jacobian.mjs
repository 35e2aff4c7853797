/** @file The full Jacobian of a step (A and B) for all members, against one step and its vjp. */
import { compile, full, PopulationTensor, stepJacobian, vjp } from '../library.mjs';
import { measure } from '../measure.mjs';
import { panda, pandaStart, torques } from '../work/arm.mjs';

export const title = 'Panda, population 256: full step Jacobian (14 x 21) against a step and its vjp';

const members = 256;

/** Configurations around the start, velocities and torques that differ from member to member. */
function states() {
  const spread = (values, amplitude) => {
    const data = new Float64Array(7 * members);
    for (let i = 0; i < 7; i++)
      for (let member = 0; member < members; member++)
        data[i * members + member] = values[i] + amplitude * Math.sin(i + (2 * Math.PI * member) / members);
    return new PopulationTensor({ shape: [7], population: members }, data);
  };
  const tau = torques(7, 1, members);
  return {
    q: spread(pandaStart, 0.2),
    v: spread(new Array(7).fill(0), 0.5),
    tau: new PopulationTensor({ shape: [7], population: members }, tau.data),
  };
}

export async function run({ settings }) {
  const arm = panda();
  const { q, v, tau } = states();
  const ones = full([7], 1, members);
  // results are read at once, as in a sweep of iLQR
  const options = { reuseResults: true };
  const step = compile((x) => arm.step(x, x.tau), [{ q, v, tau }], options);
  const both = compile(
    (x) => {
      const { value, pullback } = vjp((y) => arm.step(y, y.tau), x);
      return { value, bars: pullback({ q: ones, v: ones }) };
    },
    [{ q, v, tau }],
    options,
  );
  const simulation = { model: arm.model, integrator: 'semi-implicit-euler', dt: arm.dt };
  const jacobian = compile(
    (x) => {
      const { A, B } = stepJacobian(simulation, { q: x.q, v: x.v }, x.tau);
      return { A, B };
    },
    [{ q, v, tau }],
    options,
  );
  const subjects = [
    { name: 'step', work: members, run: () => void step({ q, v, tau }) },
    { name: 'step and vjp', work: members, run: () => void both({ q, v, tau }) },
    { name: 'step Jacobian', work: members, run: () => void jacobian({ q, v, tau }) },
  ];
  const m = await measure(subjects, settings);
  const unit = m['step and vjp'];
  return {
    tables: [
      {
        columns: ['per member', 'us', 'spread', 'over step and vjp'],
        rows: subjects.map(({ name }) => [name, m[name].microseconds, m[name].spread, m[name].over(unit)]),
      },
    ],
    figures: [{ label: 'step Jacobian / step and vjp', value: m['step Jacobian'].over(unit), atMost: 2.5 }],
  };
}
