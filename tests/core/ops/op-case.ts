/** @file An op with operands to test it on. */
import type { PopulationTensor } from '../../../src/core/population-tensor.ts';
import type { Random } from '../../support/random.ts';

export interface OpCase {
  readonly name: string;
  readonly f: (...x: PopulationTensor[]) => PopulationTensor;
  /** Shapes of the operands, one variant a test. */
  readonly shapes: readonly (readonly (readonly number[])[])[];
  /** Numbers that an operand is drawn from. */
  readonly domain: (random: Random, operand: number) => number;
  /** Piecewise constant, or seen as constant: the gradient is 0 by definition and not that of the value. */
  readonly isFlat?: boolean;
}

export const any = (random: Random): number => random.uniform(-3, 3);

/** An op that is defined everywhere. */
export const structural = (
  name: string,
  f: OpCase['f'],
  ...shapes: readonly (readonly (readonly number[])[])[]
): OpCase => ({
  name,
  f,
  shapes,
  domain: any,
});
