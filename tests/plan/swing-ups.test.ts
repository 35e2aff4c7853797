/** @file The scenes that swing up: from rest to the top within the drives' limits, and held there for 3 s by dm_control's criteria. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import type { Plan } from '../../src/plan/planning.ts';
import type { PlanningJob } from '../../src/plan/planning-job.ts';
import { readScene } from '../../src/scene/parse.ts';
import { plannedJob } from '../../src/scene/planning-task.ts';
import { withSettings } from '../../src/scene/with-settings.ts';
import { configurationDifference } from '../../src/robot/joints/configuration-difference.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { robotParameters } from '../../src/robot/parameters.ts';
import { articulatedPlant } from '../../src/simulation/plant.ts';
import { sceneText } from '../support/robots.ts';
import { assembled } from '../support/scenes.ts';

/** What dm_control, or a tip within a tenth of the length, counts as upright. */
const criteria: Readonly<Record<string, (q: Float64Array) => boolean>> = {
  'suite-pendulum-swing-up': ([angle]) => Math.cos(angle) >= Math.cos((8 * Math.PI) / 180),
  'cart-pole-swing-up': ([x, angle]) => Math.abs(x) <= 0.25 && Math.cos(angle) >= 0.995,
  'double-pendulum-swing-up': ([first, second]) =>
    Math.hypot(
      0.1 * Math.sin(first) + 0.2 * Math.sin(first + second),
      0.3 - 0.1 * Math.cos(first) - 0.2 * Math.cos(first + second),
    ) <= 0.03,
};

async function planned(name: string, settings: readonly string[], iterations: number) {
  const experiment = assembled(withSettings(readScene(sceneText(name)), [...settings]));
  const job = plannedJob(experiment) as unknown as PlanningJob;
  const { signal } = new AbortController();
  for (let i = 0; i < iterations && !job.end; i++) await job.step(signal);
  return { experiment, plan: job.plan };
}

/** tau_k + K_k (x (-) x_k) within the efforts, N m or N. */
function followed(model: RobotModel, { motion, gains }: Plan, row: number, q: Float64Array, v: Float64Array): number[] {
  const { nq, nv } = model;
  const at = (rows: Float64Array, width: number): PopulationTensor =>
    tensor(rows.slice(row * width, (row + 1) * width));
  const away = [
    ...configurationDifference(model, at(motion.q, nq), tensor(q)).toArray(),
    ...v.map((speed, i) => speed - motion.v[row * nv + i]),
  ];
  return model.joints.map(({ limits: { effort } }, i) => {
    const feedback = away.reduce((sum, d, j) => sum + gains[(row * nv + i) * 2 * nv + j] * d, 0);
    return Math.min(effort, Math.max(-effort, motion.tau[row * nv + i] + feedback));
  });
}

describe.each(Object.keys(criteria))('%s', (name) => {
  it('comes to the top and stays there for 3 s, within the efforts of its drives and the limits of its joints', async () => {
    const { experiment, plan } = await planned(name, [], 200);
    const { model, dt, hold = 1, integrator } = experiment.settings;
    const rest = `start.q=[${model.joints.map(() => 0).join()}]`;
    const { plan: still } = await planned(name, [rest, 'time.horizon=4', 'controller.perturbation=0'], 1);
    const plant = articulatedPlant({ model, integrator, dt });
    const robot = robotParameters(model);
    let state = experiment.given.scenario.initial;
    const step = compile(
      (x: typeof state, tau: PopulationTensor) => plant.step(x, tau, robot),
      [state, tensor(new Float64Array(model.nv))],
    );
    const knots = plan.motion.tau.length / model.nv;
    const isUpright = criteria[name];
    let tau: number[] = [];
    const held: boolean[] = [];
    for (let k = 0; k < knots * hold + 3 / dt; k++) {
      const [q, v] = [state.q, state.v].map((part) => Float64Array.from(part.toArray()));
      const isSwinging = k < knots * hold;
      if (k % hold === 0) tau = followed(model, isSwinging ? plan : still, isSwinging ? k / hold : 0, q, v);
      const next = step(state, tensor(tau));
      state = { q: tensor(next.q.toArray()), v: tensor(next.v.toArray()) };
      const now = Float64Array.from(state.q.toArray());
      for (const { qIndex, limits } of model.joints) {
        expect(now[qIndex]).toBeGreaterThan(limits.lower);
        expect(now[qIndex]).toBeLessThan(limits.upper);
      }
      if (!isSwinging) held.push(isUpright(now));
    }
    expect(held).toHaveLength(Math.round(3 / dt));
    expect(held.filter((one) => !one)).toHaveLength(0);
  });
});
