/** @file One iteration of iLQR on a Panda and its parts: models of all knots, the way back through them, a line search; and MuJoCo's Jacobians. */
import { robotText } from '../library.mjs';
import { clocks, measure } from '../measure.mjs';
import { MujocoPeer } from '../peers/mujoco.mjs';
import { panda, pandaStart, torques } from '../work/arm.mjs';
import { median, quantile } from '../statistics.mjs';
import { iterationOf, modelsOfKnots, period, timesOf } from '../work/planning.mjs';

export const title = 'Panda, knots of 10 ms: one iteration of iLQR, limits of effort, 8 lengths of step';

const peer = 'mjd_transitionFD, A and B';

/** MuJoCo's Jacobians of as many steps, of the arm with motors, in its fastest form. */
async function jacobians({ model }, knots) {
  const joints = model.joints.map(({ name }) => name);
  const motors = await MujocoPeer.load(robotText('panda'), { joints, q: pandaStart, dt: period, motors: true });
  motors.rollout(torques(7, 10, 1).data);
  return motors.transitions(knots);
}

/** Iterations that are timed. */
const count = { quick: 300, thorough: 3000 };

const microseconds = (times) => ({
  least: 1e3 * quantile(times, 0),
  median: 1e3 * median(times),
  spread: (quantile(times, 0.75) - quantile(times, 0.25)) / 2 / median(times),
});

export async function run({ settings, quick }) {
  const arm = panda();
  const tables = [];
  const figures = [];
  const notes = [];
  for (const [knots, atMost] of [
    [30, 500],
    [100, 1500],
  ]) {
    const { iteration, models, report } = iterationOf(arm, knots);
    // warms the iteration up as well
    const m = await measure(
      [
        { name: 'iteration', run: iteration },
        { name: modelsOfKnots, run: models },
        { name: peer, run: await jacobians(arm, knots) },
      ],
      settings,
    );
    const times = timesOf(iteration, quick ? count.quick : count.thorough, clocks[settings.clock]);
    const parts = Object.entries(times).map(([name, list]) => ({ name, ...microseconds(list) }));
    const [{ least, median: usual }] = parts;
    tables.push({
      columns: [`${knots} knots`, 'us, least', 'us, median', 'spread', 'of the iteration'],
      rows: parts.map((part) => [part.name, part.least, part.median, part.spread, part.median / usual]),
    });
    figures.push(
      { label: `iteration of ${knots} knots, us, least`, value: least, atMost },
      { label: `iteration of ${knots} knots, us, median`, value: usual, atMost },
      { label: `${peer}, of ${knots} steps / models of all knots`, value: m[peer].over(m[modelsOfKnots]) },
      { label: `${peer}, of ${knots} steps / iteration`, value: m[peer].over(m.iteration) },
    );
    notes.push(
      `${knots} knots: ${report.passes} backward pass, a step of length ${report.stepLength} taken, efforts of up to ${(100 * report.effort).toFixed(0)} % of the limits.`,
    );
  }
  return { tables, figures, notes };
}
