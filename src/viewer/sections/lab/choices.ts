/** @file What can be studied in the Lab, in groups, as its list and the chooser of the header show it. */
import type { Store } from '../../studio/store/store.ts';
import { experimentList, type ExperimentSort, ownExperiment } from './experiments.ts';
import { givenExperiment } from './given.ts';
import type { Lab } from './lab.ts';

/** One that can be opened. */
export interface Choice {
  readonly name: string;
  readonly title: string;
}

export interface ChoiceGroup {
  readonly title: string;
  readonly choices: readonly Choice[];
}

const sorts: readonly (readonly [ExperimentSort, string])[] = [
  ['arm', 'With an arm'],
  ['data', 'Networks and fits'],
  ['function', 'Textbook functions'],
];

/** The person's own first. Reads signals. */
export function choiceGroups({ experiment, given }: Store): readonly ChoiceGroup[] {
  const { value: file } = given.experiment;
  const own = experiment.scene.value?.title ?? 'Nothing is open';
  return [
    ...(file ? [{ title: 'Your file', choices: [{ name: givenExperiment, title: file.title }] }] : []),
    { title: 'Open in the room of the arm', choices: [{ name: ownExperiment, title: own }] },
    ...sorts.map(([sort, title]) => ({ title, choices: experimentList.filter((one) => one.sort === sort) })),
  ];
}

/** What is studied, in words. Reads signals. */
export function studiedTitle(store: Store, { experiment }: Pick<Lab, 'experiment'>): string {
  const all = choiceGroups(store).flatMap(({ choices }) => choices);
  return all.find(({ name }) => name === experiment.value)?.title ?? 'Choose an experiment';
}
