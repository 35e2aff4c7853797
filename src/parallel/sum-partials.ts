/** @file The sum over a population from the sums of its shards, in the order of `populationSum`. */
import { combinePairwise } from '../core/pairwise.ts';

/**
 * Where each partial is the pairwise sum of an equal power of two of members (the last of fewer), the result has the bits of the
 * pairwise sum over all members. The partials are not written to.
 */
export const sumPartials = (partials: readonly Float64Array[]): Float64Array =>
  combinePairwise(partials, (left, right) => left.map((value, element) => value + right[element]));
