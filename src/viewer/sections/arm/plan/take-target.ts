/** @file A hand moves the target under control: the plan follows at once, and the scene has it when the hand lets go. */
import type { Studio } from '../../../studio/studio.ts';
import { type Position, targetOf, withPosition } from '../target.ts';
import { planOf } from './live-plan.ts';

/** `done`: it is let go, and the scene has it; a run that is under way goes on towards it then. */
export function takeTarget(
  { store, session }: Pick<Studio, 'store' | 'session'>,
  position: Position,
  done: boolean,
): void {
  const plan = planOf(store);
  const { value: scene } = store.experiment.scene;
  const target = scene && targetOf(scene);
  if (!target) return;
  plan.target.value = position;
  if (!done) return;
  if (target.isSampled) session.run.moveTarget(position);
  else session.run.change((present) => withPosition(present, target.goal, position));
  store.experiment.target.value = position;
  plan.target.value = null;
}
