/** @file One colour a method, the same wherever runs of several methods lie side by side. */
import { methodKinds } from '../../../optimize/kinds.ts';
import { lineColours } from '../../studio/readings.ts';

/** Token of a method's colour; they come round again where there are more methods than colours. */
export function methodColour(type: string): string {
  const index = methodKinds.all.findIndex((kind) => kind.type === type);
  return lineColours[Math.max(index, 0) % lineColours.length];
}
