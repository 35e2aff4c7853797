/** @file The line of a terminal that draws the figures of the Lab again, with the same bits. */
import { type CommandLine, sceneFileName, shellQuoted } from '../../studio/command-line.ts';
import type { Store } from '../../studio/store/store.ts';
import type { LabChanges } from './calls.ts';
import { filesBeside, givenExperiment } from './given.ts';
import { ownExperiment } from './experiments.ts';
import { experimentFile } from './experiment-file.ts';
import type { Lab } from './lab.ts';

const wordsOf = (words: readonly string[]): string => words.map(shellQuoted).join(' ');

/** Whether an option of the command says all that was changed. */
const isOption = (changes: LabChanges): boolean => Object.keys(changes).every((part) => part === 'points');

/** What was changed is in a file, unless an option says it. */
export function labCommand(store: Store, lab: Lab): CommandLine | null {
  const { experiment } = store;
  const { value: name } = lab.experiment;
  const { value: changes } = lab.changes;
  const given = name === givenExperiment ? store.given.experiment.value : null;
  if (name === givenExperiment && !given) return null;
  const isOwn = name === ownExperiment;
  const scene = isOwn ? experiment.scene.value : null;
  if (isOwn && !scene) return null;
  const isChanged = !isOption(changes);
  const own =
    scene && (experiment.sceneFile.value === '' ? sceneFileName(scene) : `scenes/${experiment.sceneFile.value}`);
  const file = isChanged
    ? `${experimentFile(experiment, lab)?.name ?? name}.json`
    : (own ?? given?.file ?? `scenes/lab/${name}.json`);
  const points = !isChanged && changes.points !== undefined ? ['--points', String(changes.points)] : [];
  const text = wordsOf(['adjoint', 'lab', file, '--out', 'figures', '--figure', lab.figure.value, ...points]);
  const saved = [
    ...(isChanged || given ? [`the experiment as ${file}`] : []),
    ...(given ? filesBeside(given).map(({ is, name: wanted }) => `${is} as ${wanted}`) : []),
    ...(scene && experiment.sceneFile.value === '' ? [`the scene as ${sceneFileName(scene)}`] : []),
  ];
  const needs = [
    ...(saved.length > 0 ? [`Save ${saved.join(' and ')} in one folder first.`] : []),
    ...(lab.from.value ? ['It begins at the start of the experiment, not at the chosen point.'] : []),
  ];
  return { text, needs: needs.length > 0 ? needs.join(' ') : null };
}
