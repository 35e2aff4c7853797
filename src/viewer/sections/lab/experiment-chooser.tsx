/** @file The chooser of the header in the Lab: what is studied, and all that can be. */
import { useStudio } from '../../studio/studio.ts';
import { icons } from '../../panels/icons.tsx';
import { chooseFiles } from '../../panels/open-file.tsx';
import { Popover } from '../../panels/popover.tsx';
import { choiceGroups, studiedTitle } from './choices.ts';
import { labOf } from './lab.ts';

export function ExperimentChooser() {
  const { store } = useStudio();
  const lab = labOf(store);
  const title = studiedTitle(store, lab);
  const isChanged = lab.isChanged.value;
  return (
    <Popover
      id="experiments"
      class="scene-chooser"
      role="menu"
      title="Experiments"
      label={`Experiment: ${title}${isChanged ? ', changed' : ''}`}
      tip={
        isChanged
          ? 'The experiment: a loss and the methods on it. It was changed since it was opened; Reset takes that back'
          : 'The experiment: a loss and the methods on it. Opens another one'
      }
      button={
        <>
          <span class="scene-title">{title}</span>
          {isChanged && <i class="changed-dot" />}
          {icons.down}
        </>
      }
    >
      {choiceGroups(store).map(({ title: heading, choices }) => (
        <div class="menu-group" role="group" aria-label={heading} key={heading}>
          <span aria-hidden="true">{heading}</span>
          {choices.map((choice) => (
            <button
              key={choice.name}
              type="button"
              role="menuitemradio"
              aria-checked={choice.name === lab.experiment.value}
              tabIndex={-1}
              onClick={() => lab.open(choice.name)}
            >
              {choice.title}
            </button>
          ))}
        </div>
      ))}
      <hr />
      <button type="button" role="menuitem" tabIndex={-1} onClick={chooseFiles}>
        {icons.file} Open an experiment …
      </button>
    </Popover>
  );
}
