/** @file Tensors of which a kernel has seen that all their numbers are finite, so that nobody needs to look again. */
import type { PopulationTensor } from '../population-tensor.ts';

const known = new WeakSet<PopulationTensor>();

export const isKnownFinite = (tensor: PopulationTensor): boolean => known.has(tensor);

/** Says whether it is known of a tensor that was just written. */
export function setKnownFinite(tensor: PopulationTensor, isKnown: boolean): void {
  if (isKnown) known.add(tensor);
  else known.delete(tensor);
}
