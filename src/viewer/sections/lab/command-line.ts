/** @file The line of a terminal that draws the figures of the Lab again, with the same bits. */
import { type CommandLine, sceneFileName, shellQuoted } from '../../studio/command-line.ts';
import type { Store } from '../../studio/store/store.ts';
import type { LabChanges } from './calls.ts';
import { ownExperiment } from './experiments.ts';
import { isInSpace } from './in-space.ts';
import { experimentFile } from './experiment-file.ts';
import type { Lab } from './lab.ts';

const wordsOf = (words: readonly string[]): string => words.map(shellQuoted).join(' ');

/** Whether an option of the command says all that was changed. */
const isOption = (changes: LabChanges): boolean => Object.keys(changes).every((part) => part === 'points');

/** How the surface is drawn: in space, or as a map where the experiment says otherwise. */
function seen({ figure, seen: { dimension, view }, facts, drawings }: Lab): string[] {
  if (figure.value !== 'surface') return [];
  if (dimension.value === 2) return facts.value?.lab.dim === 3 ? ['--dim', '2'] : [];
  const data = drawings.value.get('surface')?.find(isInSpace)?.data;
  const from = view.value ?? (data && 'view' in data ? data.view : null);
  return ['--dim', '3', ...(from ? [`--view=${from.azimuth},${from.elevation}`] : [])];
}

/** What was changed is in a file, unless an option says it. */
export function labCommand({ experiment }: Store, lab: Lab): CommandLine | null {
  const { value: name } = lab.experiment;
  const { value: changes } = lab.changes;
  const isOwn = name === ownExperiment;
  const scene = isOwn ? experiment.scene.value : null;
  if (isOwn && !scene) return null;
  const isChanged = !isOption(changes);
  const own =
    scene && (experiment.sceneFile.value === '' ? sceneFileName(scene) : `scenes/${experiment.sceneFile.value}`);
  const file = isChanged ? `${experimentFile(experiment, lab)?.name ?? name}.json` : (own ?? `scenes/lab/${name}.json`);
  const points = !isChanged && changes.points !== undefined ? ['--points', String(changes.points)] : [];
  const sort = lab.sort.value === 'size' ? ['--sort', 'size'] : [];
  const text = wordsOf([
    'adjoint',
    'lab',
    file,
    '--out',
    'figures',
    '--figure',
    lab.figure.value,
    ...points,
    ...seen(lab),
    ...sort,
  ]);
  const saved = [
    ...(isChanged ? [`the experiment as ${file}`] : []),
    ...(scene && experiment.sceneFile.value === '' ? [`the scene as ${sceneFileName(scene)}`] : []),
  ];
  const needs = [
    ...(saved.length > 0 ? [`Save ${saved.join(' and ')} in one folder first.`] : []),
    ...(lab.from.value ? ['It begins at the start of the experiment, not at the chosen point.'] : []),
  ];
  return { text, needs: needs.length > 0 ? needs.join(' ') : null };
}
