/** @file A pilot without a planner, for tests of the loop around it: it holds the robot where the scene begins, and predicts that it falls to its goal. */
import { independentJoints } from '../../../../../src/robot/independent-joints.ts';
import type { PilotMaker } from '../../../../../src/viewer/sections/arm/plan/worker/pilot.ts';

/** Knots of its plans. */
const knots = 10;

/** `took`: what it says of each plan, ms; one is made every 0.02 s. */
export const standIn =
  (took = 2): PilotMaker =>
  ({ model, given, settings: { task } }, wanted) => {
    const { scenario } = given;
    const start = Float64Array.from(scenario.initial.q.data);
    const efforts = independentJoints(model).map(({ limits }) => Math.min(limits.effort, 50));
    let weights = task.terms.map(({ name }) => scenario.weights[name].data[0]);
    let planned = { at: -Infinity, q: start };
    const plan = (time: number, q: Float64Array): void => void (planned = { at: time, q: q.slice() });
    return {
      settings: wanted ?? { horizon: 0.5, budget: 5 },
      act: ({ time, q, v }, onSolved) => {
        if (time >= planned.at + 0.02 - 1e-9) {
          plan(time, q);
          onSolved?.({ took, notice: null });
        }
        return Float64Array.from(start, (place, i) => {
          const wish = 60 * (place - q[i]) - 8 * v[i];
          return Math.min(Math.max(wish, -efforts[i]), efforts[i]);
        });
      },
      settle: ({ time, q }) => plan(time, q),
      turnTo: (other) => (weights = task.terms.map(({ name }) => other.weights[name].data[0])),
      restart: ({ time, q }) => plan(time, q),
      planned: () => {
        const q = new Float64Array(knots * model.nq);
        for (let knot = 0; knot < knots; knot++)
          for (let i = 0; i < model.nq; i++) q[knot * model.nq + i] = planned.q[i] + (0.05 * knot * (start[i] + 0.3 - planned.q[i])); // prettier-ignore
        return { q, from: Math.max(planned.at, 0), costs: Float64Array.from(weights) };
      },
    };
  };
