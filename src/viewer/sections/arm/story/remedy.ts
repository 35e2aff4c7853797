/** @file The one thing that a button of the story card can do about what stands in the way. */
import type { Scene } from '../../../../scene/schema.ts';
import { settingOf } from '../../../../settings/kinds.ts';
import { withPart } from '../../../../settings/set.ts';
import { remediesFor } from '../../../studio/remedies.ts';
import type { Session } from '../../../studio/session.ts';
import type { Store } from '../../../studio/store/store.ts';
import { beyondReach, withinReach } from '../reach-of-target.ts';
import { targetOf } from '../target.ts';

export interface StoryRemedy {
  readonly label: string;
  readonly take: (session: Session) => void;
}

/** A smaller step of the method, or of time where the very first rollout is not finite. */
export function smallerStep(scene: Scene, newest: number): { readonly label: string; readonly scene: Scene } | null {
  if (newest < 0)
    return { label: 'Halve the time step', scene: withPart(scene, ['time', 'step'], scene.time.step / 2) as Scene };
  const rate = settingOf<number>(scene.method, 'learningRate');
  if (rate === undefined) return null;
  const smaller = Number((rate / 3).toPrecision(2));
  return { label: `Take step size ${smaller}`, scene: withPart(scene, ['method', 'learningRate'], smaller) as Scene };
}

/** What the robot's findings offer where it cannot be driven, or stands in its own way. */
function ofRobot({ experiment }: Store): StoryRemedy | null {
  const [remedy] = remediesFor(experiment.loaded.value?.findings ?? []);
  if (!remedy) return null;
  return { label: remedy.label, take: ({ experiments }) => experiments.addToRobot(remedy.offer) };
}

function ofTarget(store: Store): StoryRemedy | null {
  const { scene, loaded, target: place } = store.experiment;
  const target = scene.value && targetOf(scene.value);
  if (!target || !loaded.value || !place.value || beyondReach(store) === 0) return null;
  const nearer = withinReach(loaded.value.model, target.link, place.value);
  return { label: 'Bring the target within reach', take: ({ run }) => run.moveTarget(nearer) };
}

function ofDivergence({ experiment, run }: Store): StoryRemedy | null {
  const { value: scene } = experiment.scene;
  const smaller = scene && smallerStep(scene, run.newest.value);
  return smaller && { label: smaller.label, take: (session) => session.run.change(() => smaller.scene) };
}

/** The likeliest remedy of the present state; null where there is none. */
export function remedyOf(store: Store): StoryRemedy | null {
  const outcome = store.run.outcome.value?.outcome;
  if (outcome === 'diverged') return ofRobot(store) ?? ofDivergence(store);
  if (outcome === 'no-gradient') return ofRobot(store);
  if ((store.experiment.loaded.value?.warnings ?? []).length === 0) return null;
  return ofTarget(store) ?? ofRobot(store);
}
