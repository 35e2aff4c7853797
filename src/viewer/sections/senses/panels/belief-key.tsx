/** @file Over the arm: how far it is from where it is believed to be, and how much it is doubted. */
import { useStudio } from '../../../studio/studio.ts';
import { magnificationOf, placeWords } from '../belief-sizes.ts';
import { sensesOf } from '../senses.ts';
import { tickAt } from '../units.ts';

export function BeliefKey() {
  const senses = sensesOf(useStudio().store);
  const { value: estimated } = senses.estimated;
  if (!estimated) return null;
  const { record } = estimated;
  const { link, goal } = record;
  const tick = tickAt(record, senses.clocks.cursor.t.value);
  // a goal stays, so its truth is one place
  const goalTruth = goal && {
    ...goal,
    truth: Float64Array.from({ length: 3 * record.ticks }, (_, i) => goal.truth[i % 3]),
  };
  const times = magnificationOf(record);
  return (
    <p class="senses-key">
      <span>
        <i data-of="link" />
        {placeWords(link.name, link, tick)}
      </span>
      {goalTruth && (
        <span>
          <i data-of="goal" />
          {placeWords(goalTruth.name, goalTruth, tick)}
        </span>
      )}
      <span>Tinted arm: as it is believed to be</span>
      {times > 1 && <span>{`Ellipsoids ${times} × as large as they are`}</span>}
    </p>
  );
}
