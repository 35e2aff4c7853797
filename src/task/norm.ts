/** @file What a norm is: how a residual's entries become one cost, least where all are 0. */
import type { PopulationTensor } from '../core/population-tensor.ts';

/** What makes one cost of a residual's entries. */
export interface Norm {
  readonly name: string;
  /** The cost [] of entries [n]; the mean over them instead of the sum where `isAveraged`. */
  readonly evaluate: (entries: PopulationTensor, isAveraged: boolean) => PopulationTensor;
  /** Set where it adds up what each entry costs by itself, so that its second derivative is diagonal; others are convex. */
  readonly isByEntry?: true;
  /** Set where it is 1 - cos of an angle: a residual may know that without the angle. */
  readonly isOfAngles?: true;
  /** Set where only what is above 0 costs: a term with it is a limit, which planning keeps by raising its weight. */
  readonly isOneSided?: true;
}
