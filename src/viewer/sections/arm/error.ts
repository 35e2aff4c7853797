/** @file The error of a run: the measure that it is judged by, of the motion that is shown. */
import { computed } from '@preact/signals';
import { formatLength, formatNumber } from '../../../text/quantities.ts';
import * as store from '../../studio/store.ts';
import { targetOf } from './target.ts';

const target = computed(() => store.scene.value && targetOf(store.scene.value));

/** Whether the error is the distance between the link and the target at the end. */
export const isDistance = computed(
  () => target.value?.isMeasured === true && store.loaded.value?.measure?.unit === 'm',
);

/** Where the link is at the end of the shown motion, m. */
const linkAtEnd = computed(() => store.motion.value && store.pathOf(store.motion.value).slice(-3));

/** In the measure's unit; as soon as the target is moved, where it is a distance. Null where it is not known. */
export const error = computed(() => {
  const { measure } = store.loaded.value ?? {};
  if (!measure) return null;
  const [place, end] = [store.target.value, linkAtEnd.value];
  if (isDistance.value && place && end?.length === 3)
    return Math.hypot(place[0] - end[0], place[1] - end[1], place[2] - end[2]);
  return store.iteration.value?.measures[measure.name] ?? null;
});

/** A value of the measure, with its unit. */
export function formatError(value: number): string {
  const unit = store.loaded.value?.measure?.unit ?? '';
  return unit === 'm' ? formatLength(value) : `${formatNumber(value)} ${unit}`.trim();
}
