/** @file How much of the way to its goals a task can go: where it asks for what can never be met, and what it could ask for instead. */
import { norm } from '../../core/member-norms.ts';
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

/** Goals of which one has a part at another place. */
const placed = (goals: Goals, name: string, part: string, place: Float64Array): Goals => ({
  ...goals,
  [name]: { ...goals[name], [part]: tensor(place, goals[name][part].shape) },
});

/** From one place towards another, as far as nothing speaks against it. */
function farthest(from: Float64Array, to: Float64Array, isPossible: (place: Float64Array) => boolean): Float64Array {
  const at = (way: number): Float64Array => from.map((start, i) => start + way * (to[i] - start));
  if (isPossible(to)) return to;
  let [possible, hopeless] = [0, 1];
  for (let k = 0; k < halvings; k++) {
    const middle = (possible + hopeless) / 2;
    if (isPossible(at(middle))) possible = middle;
    else hopeless = middle;
  }
  return at(possible);
}

/** The farthest on the straight way, and from there along each axis: an arm in a plane comes beside what lies off it. */
function nearest(start: Float64Array, goal: Float64Array, isPossible: (place: Float64Array) => boolean): Float64Array {
  let place = farthest(start, goal, isPossible);
  for (let axis = 0; axis < goal.length; axis++) place = farthest(place, place.with(axis, goal[axis]), isPossible);
  return place;
}

const distance = (x: Float64Array, y: Float64Array): number => norm(x.map((value, i) => value - y[i]));

/**
 * Reasons why a task cannot be met, with the way to its goal over the way that can be gone, and a goal that can be met. `links`: where
 * the task's links begin, [3] each.
 */
export function attainabilityOf(
  settings: RolloutSettings,
  { goals, initial }: Pick<Scenario, 'goals' | 'initial'>,
  links: readonly Float64Array[],
): Hopelessness {
  const reasons = hopelessnessOf(settings, goals);
  if (reasons.length === 0) return { reasons, excess: 0, settings: [] };
  const starts = { position: links, posture: [initial.q.data] } as const;
  for (const [name, parts] of Object.entries(goals))
    for (const part of ['position', 'posture'] as const) {
      if (!Object.hasOwn(parts, part)) continue;
      const goal = parts[part].data;
      const isPossible = (place: Float64Array): boolean =>
        hopelessnessOf(settings, placed(goals, name, part, place)).length === 0;
      const start = starts[part].find(isPossible);
      if (!start) continue;
      const found = nearest(start, goal, isPossible);
      const values = Array.from(found, (value, i) => Number((value + margin * (start[i] - value)).toFixed(4)));
      const path = `goals.${name}.${part === 'position' ? 'position' : 'q'}`;
      return {
        reasons,
        excess: distance(goal, start) / distance(found, start),
        settings: [`${path}=${JSON.stringify(values)}`],
      };
    }
  return { reasons, excess: Infinity, settings: [] };
}
