/** @file The chooser of the header in the Senses: scenes that are seen by sensors. */
import { icons } from '../../panels/icons.tsx';
import { chooseFiles } from '../../panels/open-file.tsx';
import { Popover } from '../../panels/popover.tsx';
import { useStudio } from '../../studio/studio.ts';
import type { Store } from '../../studio/store/store.ts';
import { ownScene, sensedScenes } from './scenes.ts';
import { type Senses, sensesOf } from './senses.ts';

/** Titles by names: the scene of the room of the arm first, whether it is seen by sensors or not. Reads signals. */
const groupsOf = ({ experiment }: Store) => [
  {
    title: 'Open in the room of the arm',
    choices: [
      { name: ownScene, title: (experiment.scene.value ?? experiment.coming.value?.scene)?.title ?? 'Nothing is open' },
    ],
  },
  { title: 'With sensors', choices: sensedScenes },
];

/** What is estimated, in words. Reads signals. */
export const sensedTitle = (store: Store, { scene }: Pick<Senses, 'scene'>): string =>
  groupsOf(store)
    .flatMap(({ choices }) => choices)
    .find(({ name }) => name === scene.value)!.title;

export function SensedSceneChooser() {
  const { store } = useStudio();
  const senses = sensesOf(store);
  const title = sensedTitle(store, senses);
  const isChanged = senses.isChanged.value;
  return (
    <Popover
      id="sensed-scenes"
      class="scene-chooser"
      role="menu"
      title="Scenes with sensors"
      label={`Scene: ${title}${isChanged ? ', changed' : ''}`}
      tip={
        isChanged
          ? 'The scene that is estimated. It was changed since it was opened; Reset takes that back'
          : 'The scene that is estimated. Opens another one'
      }
      button={
        <>
          <span class="scene-title">{title}</span>
          {isChanged && <i class="changed-dot" />}
          {icons.down}
        </>
      }
    >
      {groupsOf(store).map(({ title: heading, choices }) => (
        <div class="menu-group" role="group" aria-label={heading} key={heading}>
          <span aria-hidden="true">{heading}</span>
          {choices.map((choice) => (
            <button
              key={choice.name}
              type="button"
              role="menuitemradio"
              aria-checked={choice.name === senses.scene.value}
              tabIndex={-1}
              onClick={() => senses.open(choice.name)}
            >
              {choice.title}
            </button>
          ))}
        </div>
      ))}
      <hr />
      <button type="button" role="menuitem" tabIndex={-1} onClick={chooseFiles}>
        {icons.file} Open a scene …
      </button>
    </Popover>
  );
}
