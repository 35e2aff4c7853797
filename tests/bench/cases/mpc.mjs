/** @file The Panda under control, half a second ahead: how long a plan takes, and how many a second that makes. */
import { controlled, Mpc, tensor } from '../library.mjs';
import { clocks } from '../measure.mjs';
import { quantile } from '../statistics.mjs';
import { controlledPanda, pandaHome, placeOf } from '../work/plans.mjs';

export const title = 'Panda under control: full dynamics, 0.5 s ahead in 25 knots, one iteration a plan';

/** Ticks of a loop in simulated time: the target moves by 0.3 m, then the hand is pushed. */
function ticksOf({ model, link, planning, asked, physics }, seconds, clock) {
  const here = placeOf(model, link, pandaHome);
  const there = [here[0] - 0.1, here[1] + 0.25, here[2] + 0.13];
  const initial = { q: tensor(pandaHome), v: tensor(pandaHome.map(() => 0)) };
  const mpc = new Mpc({ planning });
  const motion = controlled({
    mpc,
    physics,
    steps: Math.round(seconds / physics.dt),
    every: 2,
    now: clocks[clock],
    pushes: [{ link: 'panda_hand', force: [0, 20, 0], from: seconds / 2, until: seconds / 2 + 0.2 }],
    scenarioAt: (time) => ({ ...asked(time < 0.2 ? here : there), initial }),
  });
  return motion.ticks.map(({ took }) => took);
}

export async function run({ settings, quick }) {
  const arm = controlledPanda();
  const ticks = ticksOf(arm, quick ? 3 : 8, settings.clock);
  // the first ones are compiled
  const steady = ticks.slice(Math.floor(ticks.length / 4));
  const [p50, p99] = [quantile(steady, 0.5), quantile(steady, 0.99)];
  const mean = steady.reduce((sum, took) => sum + took, 0) / steady.length;
  return {
    tables: [
      {
        columns: ['a plan', 'ms'],
        rows: [
          ['in a loop, median', p50.toPrecision(3)],
          ['in a loop, 99th percentile', p99.toPrecision(3)],
          ['in a loop, mean', mean.toPrecision(3)],
        ],
      },
    ],
    figures: [{ label: 'plans a second', value: 1000 / mean, atLeast: 500 }],
    notes: [
      'A plan: what was left of the one before, shifted and rolled out with its gains; models of all knots; the way back; eight step lengths at once.',
    ],
  };
}
