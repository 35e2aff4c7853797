/** @file Plans in physics that Adjoint did not write, with and without the plan's feedback gains: where the tool is at the end. */
import {
  adjointPhysics,
  followedPlan,
  planFollowing,
  rapierPhysics,
  robotText,
  runTrial,
  tensor,
  trialOf,
} from '../library.mjs';
import { mujocoPhysics } from '../peers/mujoco-physics.mjs';
import { dt, hold, placeOf, planned, tasks } from '../work/plans.mjs';

export const title =
  'Plans with knots of 10 ms, followed at 1 kHz in its own physics and in others, with and without feedback';

/** m. */
const near = 0.01;

const inMujoco = ({ name, model }) => mujocoPhysics(robotText(name), model, dt);

const worlds = {
  Adjoint: { open: ({ model }) => adjointPhysics(model, { dt, integrator: 'semi-implicit-euler' }) },
  Rapier: { open: ({ model }) => rapierPhysics(model, { dt }) },
  MuJoCo: { open: inMujoco },
  'MuJoCo, start off by 10 mrad': { open: inMujoco, off: 0.01 },
};

/** How far the tool is from its place at the end, m; infinite where the motion was lost. */
async function errorIn({ open, off = 0 }, task, plan, feedback) {
  const { model, scenario, steps, link, place } = task;
  const { q, v } = scenario.initial;
  const initial = { q: tensor(q.toArray().map((x, i) => x + (i % 2 === 0 ? off : -off))), v };
  const controller = planFollowing(followedPlan(model, plan), { feedback });
  const settings = {
    model,
    controller,
    task: { terms: [], measures: {} },
    integrator: 'semi-implicit-euler',
    dt,
    steps,
  };
  const trial = trialOf(settings, controller.parameters(model, []), { ...scenario, initial, weights: {} });
  const physics = await open(task);
  const { states, lost } = runTrial(physics, trial);
  physics.close();
  if (lost.length > 0) return Infinity;
  const end = states.q.data.slice(steps * model.nq);
  return Math.hypot(...placeOf(model, link, end).map((x, i) => x - place[i]));
}

const millimetres = (error) => (Number.isFinite(error) ? (1000 * error).toPrecision(3) : 'lost');
const verdict = (error) => (error < near ? 'reached' : 'not reached');

export async function run() {
  const rows = [];
  const ends = [];
  for (const task of tasks()) {
    const plan = await planned(task);
    ends.push(`${task.name}: ${plan.iterations} iterations, ${plan.end.detail}`);
    for (const [name, one] of Object.entries(worlds)) {
      const [held, free] = [await errorIn(one, task, plan, true), await errorIn(one, task, plan, false)];
      rows.push([task.name, name, millimetres(held), verdict(held), millimetres(free), verdict(free)]);
    }
  }
  return {
    tables: [
      {
        columns: ['robot', 'physics', 'with feedback: mm', '', 'feed-forward only: mm', ''],
        rows,
      },
    ],
    notes: [
      `Distance of the tool from its goal at the plan's end; reached: below ${1000 * near} mm. Forces are held over ${1000 * dt * hold} ms in the plan, and renewed every ${1000 * dt} ms where it is followed.`,
      ...ends,
    ],
  };
}
