/** @file The notes that derive what the Lab draws, and what it studies. */
import type { Subject } from '../notes/note-of.ts';
import type { StudyFacts } from './calls.ts';

const file = (id: string): Subject => ({ kind: 'file', id: `src/${id}.ts` });

/** By the ids of drawings. */
const derivations: Readonly<Record<string, string>> = {
  surface: 'learning/surface/surface',
  'surface-3d': 'learning/surface/surface',
  norms: 'optimize/clipping',
  'norms-by-layer': 'optimize/clipping',
  costates: 'rollout/costates',
  flow: 'learning/flow/gradient-flow',
  'flow-distance': 'learning/flow/modified-flow',
  'flow-order': 'learning/flow/order',
  spectrum: 'learning/spectrum/density',
  sharpness: 'learning/stability/thresholds',
  pad: 'learning/stability/pad',
  horizon: 'learning/lyapunov/rollout-exponents',
  'horizon-slices': 'learning/loss-landscape',
};

/** The note of a drawing; null where none is about it. */
export const noteOfDrawing = (id: string): Subject | null =>
  Object.hasOwn(derivations, id) ? file(derivations[id]) : null;

/** The note of what is studied: of its landscape, or of the loss of a task as one. */
export function noteOfStudy({ file: { landscape, scene } }: Pick<StudyFacts, 'file'>): Subject {
  const type = typeof landscape === 'object' ? landscape.type : landscape;
  return file(scene === undefined ? `learning/landscapes/${type}` : 'learning/loss-landscape');
}
