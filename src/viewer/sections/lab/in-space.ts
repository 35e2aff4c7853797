/** @file The surface in space among the drawings of the Lab: which one it is, and how it looks from elsewhere. */
import type { SurfaceView } from '../../../figures/surface/view.ts';
import type { Drawing } from '../../../lab/figures/lab-figure.ts';

export const isInSpace = ({ data }: Drawing): boolean => 'view' in data;

/** From another place; a drawing that is not in space stays as it is. */
export const seenFrom = (drawing: Drawing, view: SurfaceView | null): Drawing =>
  view && 'view' in drawing.data ? { ...drawing, data: { ...drawing.data, view } } : drawing;
