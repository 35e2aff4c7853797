/** @file Whether the filter is consistent: what the rollout that is seen says of it, and what many rollouts do. */
import { consistencyOf, ratioWords } from '../../../../senses/figures/consistency.ts';
import { useStudio } from '../../../studio/studio.ts';
import type { Estimated } from '../calls.ts';
import { type Senses, sensesOf } from '../senses.ts';

function OneRollout({ senses, estimated }: { readonly senses: Senses; readonly estimated: Estimated }) {
  const { sensors } = estimated.record;
  return (
    <section class="lab-group senses-verdicts">
      <h3>This rollout</h3>
      <ul>
        {sensors.map((sensor) => {
          const found = consistencyOf(sensor);
          return (
            <li key={sensor.name} data-bad={found?.isInconsistent ?? false}>
              <button type="button" class="senses-row-name" onClick={() => (senses.sensor.value = sensor.name)}>
                {sensor.name}
              </button>
              <span>{found ? `Squares are ${ratioWords(found)}.` : 'It told nothing.'}</span>
            </li>
          );
        })}
      </ul>
      <p class="remark">
        Squares of innovations (NIS), summed over the rollout, against bounds that a consistent filter passes once in a
        thousand rollouts.
      </p>
    </section>
  );
}

export function ConsistencyPanel() {
  const senses = sensesOf(useStudio().store);
  const { value: estimated } = senses.estimated;
  return (
    <div class="lab-settings senses-consistency">
      {estimated ? (
        <OneRollout senses={senses} estimated={estimated} />
      ) : (
        <p class="panel-empty">What the filter believes is judged here once a scene is estimated.</p>
      )}
    </div>
  );
}
