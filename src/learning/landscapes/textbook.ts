/** @file A textbook experiment: a loss with words for what it shows, and what is known of it in closed form. */
import type { PopulationTensor } from '../../core/population-tensor.ts';
import type { Tree, TreeOf } from '../../core/tree.ts';
import type { Loss } from '../loss-landscape.ts';
import type { CriticalKind } from '../surface/critical-points.ts';
import type { PlaneAxis } from '../surface/plane.ts';
import type { SurfaceRange } from '../surface/surface.ts';

/** Where the surface of an experiment is looked at first. */
export interface View {
  /** Indices of two parameters; all others stay where the experiment starts. */
  readonly parameters: readonly [number, number];
  readonly range: SurfaceRange;
  readonly axes: readonly [PlaneAxis, PlaneAxis];
}

/** A critical point that is known without a search. */
export interface KnownPoint {
  readonly kind: CriticalKind;
  /** The vector of parameters. */
  readonly at: readonly number[];
  readonly loss: number;
}

/** A loss of the same kind as an experiment's, with points that it may begin from, some for each way to begin. */
export interface Comparison {
  readonly title: string;
  readonly loss: Loss;
  readonly starts: readonly { readonly title: string; readonly points: readonly Tree[] }[];
}

/** An experiment: `lossLandscape(experiment, runner)` is its landscape. */
export interface Textbook extends Loss {
  readonly view: View;
  /** Critical points that are known; none where absent. */
  readonly known: readonly KnownPoint[];
  /** What its gradient is compared with where it begins; nothing where absent. */
  readonly comparisons?: () => readonly Comparison[];
}

/** An experiment of a loss of its own trees, as one of any. */
export const textbook = <P extends TreeOf<P>, G extends TreeOf<G>>(
  declared: Loss<P, G> & Pick<Textbook, 'view' | 'known' | 'comparisons'>,
): Textbook => ({
  ...declared,
  start: declared.start as Tree,
  given: declared.given as Tree,
  loss: declared.loss as unknown as (parameters: Tree, given: Tree) => PopulationTensor,
});

/** The two parameters of a function of x and y. */
export type Point = { readonly x: PopulationTensor; readonly y: PopulationTensor };

/** The view of a function of x and y. */
export const viewOfPoint = (range: SurfaceRange): View => ({
  parameters: [0, 1],
  range,
  axes: [
    { label: 'x', unit: '' },
    { label: 'y', unit: '' },
  ],
});
