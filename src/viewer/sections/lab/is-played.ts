/** @file Whether the arm plays the point that is chosen. */
import type { Lab } from './lab.ts';

export function isPlayed({ probe, played }: Pick<Lab, 'probe' | 'played'>): boolean {
  const [at, of] = [probe.value, played.value?.at];
  return at !== null && of !== undefined && at[0] === of[0] && at[1] === of[1];
}
