/** @file The Panda's extended Kalman filter, 14 states and encoders: many runs at once against one in plain JavaScript with MuJoCo's Jacobians. */
import { robotText } from '../library.mjs';
import { measure } from '../measure.mjs';
import { KalmanPeer } from '../peers/kalman.mjs';
import { MujocoPeer } from '../peers/mujoco.mjs';
import { dt, panda, pandaStart } from '../work/arm.mjs';
import { beliefs, Encoded } from '../work/estimation.mjs';

export const title =
  'Panda, extended Kalman filter of 14 states, encoders, 200 ticks: against ml-matrix with MuJoCo WASM';

const ticks = 200;

/** Largest difference of means, and of covariances over the largest entry. */
function difference(ours, theirs) {
  const most = (list) => list.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const off = (part) => most(ours[part].map((value, i) => value - theirs[part][i]));
  return { mean: off('mean'), covariance: off('covariance') / most(theirs.covariance) };
}

export async function run({ settings, quick }) {
  const members = quick ? 100 : 500;
  const arm = panda();
  const encoded = new Encoded(arm.model, { ticks, members });
  const mujoco = await MujocoPeer.load(robotText('panda'), {
    joints: arm.model.joints.map(({ name }) => name),
    q: pandaStart,
    dt,
    motors: true,
    // damping of the end of a step, as the library's semi-implicit Euler has it
    damped: true,
  });
  const peer = new KalmanPeer(mujoco, encoded);
  const filter = encoded.filter();
  const ours = filter();
  const few = [0, 1, members - 1];
  const differences = few.map((member) => difference(beliefs(ours, member), peer.filter(member)));
  const worst = (part) => differences.reduce((most, each) => Math.max(most, each[part]), 0);
  if (!(worst('mean') < 1e-4 && worst('covariance') < 1e-4))
    throw new Error(`beliefs differ: means by ${worst('mean')}, covariances by ${worst('covariance')}`);
  const subjects = [
    { name: `extended Kalman filter, ${members} runs`, work: ticks * members, run: () => void filter() },
    { name: 'ml-matrix with mjd_transitionFD, 1 run', work: ticks, run: () => void peer.filter(0) },
    { name: 'its mjd_transitionFD and mj_step alone', work: ticks, run: () => peer.linearizations(0) },
  ];
  const m = await measure(subjects, settings);
  const [own, whole] = subjects.map(({ name }) => m[name]);
  return {
    tables: [
      {
        columns: ['per tick and run', 'us', 'spread', 'over ours'],
        rows: subjects.map(({ name }) => [name, m[name].microseconds, m[name].spread, m[name].over(own)]),
      },
    ],
    figures: [{ label: 'ml-matrix with mjd_transitionFD / extended Kalman filter', value: whole.over(own) }],
    notes: [
      `Both step by semi-implicit Euler; after ${ticks} ticks means differ by ${worst('mean').toExponential(1)} at most, covariances by ${worst('covariance').toExponential(1)} of their largest entry.`,
      "MuJoCo's Jacobians are centred finite differences, ours exact; ours are triangular factors, theirs covariances.",
    ],
  };
}
