/** @file How much of the way to its goals a task can go: where it asks for what can never be met, and what it could ask for instead. */
import { tensor } from '../../core/population-tensor.ts';
import type { Goals } from '../../robot/goal.ts';
import type { RolloutSettings } from '../../rollout/settings.ts';
import type { Scenario } from '../../rollout/scenario.ts';
import { hopelessnessOf } from '../foresee.ts';
import type { Hopelessness } from './evidence.ts';

/** Halvings of the way. */
const halvings = 20;
/** A goal that is proposed keeps this part of the way from what cannot be met. */
const margin = 0.02;

/** Goals of which one has a part that has gone so much of the way from a start. */
const moved = (goals: Goals, name: string, part: string, start: ArrayLike<number>, way: number): Goals => {
  const value = goals[name][part];
  const data = value.data.map((end, i) => start[i] + way * (end - start[i]));
  return { ...goals, [name]: { ...goals[name], [part]: tensor(data, value.shape) } };
};

/** The largest part of the way that leaves no reason against it; null where its beginning has some. */
function wayThatCanBe(reasonsAt: (way: number) => number): number | null {
  if (reasonsAt(0) > 0) return null;
  let [possible, hopeless] = [0, 1];
  for (let k = 0; k < halvings; k++) {
    const middle = (possible + hopeless) / 2;
    if (reasonsAt(middle) === 0) possible = middle;
    else hopeless = middle;
  }
  return possible;
}

/**
 * Reasons why a task cannot be met, with the way to its goals over the way that can be gone, and goals that can be met. `links`: where
 * the task's links begin, [3] each.
 */
export function reachOf(
  settings: RolloutSettings,
  { goals, initial }: Pick<Scenario, 'goals' | 'initial'>,
  links: readonly ArrayLike<number>[],
): Hopelessness {
  const reasons = hopelessnessOf(settings, goals);
  if (reasons.length === 0) return { reasons, excess: 0, settings: [] };
  const starts = { position: links, posture: [initial.q.data] } as const;
  for (const [name, parts] of Object.entries(goals))
    for (const part of ['position', 'posture'] as const) {
      if (!Object.hasOwn(parts, part)) continue;
      for (const start of starts[part]) {
        const at = (way: number): Goals => moved(goals, name, part, start, way);
        const way = wayThatCanBe((one) => hopelessnessOf(settings, at(one)).length);
        if (way === null) continue;
        const goal = at((1 - margin) * way)[name][part];
        const values = goal.toArray().map((value) => Number(value.toFixed(4)));
        const path = `goals.${name}.${part === 'position' ? 'position' : 'q'}`;
        return { reasons, excess: 1 / way, settings: [`${path}=${JSON.stringify(values)}`] };
      }
    }
  return { reasons, excess: Infinity, settings: [] };
}
