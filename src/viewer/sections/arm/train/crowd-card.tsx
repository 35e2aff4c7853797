/** @file The card of many arms over the 3-D view: how many come to their goals, and each of them to be pressed. */
import { formatQuantity } from '../../../../text/quantities.ts';
import { type Studio, useStudio } from '../../../studio/studio.ts';
import { inWords } from '../main-measure.ts';
import { lookAtMember } from './draw-crowd.ts';

/** "Arm 7: 12 mm, not reached". */
function labelOf({ store }: Studio, member: number): string {
  const { value: crowd } = store.shown.crowd;
  const { value: loaded } = store.experiment.loaded;
  if (!crowd || !loaded) return '';
  const { measure } = loaded;
  const figure = measure ? `${inWords(measure.name)} ${formatQuantity(crowd.values[member], measure.unit)}, ` : '';
  return `Arm ${member + 1}: ${figure}${crowd.reached[member] ? 'reached' : 'not reached'}`;
}

export function CrowdCard() {
  const studio = useStudio();
  const { store, session } = studio;
  const { value: crowd } = store.shown.crowd;
  if (!crowd) return <p class="crowd crowd-wait">Looking at many arms …</p>;
  const reached = crowd.reached.filter((isReached) => isReached).length;
  return (
    <section class="crowd" data-k={crowd.k} data-reached={reached} aria-label="Many arms">
      <h3>
        {reached} of {crowd.count} arrive
      </h3>
      <div class="crowd-arms" style={{ gridTemplateColumns: `repeat(${Math.ceil(Math.sqrt(crowd.count))}, auto)` }}>
        {crowd.reached.map((isReached, member) => (
          <button
            key={member}
            type="button"
            data-reached={isReached}
            aria-label={labelOf(studio, member)}
            data-tip={`${labelOf(studio, member)}. Press to look at it`}
            onClick={() => lookAtMember(store, session.run.situations, member)}
          />
        ))}
      </div>
      <p>Iteration {crowd.k}. Nothing is learned from these goals. Press an arm to look at it.</p>
    </section>
  );
}
