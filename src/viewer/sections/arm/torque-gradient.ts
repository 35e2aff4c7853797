/** @file The push at the joints that would lower the loss, at an instant of the motion. */
import type { Look } from './calls.ts';

/** -d loss / d torque of every joint over the step that begins at a frame; of the last step at the last frame. */
export function torqueGradientAt({ costates, trajectory: { nv, steps } }: Look, frame: number): number[] {
  const step = Math.min(frame, steps - 1);
  return Array.from({ length: nv }, (_, joint) => -costates.tau[step * nv + joint]);
}
