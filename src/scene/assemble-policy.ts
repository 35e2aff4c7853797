/** @file What a scene lets a policy see and move, and what it lets vary from rollout to rollout. */
import { actionKinds } from '../../controllers/actions/kinds.ts';
import { senseKinds } from '../../controllers/observations/kinds.ts';
import { isPolicy } from '../../controllers/policy.ts';
import type { PolicyParts } from '../../controllers/policy-parts.ts';
import { SceneError } from '../errors.ts';
import type { Goals } from '../robot/goal.ts';
import type { RobotModel } from '../robot/model.ts';
import { isPlanning } from '../plan/method.ts';
import { randomizationKinds } from '../train/randomize/kinds.ts';
import { trainerKinds } from '../train/kinds.ts';
import { isTrainer } from '../train/trainer.ts';
import { goalVariation, startVariation, type Variation } from '../train/variation.ts';
import { made, type Places } from './assemble-task.ts';
import { holdOf } from './parse.ts';
import type { Scene } from './schema.ts';

/** What a policy of the scene is made of; refused where the scene does not say what it sees. */
export function assemblePolicy(scene: Scene, model: RobotModel, goals: Goals): PolicyParts {
  const { observe, start, time, seed } = scene;
  if (!observe)
    throw new SceneError(
      '$.observe',
      'nothing',
      'what the policy sees',
      `name some of ${senseKinds.all.map(({ type }) => type).join(', ')}`,
    );
  const action = made('$.action', () =>
    actionKinds.make(scene.action ?? actionKinds.usual, { model, goals, start: start.q }),
  );
  const context = { model, goals, commands: action.size };
  return {
    senses: observe.map((sense, i) => made(`$.observe[${i}]`, () => senseKinds.make(sense, context))),
    action,
    period: holdOf(scene) * time.step,
    seed,
  };
}

/** What varies from rollout to rollout: where they start, their goals and obstacles, the robot. */
export function assembleVariations(
  { start, randomize = [] }: Scene,
  model: RobotModel,
  { sampled }: Places,
): Variation[] {
  const chosen = randomize.map((one, i) => made(`$.randomize[${i}]`, () => randomizationKinds.make(one, { model })));
  const names = chosen.map(({ name }) => name);
  const twice = names.findIndex((name, i) => names.indexOf(name) < i);
  if (twice >= 0)
    throw new SceneError(`$.randomize[${twice}]`, `${names[twice]} a second time`, 'each randomization once');
  return [
    ...(start.spread ? [startVariation(model, start.spread)] : []),
    ...sampled.map(([name, goal]) => goalVariation(name, goal)),
    ...chosen,
  ];
}

/** Refuses what nobody would read: what a policy sees and moves where there is none, and how a training is judged where there is none. */
export function checkReaders({ observe, action, evaluate }: Scene, controller: object, method: object): void {
  const policy = isPolicy(controller);
  for (const [name, value, isRead, reader] of [
    ['observe', observe, policy, 'a controller that is a policy'],
    ['action', action, policy, 'a controller that is a policy'],
    // a plan is of the scene's own rollout: what would vary in others is not read, which is said where it is made
    ['evaluate', evaluate, isTrainer(method) || isPlanning(method), 'a method that trains'],
  ] as const)
    if (value !== undefined && !isRead)
      throw new SceneError(`$.${name}`, 'a setting that nothing reads', `none, or ${reader}`, 'leave it out');
}

/** Refuses what varies where the method makes the same rollout again and again. */
export function checkVariations(variations: readonly Variation[], method: object): void {
  if (variations.length === 0 || isTrainer(method) || isPlanning(method)) return;
  throw new SceneError(
    '$.method',
    'a method for one rollout, where ' +
      variations.map(({ name }) => name).join(', ') +
      ' vary from rollout to rollout',
    'a method that trains, or nothing that varies',
    `choose one of ${trainerKinds.all.map(({ type }) => type).join(', ')}, or say one start and goal`,
  );
}
