/** @file The task and goals of a scene, made of their kinds for a robot. */
import { ArgumentError, SceneError } from '../errors.ts';
import type { RobotModel } from '../robot/model.ts';
import { type Chosen, settingOf } from '../settings/kinds.ts';
import { type Goals, SampledGoal } from '../robot/goal.ts';
import { obstacleKinds } from '../task/obstacles/kinds.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { goalKinds } from '../task/goals/kinds.ts';
import { normKinds } from '../task/norms/kinds.ts';
import type { Residual } from '../task/residual.ts';
import { residualKinds } from '../task/residuals/kinds.ts';
import type { Measure, Success, Task } from '../task/task.ts';
import type { Scene } from './schema.ts';

/** What `make` makes; an argument that it refuses is refused by the JSON path of its setting, unless it is none of the scene. */
export function made<T>(path: string, make: () => T, isForeign?: (error: ArgumentError) => boolean): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof ArgumentError) || isForeign?.(error)) throw error;
    const { argument, found, expected, remedy } = error;
    throw new SceneError(`${path}.${argument}`, found, expected, remedy);
  }
}

/** What residuals and senses find by its name: goals and obstacles, each one value, and those that are drawn for each member. */
export interface Places {
  readonly goals: Goals;
  readonly sampled: readonly (readonly [name: string, goal: SampledGoal])[];
}

/** The goals and obstacles of a scene. */
export function assemblePlaces({ goals, obstacles = [] }: Scene, model: RobotModel): Places {
  const places = [
    ...Object.entries(goals).map(
      ([name, goal]) => [name, made(`$.goals.${name}`, () => goalKinds.make(goal, { model }))] as const,
    ),
    ...obstacles.map(
      (obstacle, i) =>
        [
          settingOf<string>(obstacle, 'name')!,
          made(`$.obstacles[${i}]`, () => obstacleKinds.make(obstacle, { model })),
        ] as const,
    ),
  ];
  const names = places.map(([name]) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined)
    throw new SceneError('$.obstacles', `"${twice}" a second time`, 'a name of its own for each goal and obstacle');
  return {
    goals: Object.fromEntries(
      places.map(([name, place]) => [name, place instanceof SampledGoal ? place.usual : place]),
    ),
    sampled: places.flatMap(([name, place]) => (place instanceof SampledGoal ? [[name, place] as const] : [])),
  };
}

export function assembleTask({ costs, measures, success }: Scene, model: RobotModel, goals: Goals): Task {
  const residualAt = (path: string, chosen: Chosen): Residual =>
    made(path, () => residualKinds.make(chosen, { model, goals }));
  const terms = costs.map(({ name, residual, norm, weight, when }, i) => ({
    name,
    residual: residualAt(`$.costs[${i}].residual`, residual),
    norm: made(`$.costs[${i}].norm`, () => normKinds.make(norm, null)),
    weight,
    when,
  }));
  const measured: Record<string, Measure> = Object.fromEntries(
    Object.entries(measures).map(([name, { residual, when }]) => [
      name,
      { residual: residualAt(`$.measures.${name}.residual`, residual), when },
    ]),
  );
  if (!success) return { terms, measures: measured };
  const { measure, residual, ...conditions } = success;
  requireMeasures(measured, conditions.also ?? []);
  if (measure !== undefined && !Object.hasOwn(measured, measure))
    throw new SceneError(
      '$.success.measure',
      `"${measure}"`,
      `a measure: ${Object.keys(measured).join(', ') || 'none'}`,
      didYouMean(measure, Object.keys(measured), 'name it among the measures'),
    );
  if (!residual) return { terms, measures: measured, success: { measure: measure!, ...conditions } };
  const own = residualAt('$.success.residual', residual);
  if (Object.hasOwn(measured, own.name))
    throw new SceneError(
      '$.success.residual',
      `a second measure "${own.name}"`,
      'a measure that has its name alone',
      'give it a name among the measures, and say that as success.measure',
    );
  return withSuccess(
    { terms, measures: { ...measured, [own.name]: { residual: own, when: 'end' } } },
    own.name,
    conditions,
  );
}

/** Refuses conditions of measures that are not there. */
function requireMeasures(measured: Task['measures'], also: NonNullable<Success['also']>): void {
  also.forEach(({ measure }, i) => {
    if (Object.hasOwn(measured, measure)) return;
    const names = Object.keys(measured);
    throw new SceneError(
      `$.success.also[${i}].measure`,
      `"${measure}"`,
      `a measure: ${names.join(', ') || 'none'}`,
      didYouMean(measure, names, 'name it among the measures'),
    );
  });
}

const withSuccess = (task: Task, measure: string, conditions: Omit<Success, 'measure'>): Task => ({
  ...task,
  success: { measure, ...conditions },
});
