/** @file What hand-derived rules give where the derivatives that they were given may have been masked to 0. */
import { sub } from '../ops/arithmetic.ts';
import { add, equal, maskedWhere } from '../ops/elementwise.ts';
import { sum } from '../ops/reduction.ts';
import { unifyPopulations } from '../ops/structural.ts';
import { type PopulationTensor, tensor } from '../population-tensor.ts';
import { apply, type Guard, type Primitive, type Tangent } from '../primitive.ts';

/** 1 where all of the derivatives are 0. */
function isStill(given: readonly Tangent[]): PopulationTensor {
  const moving = given.flatMap((tangent) => (tangent ? sum(sub(1, equal(tangent, 0))) : []));
  return moving.length > 0 ? equal(moving.reduce(add), 0) : tensor(1);
}

/**
 * The first input as it is, which a linear rule has made of the others. Where those are 0 and stay so it stays 0, though what the
 * rule reads besides may move without bounds.
 */
const guardedPrimitive: Primitive = {
  name: 'guarded',
  content: () => ({}),
  compute: (_, [result]) => [result],
  guards: () => 1,
  flows: ({ inputs }) => inputs.map((_, i) => i === 0),
  jvp: ({ inputs: [, ...given] }, _, [moved, ...movedGiven]) => {
    if (!moved) return [null];
    const all = [...given, ...movedGiven];
    return [guarded(all, maskedWhere(isStill(all), moved))];
  },
  vjp: ({ inputs }, _, [bar]) => inputs.map((_, i) => (i === 0 ? bar : null)),
};

function guarded(given: readonly Tangent[], result: PopulationTensor): PopulationTensor {
  const inputs = unifyPopulations('guarded', [result, ...given.filter((tangent) => tangent !== null)]);
  return apply(guardedPrimitive, inputs, [inputs[0]])[0];
}

/**
 * Results of a rule that is linear in the derivatives it was given, which may have been masked to 0: 0 where all of them are and
 * the rule has made NaN of operands that are not finite, and so are their own derivatives. `isRegular`: of the rule.
 */
export function guardedResults(
  given: readonly Tangent[],
  results: readonly Tangent[],
  guard: Guard,
  { isRegular }: { readonly isRegular: boolean },
): readonly Tangent[] {
  if (guard === 0) return results;
  const still = guard === 2 || !isRegular ? isStill(given) : null;
  return results.map((result) => result && guarded(given, still ? maskedWhere(still, result) : result));
}
