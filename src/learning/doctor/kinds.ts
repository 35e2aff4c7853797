/** @file The causes that a doctor knows, the one that explains most first. */
import type { Cause } from './causes/cause.ts';
import { explodingAdjoints } from './causes/exploding-adjoints.ts';
import { flatDirection } from './causes/flat-direction.ts';
import { noPath } from './causes/no-path.ts';
import { noiseFloor } from './causes/noise-floor.ts';
import { nonSmooth } from './causes/non-smooth.ts';
import { saturatedLayer } from './causes/saturated-layer.ts';
import { stepSize } from './causes/step-size.ts';
import { torqueLimits } from './causes/torque-limits.ts';
import { unreachable } from './causes/unreachable.ts';
import { unstableStep } from './causes/unstable-step.ts';

export const causes: readonly Cause[] = [
  unstableStep,
  unreachable,
  saturatedLayer,
  torqueLimits,
  explodingAdjoints,
  stepSize,
  nonSmooth,
  noiseFloor,
  noPath,
  flatDirection,
];
