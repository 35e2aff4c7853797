/** @file Members of a population chosen anew: repeated, taken in turn, or from several populations. */
import { requireList } from '../core/arguments.ts';
import { PopulationTensor } from '../core/population-tensor.ts';

/** A value of as many members as are named, member i having what `members[i]` had; what all share stays shared. */
export function membersOf(leaf: PopulationTensor, members: readonly number[]): PopulationTensor {
  requireList('members', members);
  const { shape, population, data } = leaf;
  if (population === 1) return leaf;
  const count = members.length;
  const chosen = new Float64Array(leaf.size * count);
  for (let element = 0; element < leaf.size; element++)
    for (let i = 0; i < count; i++) chosen[element * count + i] = data[element * population + members[i]];
  return new PopulationTensor({ shape, population: count }, chosen);
}
