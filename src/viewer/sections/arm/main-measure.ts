/** @file The measure that a run is judged by, as people read it: its value in what is shown, its tolerance, its name. */
import type { Scene } from '../../../scene/schema.ts';
import { typeOf } from '../../../settings/kinds.ts';
import { capitalized } from '../../../text/capitalized.ts';
import { formatQuantity } from '../../../text/quantities.ts';
import type { Store } from '../../studio/store/store.ts';
import type { MainMeasure } from './calls.ts';
import { targetOf, targetPosition } from './target.ts';

/** How near the goal is. */
export interface Verdict {
  /** In the measure's unit. */
  readonly value: number;
  readonly unit: string;
  /** As people say it: "distance", "angle". */
  readonly name: string;
  /** Whether it is the distance between the link and the target at the end. */
  readonly isDistance: boolean;
  /** What counts as success is below this; null where the scene never says, or ends no run by it. */
  readonly tolerance: number | null;
  /** Whether all that counts as success is met. */
  readonly isReached: boolean;
  /** What else success asks for: a speed at the end, or a time through which it must hold. */
  readonly alsoAsks: 'rest' | 'hold' | null;
}

/** Whether a measure is the distance between the link and the target at the end. */
export const isDistanceOf = (scene: Scene, measure: MainMeasure | null): boolean =>
  measure?.unit === 'm' && targetOf(scene)?.isMeasured === true;

/** What counts as success is below this, in the measure's unit; null where nothing does. */
export const toleranceOf = ({ success }: Scene): number | null => (success && success.below > 0 ? success.below : null);

const alsoAsked = ({ success }: Scene): Verdict['alsoAsks'] =>
  success?.speed !== undefined ? 'rest' : success?.hold !== undefined ? 'hold' : null;

/** Name in files of what a measure measures; null where the scene does not say. */
export function residualTypeOf({ measures, success }: Scene, { name }: MainMeasure): string | null {
  const residual = Object.hasOwn(measures, name) ? measures[name].residual : success?.residual;
  return residual === undefined ? null : typeOf(residual);
}

export const inWords = (name: string): string => name.replaceAll('-', ' ');

const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/**
 * The verdict on what is shown; null of a task that measures nothing, and before anything is shown. A target that a hand moves is
 * ahead of the scene: a distance follows it at once.
 */
export function verdictOf({ experiment, shown }: Store): Verdict | null {
  const [scene, look, place] = [experiment.scene.value, shown.look.value, experiment.target.value];
  const measure = experiment.loaded.value?.measure ?? null;
  if (!scene || !look || !measure) return null;
  const isDistance = isDistanceOf(scene, measure);
  const tolerance = toleranceOf(scene);
  const also = { name: inWords(measure.name), unit: measure.unit, isDistance, tolerance, alsoAsks: alsoAsked(scene) };
  const end = shown.pathOf(look.motion).slice(-3);
  const known = experiment.situation.value?.goal ?? targetPosition(scene);
  const isMoved = place !== null && known !== null && place.some((value, axis) => value !== known[axis]);
  if (isDistance && isMoved && end.length === 3) return { ...also, value: distance(place, end), isReached: false };
  return { ...also, value: look.measures[measure.name], isReached: look.reached };
}

/** "338 mm"; "0.031 rad". */
export const formatVerdict = ({ value, unit }: Pick<Verdict, 'value' | 'unit'>): string => formatQuantity(value, unit);

/** What the measure is called over a figure. */
export function measureTitle({ isDistance, name }: Pick<Verdict, 'isDistance' | 'name'>): string {
  return isDistance ? 'Distance to target' : capitalized(name);
}
