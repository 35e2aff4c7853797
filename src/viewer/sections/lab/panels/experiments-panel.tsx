/** @file The list of experiments: what is open in the room of the arm, those with an arm, and textbook landscapes. */
import { useStudio } from '../../../studio/studio.ts';
import { givenExperiment } from '../given.ts';
import { experimentList, ownExperiment } from '../experiments.ts';
import { type Lab, labOf } from '../lab.ts';

interface Entry {
  readonly name: string;
  readonly title: string;
}

function Group({
  title,
  entries,
  lab,
}: {
  readonly title: string;
  readonly entries: readonly Entry[];
  readonly lab: Lab;
}) {
  return (
    <section class="lab-group">
      <h3>{title}</h3>
      <ul>
        {entries.map((entry) => (
          <li key={entry.name}>
            <button
              type="button"
              class="lab-experiment"
              data-name={entry.name}
              aria-current={lab.experiment.value === entry.name}
              onClick={() => lab.open(entry.name)}
            >
              {entry.title}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function ExperimentsPanel() {
  const { store } = useStudio();
  const lab = labOf(store);
  const own = store.experiment.scene.value?.title ?? 'Nothing is open';
  const { value: given } = store.given.experiment;
  return (
    <div class="lab-experiments">
      {given && <Group title="Your file" entries={[{ name: givenExperiment, title: given.title }]} lab={lab} />}
      <Group title="Open in the room of the arm" entries={[{ name: ownExperiment, title: own }]} lab={lab} />
      <Group title="With an arm" entries={experimentList.filter(({ hasArm }) => hasArm)} lab={lab} />
      <Group title="Textbook landscapes" entries={experimentList.filter(({ hasArm }) => !hasArm)} lab={lab} />
    </div>
  );
}
