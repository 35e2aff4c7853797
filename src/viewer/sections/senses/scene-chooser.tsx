/** @file The chooser of the header in the Senses: scenes that are seen by sensors. */
import { RoomChooser } from '../../panels/room-chooser.tsx';
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
  return (
    <RoomChooser
      id="sensed-scenes"
      title="Scenes with sensors"
      noun="Scene"
      about="The scene that is estimated"
      groups={groupsOf(store)}
      chosen={senses.scene.value}
      shown={sensedTitle(store, senses)}
      isChanged={senses.isChanged.value}
      open={(name) => senses.open(name)}
    />
  );
}
