/** @file The settings of the Senses: the filter, the noise of each sensor beside what the filter believes of it, what disturbs the robot. */
import { useMemo } from 'preact/hooks';
import { filterKinds } from '../../../../estimation/filters/kinds.ts';
import type { Scene } from '../../../../scene/schema.ts';
import { useStudio } from '../../../studio/studio.ts';
import { jointNames } from '../../arm/fit-joints.ts';
import { formRow, sceneRows } from '../../arm/scene-rows.ts';
import { NoteLink } from '../../notes/note-link.tsx';
import { Row } from '../../lab/panels/row.tsx';
import type { Estimated } from '../calls.ts';
import { noiseOf, withBelieved, withNoise } from '../noise.ts';
import { filterOf } from '../requests.ts';
import { type Senses, sensesOf } from '../senses.ts';
import { FitGroup } from './fit-group.tsx';
import { FormRowView, NumberField } from './form-rows.tsx';

/** Rows of the scene whose paths begin so, without those that a group of its own has. */
function ScenePart({
  senses,
  scene,
  estimated,
  begins,
}: {
  readonly senses: Senses;
  readonly scene: Scene;
  readonly estimated: Estimated;
  readonly begins: (path: string) => boolean;
}) {
  const rows = useMemo(() => {
    const names = {
      links: estimated.model.links.map(({ name }) => name),
      goals: Object.keys(scene.goals),
      measures: Object.keys(scene.measures),
    };
    return sceneRows(scene, { names, joints: jointNames(estimated.model) });
  }, [scene, estimated.model]);
  return (
    <>
      {rows
        .filter(({ row }) => begins(row.path.map(String).join('.')))
        .map((row) => (
          <FormRowView key={row.row.path.map(String).join('.')} row={formRow(row, (edit) => senses.edit(edit))} />
        ))}
    </>
  );
}

function FilterGroup({
  senses,
  scene,
  estimated,
}: {
  readonly senses: Senses;
  readonly scene: Scene;
  readonly estimated: Estimated;
}) {
  return (
    <section class="lab-group">
      <h3>
        Filter
        <NoteLink of={{ kind: 'file', id: `src/estimation/filters/${filterOf(scene)}.ts` }} label="the filter" />
      </h3>
      <Row label="Kind">
        <select value={filterOf(scene)} onChange={({ currentTarget }) => senses.choose(currentTarget.value)}>
          {filterKinds.all.map(({ type, title }) => (
            <option key={type} value={type}>
              {title}
            </option>
          ))}
        </select>
      </Row>
      <ScenePart
        senses={senses}
        scene={scene}
        estimated={estimated}
        begins={(path) => path.startsWith('estimator.filter.') || path === 'estimator.acts'}
      />
    </section>
  );
}

/** True value and belief side by side. */
function NoiseGroup({
  senses,
  scene,
  estimated,
}: {
  readonly senses: Senses;
  readonly scene: Scene;
  readonly estimated: Estimated;
}) {
  return (
    <section class="lab-group">
      <h3>Noise, standard deviation</h3>
      <table class="senses-noise">
        <thead>
          <tr>
            <td />
            <th scope="col">true</th>
            <th scope="col" data-tip="What the filter takes it for">
              believed
            </th>
          </tr>
        </thead>
        <tbody>
          {estimated.record.sensors.map(({ name, channels }) => {
            const noise = noiseOf(scene, name);
            const unit = channels[0]?.unit ?? '';
            return (
              <tr key={name} data-wrong={Math.abs(noise.believed - noise.true) > 1e-9 * noise.true}>
                <th scope="row">
                  {name} <small>{noise.isList ? `${unit}, first` : unit}</small>
                </th>
                <td>
                  <NumberField
                    value={noise.true}
                    label={`${name}, true`}
                    least={0}
                    onChange={(value) => senses.edit((each) => withNoise(each, name, value))}
                  />
                </td>
                <td>
                  <NumberField
                    value={noise.believed}
                    label={`${name}, believed`}
                    least={1e-12}
                    onChange={(value) => senses.edit((each) => withBelieved(each, name, value))}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** A list of one number a joint, by its path. */
const jointLists = [
  { title: 'Disturbing force', path: 'disturbance.force', isOpen: true },
  { title: 'Start: spread of configurations', path: 'estimator.spread.q', isOpen: false },
  { title: 'Start: spread of velocities', path: 'estimator.spread.v', isOpen: false },
  { title: 'Believed of forces and start', path: 'estimator.believes', isOpen: false },
];

function JointLists(parts: { readonly senses: Senses; readonly scene: Scene; readonly estimated: Estimated }) {
  return (
    <>
      {jointLists.map(({ title, path, isOpen }) => (
        <details class="lab-group" key={path} open={isOpen}>
          <summary>{title}</summary>
          <ScenePart
            {...parts}
            begins={(each) => each.startsWith(path) && !each.startsWith('estimator.believes.sensors')}
          />
        </details>
      ))}
    </>
  );
}

export function SensesSettingsPanel() {
  const senses = sensesOf(useStudio().store);
  const [estimated, changed] = [senses.estimated.value, senses.changed.value];
  if (!estimated || !changed)
    return <p class="panel-empty">Filter, noise and disturbance appear here once a scene is estimated.</p>;
  const parts = { senses, scene: changed.scene, estimated };
  return (
    <div class="lab-settings senses-settings">
      <FilterGroup {...parts} />
      <NoiseGroup {...parts} />
      <FitGroup senses={senses} />
      <JointLists {...parts} />
      <section class="lab-group">
        <h3>What is drawn by chance</h3>
        <Row label="Seed">
          <NumberField
            value={senses.seed.value}
            least={0}
            onChange={(seed) => (senses.draw.value = Math.min(Math.round(seed), 2 ** 32 - 1))}
          />
        </Row>
      </section>
      <div class="lab-buttons">
        <button
          type="button"
          class="secondary"
          data-tip="Other noise and other forces. Key: N"
          onClick={() => senses.drawAnew()}
        >
          Draw anew
        </button>
        <button type="button" class="secondary" disabled={!senses.isChanged.value} onClick={() => senses.reset()}>
          As its file says
        </button>
      </div>
    </div>
  );
}
