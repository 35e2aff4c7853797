/** @file Whether the filter is consistent: what the rollout that is seen says of it, what many rollouts do, and what the doctor advises. */
import { consistencyOf, ratioWords } from '../../../../senses/figures/consistency.ts';
import { useStudio } from '../../../studio/studio.ts';
import type { Estimated } from '../calls.ts';
import { type Senses, sensesOf } from '../senses.ts';
import { DoctorGroup } from './doctor-group.tsx';
import { ManyRollouts } from './many-rollouts.tsx';
import { UnderWayRow } from './under-way.tsx';

function OneRollout({ senses, estimated }: { readonly senses: Senses; readonly estimated: Estimated }) {
  const { sensors, findings } = estimated.record;
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
              <span>{found ? ratioWords(found) : 'told nothing'}</span>
            </li>
          );
        })}
        {findings.map((words) => (
          <li key={words} data-bad="true">
            <span>{words}</span>
          </li>
        ))}
      </ul>
      <p class="remark">
        Squares of innovations (NIS), summed over the rollout, by what the filter believes. A consistent filter leaves
        their bounds once in a thousand rollouts.
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
        <>
          <OneRollout senses={senses} estimated={estimated} />
          <UnderWayRow senses={senses} />
          <ManyRollouts senses={senses} />
          <DoctorGroup senses={senses} />
        </>
      ) : (
        <p class="panel-empty">What the filter believes is judged here once a scene is estimated.</p>
      )}
    </div>
  );
}
