/** @file What the worker of the Senses does. */
import { type Handlers, handOver } from '../../../worker/calls.ts';
import type { SensesCalls } from '../calls.ts';
import { Estimating } from './estimating.ts';

export function sensesHandlers(): Handlers<SensesCalls> {
  const estimating = new Estimating();
  return {
    estimate(request) {
      const estimated = estimating.estimate(request);
      return handOver(estimated, [estimated.arm.poses, estimated.believed.poses]);
    },
  };
}
