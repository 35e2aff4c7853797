/** @file Whether the filter is consistent: what the rollout that is seen says of it, what many rollouts do, and what the doctor advises. */
import { consistencyOf, ratioWords } from '../../../../senses/figures/consistency.ts';
import { useStudio } from '../../../studio/studio.ts';
import type { Estimated } from '../calls.ts';
import { type Senses, sensesOf } from '../senses.ts';
import { DoctorGroup } from './doctor-group.tsx';
import { ManyRollouts } from './many-rollouts.tsx';

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

/** What is under way, with the way to end it. */
function UnderWayRow({ senses }: { readonly senses: Senses }) {
  const { value: underWay } = senses.judging.underWay;
  const { value: failure } = senses.judging.failure;
  if (failure !== null)
    return (
      <p class="doctor-failure" role="alert">
        {failure}
      </p>
    );
  if (!underWay) return null;
  const { what, done, total } = underWay;
  const title = what === 'runs' ? 'Making rollouts' : 'Examining the filter';
  return (
    <div class="doctor-work">
      <p role="status">
        {title}
        <small>{done > 0 ? `${done} of ${total}` : 'compiling …'}</small>
      </p>
      {done > 0 ? <progress aria-label={title} value={done} max={total} /> : <progress aria-label={title} />}
      <button type="button" class="secondary" onClick={() => senses.judging.stop()}>
        Stop
      </button>
    </div>
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
