/** @file Plans in physics that Adjoint did not write: with their gains they arrive, where forces alone go astray. */
import { describe, expect, it } from 'vitest';
import type { Controller } from '../../controllers/controller.ts';
import { planFollowing } from '../../controllers/plan-following.ts';
import { tensor } from '../../src/core/population-tensor.ts';
import { followedPlan } from '../../src/plan/followed-plan.ts';
import { plan } from '../../src/plan/planner.ts';
import type { RolloutSettings } from '../../src/rollout/settings.ts';
import { adjointPhysics } from '../../src/sim2sim/adjoint-physics.ts';
import { rapierPhysics } from '../../src/sim2sim/rapier/rapier-physics.ts';
import type { SecondPhysics } from '../../src/sim2sim/second-physics.ts';
import { runTrial } from '../../src/sim2sim/transfer.ts';
import { trialOf } from '../../src/sim2sim/trial.ts';
import { mujocoPhysics } from '../support/mujoco-physics.ts';
import { placeOf, reaching, reachScenario, type Place } from '../support/receding.ts';
import { assetModel, assetText } from '../support/robots.ts';

const name = 'planar-2link';
const model = assetModel(name);
const link = 'tip';
const [dt, hold, steps] = [0.002, 5, 400];
const home = [0.4, 0.6];
const goal: Place = placeOf(model, link, Float64Array.of(0.9, -0.4));
const planning = { model, task: reaching(model, link), integrator: 'semi-implicit-euler', dt, hold, steps } as const;

describe('a plan of 0.8 s', async () => {
  const scenario = reachScenario(planning, home, goal);
  const planned = followedPlan(model, await plan(planning, scenario, { iterations: 40 }));

  /** How far the tip is from its goal at the end, m; `off`: where it starts besides. */
  const errorIn = (physics: SecondPhysics, feedback: boolean, off: number): number => {
    const controller = planFollowing(planned, { feedback }) as unknown as Controller;
    const settings: RolloutSettings = { ...planning, hold: 1, controller, task: { terms: [], measures: {} } };
    const initial = { q: tensor([home[0] + off, home[1] - off]), v: scenario.initial.v };
    const trial = trialOf(settings, controller.parameters(model, []), { initial, goals: {}, weights: {} });
    const { states, lost } = runTrial(physics, trial);
    physics.close();
    expect(lost).toEqual([]);
    const place = placeOf(model, link, states.q.data.slice(2 * steps));
    return Math.hypot(...place.map((x, i) => x - goal[i]));
  };

  const worlds: readonly (readonly [string, () => SecondPhysics | Promise<SecondPhysics>])[] = [
    ['ours', () => adjointPhysics(model, { dt, integrator: 'semi-implicit-euler' })],
    ['Rapier', () => rapierPhysics(model, { dt })],
    ['MuJoCo', () => mujocoPhysics(assetText(name), model, { dt })],
  ];

  it.each(worlds)(
    'arrives in %s with its gains, from its start and from beside it, as it does not without',
    async (_, open) => {
      expect(errorIn(await open(), true, 0)).toBeLessThan(0.005);
      const held = errorIn(await open(), true, 0.05);
      const free = errorIn(await open(), false, 0.05);
      expect(held).toBeLessThan(0.01);
      expect(free).toBeGreaterThan(4 * held);
    },
  );
});
