/** @file From what is on the page to its note, and back: notes mirror the paths of files, and a kind's file is named like the kind. */
import { controllerKinds } from '../../../../controllers/kinds.ts';
import { methodKinds } from '../../../optimize/kinds.ts';
import { jointTypes } from '../../../robot/joints/joint-types.ts';
import { integratorKinds } from '../../../simulation/integrators/kinds.ts';
import { normKinds } from '../../../task/norms/kinds.ts';
import { residualKinds } from '../../../task/residuals/kinds.ts';
import { entries, entryOf } from './library.ts';
import type { NoteEntry } from './note.ts';

/** Something that a note may be about. An op's id is its function's name, a file's its path, any other's its name in files. */
export interface Subject {
  readonly kind: 'op' | 'joint' | 'method' | 'controller' | 'residual' | 'norm' | 'integrator' | 'file';
  readonly id: string;
}

/** A note, or a place in it. */
export interface NotePlace {
  readonly path: string;
  /** Id of an equation. */
  readonly equation?: string;
}

interface Registry {
  readonly kind: Subject['kind'];
  /** Folder of the registry, in math_notes as in the sources. */
  readonly folder: string;
  readonly ids: readonly string[];
}

const typesOf = ({ all }: { readonly all: readonly { readonly type: string }[] }): string[] =>
  all.map(({ type }) => type);

const registries: readonly Registry[] = [
  { kind: 'joint', folder: 'robot/joints/', ids: Object.keys(jointTypes) },
  { kind: 'method', folder: 'optimize/', ids: typesOf(methodKinds) },
  { kind: 'controller', folder: 'controllers/', ids: typesOf(controllerKinds) },
  { kind: 'residual', folder: 'task/residuals/', ids: typesOf(residualKinds) },
  { kind: 'norm', folder: 'task/norms/', ids: typesOf(normKinds) },
  { kind: 'integrator', folder: 'simulation/integrators/', ids: typesOf(integratorKinds) },
];

const isOfOps = ({ path }: NoteEntry): boolean => path.startsWith('core/ops/');

/** A note, at its equation of a name where it has one. */
function placeOf({ path, equations }: NoteEntry, name: string): NotePlace {
  return Object.hasOwn(equations, name) ? { path, equation: equations[name] } : { path };
}

/** Where something is derived; null where no note does. */
export function noteOf({ kind, id }: Subject): NotePlace | null {
  if (kind === 'file') {
    const entry = entries.find(({ source }) => source === id);
    return entry ? { path: entry.path } : null;
  }
  if (kind === 'op') {
    const entry = entries.find((candidate) => isOfOps(candidate) && candidate.symbols.includes(id));
    return entry ? placeOf(entry, id) : null;
  }
  const registry = registries.find((candidate) => candidate.kind === kind && candidate.ids.includes(id));
  const entry = registry && entryOf(`${registry.folder}${id}.md`);
  return entry ? { path: entry.path } : null;
}

/** What a note derives, for a way back to where it is used; empty where that has no name of its own. */
export function aboutOf(path: string): readonly Subject[] {
  const entry = entryOf(path);
  if (!entry) return [];
  if (isOfOps(entry)) return entry.symbols.map((id) => ({ kind: 'op', id }));
  return registries.flatMap(({ kind, folder, ids }) =>
    ids.filter((id) => path === `${folder}${id}.md`).map((id) => ({ kind, id })),
  );
}
