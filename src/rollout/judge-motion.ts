/** @file A motion that was made elsewhere, judged by a task as a rollout judges its own. */
import { at } from '../core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { scan } from '../core/scan.ts';
import { completeParameters } from '../robot/partial-parameters.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import { readingsOf } from '../task/task.ts';
import type { Named } from './closed-loop.ts';
import { measuresOf, reachedIn } from './measures.ts';
import type { RolloutSettings } from './settings.ts';
import type { Scenario } from './scenario.ts';
import { seenOf } from './seen.ts';

/** States after each step, q [steps, nq] and v [steps, nv], and the forces over each step [steps, nv]. */
export interface Motion {
  readonly states: State;
  readonly tau: PopulationTensor;
}

/** What a task makes of a motion: its measures, [] each, and whether it has succeeded, 1 or 0. */
export function judgeMotion(
  { model, task, steps, dt }: Pick<RolloutSettings, 'model' | 'task' | 'steps' | 'dt'>,
  { goals, robot: given }: Pick<Scenario, 'goals' | 'robot'>,
  { states, tau }: Motion,
): { readonly measures: Named; readonly reached: PopulationTensor } {
  const robot = completeParameters(model, given);
  const times = tensor(Float64Array.from({ length: steps }, (_, i) => (i + 1) * dt));
  const { outputs: readings } = scan(
    (
      carry: object,
      moment: { readonly state: State; readonly tau: PopulationTensor; readonly time: PopulationTensor },
    ) => {
      const seen = seenOf(model, moment.state, moment.tau, moment.time, robot);
      return { carry, output: readingsOf(task, seen, goals) };
    },
    {},
    { state: states, tau, time: times },
  );
  const last: State = { q: at(states.q, steps - 1), v: at(states.v, steps - 1) };
  const end = seenOf(model, last, at(tau, steps - 1), tensor(steps * dt), robot);
  const moments = { all: readings, end, goals, v: states.v };
  return { measures: measuresOf(task, moments), reached: reachedIn(task, moments, dt) };
}
