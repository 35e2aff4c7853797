/** @file The triangular factor of a sum of products over the members: Gram and Schmidt's method on rows that lie across the population. */
import { div, sqrt } from '../../core/ops/arithmetic.ts';
import { lessEqual } from '../../core/ops/comparison.ts';
import { add, choose, mul } from '../../core/ops/elementwise.ts';
import { sub } from '../../core/ops/arithmetic.ts';
import { at, concat, slice } from '../../core/ops/indexing.ts';
import { stack } from '../../core/ops/indexing.ts';
import { populationSum } from '../../core/ops/structural.ts';
import { type PopulationTensor, zeros } from '../../core/population-tensor.ts';

/** What is left of a row counts as nothing below this part of the row, a member: rounding, as in `triangularFactor`. */
const roundingOfMember = 2 ** -50;

/**
 * Lower triangular L [n, n], shared by all, with L L' = the sum over the members of x x', for x of shape [n]; no entry of its
 * diagonal is negative, and one is 0 where a row depends on those before it. The products are not formed.
 */
export function factorOverMembers(x: PopulationTensor): PopulationTensor {
  const [n] = x.shape;
  if (n === 0) return zeros([0, 0]);
  const columns: PopulationTensor[] = [];
  let rest = x;
  for (let k = 0; k < n; k++) {
    const row = at(rest, 0);
    const left = populationSum(mul(row, row));
    const whole = populationSum(mul(at(x, k), at(x, k)));
    const isNothing = lessEqual(left, mul((x.population * roundingOfMember) ** 2, whole));
    const pivot = choose(isNothing, 0, sqrt(add(left, isNothing)));
    const unit = choose(isNothing, 0, div(row, add(pivot, isNothing)));
    const others = slice(rest, [1]);
    const parts = populationSum(mul(others, unit));
    rest = sub(others, mul(parts, unit));
    columns.push(concat([zeros([k]), stack([pivot]), parts]));
  }
  return stack(columns, 1);
}
