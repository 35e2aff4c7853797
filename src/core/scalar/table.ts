/** @file The instruction table: every scalar instruction by its name. */
import * as basic from './basic.ts';
import { exp, expm1 } from './exponential.ts';
import { tanh } from './hyperbolic.ts';
import type { ScalarInstruction } from './instruction.ts';
import { acos, asin, atan, atan2 } from './inverse-trigonometric.ts';
import { digitOfTwoOverPi } from './large-angles.ts';
import { log, log1p } from './logarithm.ts';
import { sigmoid, softplus } from './logistic.ts';
import { pow } from './power.ts';
import { cos, cosOfLarge, sin, sinOfLarge, tan, tanOfLarge } from './trigonometric.ts';

/** Instructions that are written in basic ones. */
export const elementaryFunctions = [
  exp,
  expm1,
  log,
  log1p,
  sin,
  cos,
  tan,
  asin,
  acos,
  atan,
  atan2,
  tanh,
  sigmoid,
  softplus,
  pow,
];

/** Look-ups and rare cases, which only elementary functions use. */
const parts = [digitOfTwoOverPi, sinOfLarge, cosOfLarge, tanOfLarge];

export const instructions: ReadonlyMap<string, ScalarInstruction> = new Map(
  [...Object.values(basic), ...parts, ...elementaryFunctions].map((instruction) => [instruction.name, instruction]),
);
