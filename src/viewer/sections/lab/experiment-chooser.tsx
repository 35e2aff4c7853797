/** @file The chooser of the header in the Lab: what is studied, and all that can be. */
import { RoomChooser } from '../../panels/room-chooser.tsx';
import { useStudio } from '../../studio/studio.ts';
import { choiceGroups, studiedTitle } from './choices.ts';
import { labOf } from './lab.ts';

export function ExperimentChooser() {
  const { store } = useStudio();
  const lab = labOf(store);
  return (
    <RoomChooser
      id="experiments"
      title="Experiments"
      noun="Experiment"
      about="The experiment: a loss and the methods on it"
      groups={choiceGroups(store)}
      chosen={lab.experiment.value}
      shown={studiedTitle(store, lab)}
      isChanged={lab.isChanged.value}
      open={(name) => lab.open(name)}
    />
  );
}
