/** @file The list of experiments: what is open in the room of the arm, those with an arm, networks, and textbook functions. */
import { useStudio } from '../../../studio/studio.ts';
import { type ChoiceGroup, choiceGroups } from '../choices.ts';
import { type Lab, labOf } from '../lab.ts';

function Group({ title, choices, lab }: ChoiceGroup & { readonly lab: Lab }) {
  return (
    <section class="lab-group">
      <h3>{title}</h3>
      <ul>
        {choices.map((choice) => (
          <li key={choice.name}>
            <button
              type="button"
              class="lab-experiment"
              data-name={choice.name}
              aria-current={lab.experiment.value === choice.name}
              onClick={() => lab.open(choice.name)}
            >
              {choice.title}
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
  return (
    <div class="lab-experiments">
      {choiceGroups(store).map((group) => (
        <Group key={group.title} {...group} lab={lab} />
      ))}
    </div>
  );
}
