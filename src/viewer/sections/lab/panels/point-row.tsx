/** @file What can be done at the points of the surface: the chosen one is played, and descended from. */
import { tickText } from '../../../../figures/axis.ts';
import { tipWithKeys } from '../../../panels/tip.tsx';
import { isTouch } from '../../../studio/media.ts';
import { isPlayed } from '../is-played.ts';
import type { Lab } from '../lab.ts';

function howToPress(hasArm: boolean): string {
  if (!hasArm)
    return isTouch.value
      ? 'Tap a point to choose it. Tap twice: the methods descend from there.'
      : 'Press a point to choose it. Press twice: the methods descend from there.';
  return isTouch.value
    ? 'Tap a point to choose it, press it long and the arm plays it. Tap twice: the methods descend from there.'
    : 'Press a point: the arm plays it. Press twice: the methods descend from there.';
}

/** The chosen point, and the descents. */
export function PointRow({ lab }: { readonly lab: Lab }) {
  const [probe, chosen, facts] = [lab.probe.value, lab.from.value, lab.facts.value];
  if (lab.figure.value !== 'surface' || !facts) return null;
  const from = chosen ?? facts.lab.from;
  const place = (point: readonly [number, number]): string =>
    facts.axes.map(({ label }, k) => `${label} ${tickText(point[k])}`).join(', ');
  return (
    <div class="lab-point" data-chosen={probe !== null}>
      <p>
        {probe
          ? place(probe)
          : from
            ? `The methods begin at ${place(from)}.`
            : [lab.seen.dimension.value === 3 && 'Drag to turn it.', howToPress(facts.hasArm)]
                .filter(Boolean)
                .join(' ')}
      </p>
      {probe && facts.hasArm && !isPlayed(lab) && (
        <button
          type="button"
          class="secondary"
          data-tip="The arm moves as this point says"
          onClick={() => lab.play(probe)}
        >
          Play
        </button>
      )}
      {probe && (
        <button
          type="button"
          class="secondary"
          data-tip={tipWithKeys('All methods begin there', 'D')}
          onClick={() => lab.descend(probe)}
        >
          Descend from here
        </button>
      )}
      {chosen && (
        <button type="button" class="secondary" onClick={() => (lab.from.value = null)}>
          Back to its own start
        </button>
      )}
    </div>
  );
}
