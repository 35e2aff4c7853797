/** @file What the axes of the floor are called along its edges. */
import type { Measure } from '../figure-layout.ts';
import { axisTitle } from '../plane.ts';
import type { SurfaceData } from './surface-data.ts';

/** What stands along the edges of the floor: names, or letters where names are longer than edges are. */
export interface FloorNames {
  readonly x: string;
  readonly y: string;
  /** Letters with what they stand for. */
  readonly explained: readonly (readonly [letter: string, name: string])[];
}

/** Part of the room's width that an edge has, about, whatever the view. */
const edgePart = 0.52;

/** By the width of the room alone, so that no turn changes it. */
export function floorNames({ x, y }: SurfaceData, width: number, measure: Measure): FloorNames {
  const names = { x: axisTitle(x), y: axisTitle(y) };
  const widest = Math.max(measure(names.x, 'tick'), measure(names.y, 'tick'));
  if (widest <= edgePart * width) return { ...names, explained: [] };
  return {
    x: 'x',
    y: 'y',
    explained: [
      ['x', names.x],
      ['y', names.y],
    ],
  };
}
