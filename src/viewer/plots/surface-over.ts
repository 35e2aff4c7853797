/** @file What moves on a surface: the place under the pointer, the point that is played, the iterations that are marked. */
import type { ContourPath } from '../../figures/contour/contour-data.ts';
import { circlePath } from '../../figures/glyphs.ts';
import type { Shape } from '../../figures/shapes.ts';
import { drape, partsOf, pathOfLines } from '../../figures/surface/drape.ts';
import { xOf, yOf } from '../../figures/surface/projection.ts';
import { onFloor } from '../../figures/surface/relief.ts';
import { isSeen } from '../../figures/surface/sight.ts';
import type { SurfaceData } from '../../figures/surface/surface-data.ts';
import { type SurfaceLayout, surfacePoint } from '../../figures/surface/surface-layout.ts';
import type { Place } from './plane-figure.tsx';
import { iterateShapes, probeShapes } from './surface-signs.ts';

interface OnScreen {
  readonly left: number;
  readonly top: number;
  readonly isHidden: boolean;
}

/** Where a place of the axes is seen, or would be; null where the surface is open, and beside it. */
export function placeOnScreen(data: SurfaceData, { relief, projection }: SurfaceLayout, at: Place): OnScreen | null {
  const point = surfacePoint(data, relief, at.x, at.y);
  if (!point) return null;
  const isHidden = !isSeen(relief, projection, point);
  return { left: xOf(projection, point), top: yOf(projection, point), isHidden };
}

/** Cuts through the surface along both axes. */
function hairs(data: SurfaceData, { relief, projection }: SurfaceLayout, at: Place): Shape[] {
  const [x, y] = [onFloor(data.x, at.x), onFloor(data.y, at.y)];
  const lines = [...drape(relief, [x, x], [-1, 1]), ...drape(relief, [-1, 1], [y, y])];
  const d = pathOfLines(partsOf(relief, projection, lines).seen);
  return d
    ? [
        { d, stroke: '--surface', width: 2.5 },
        { d, stroke: '--text', width: 1, dash: [2, 3] },
      ]
    : [];
}

/** The point of a path at an iteration, or its last one; an outline behind the surface. */
function pathPoint(data: SurfaceData, layout: SurfaceLayout, { x, y, colour }: ContourPath, at: number): Shape[] {
  const index = Math.min(at, x.length - 1);
  const seen = placeOnScreen(data, layout, { x: x[index], y: y[index] });
  if (!seen) return [];
  const { left, top, isHidden } = seen;
  return isHidden
    ? [{ d: circlePath(left, top, 5), stroke: colour, width: 1.5, dash: [2, 2] }]
    : iterateShapes(left, top, index, colour);
}

/** What is marked on a surface. */
export interface SurfaceOver {
  readonly data: SurfaceData;
  readonly probe?: Place | null;
  readonly probeWord?: string;
  /** Iteration that is marked on every path. */
  readonly at?: number | null;
}

export function overSurface(props: SurfaceOver, hover: Place | null, layout: SurfaceLayout): Shape[] {
  const { data, probe, probeWord = 'played', at = null } = props;
  const chosen = probe ? placeOnScreen(data, layout, probe) : null;
  const marked = at === null ? [] : (data.paths ?? []).filter(({ x }) => x.length > 0);
  return [
    ...(hover ? hairs(data, layout, hover) : []),
    ...marked.flatMap((path) => pathPoint(data, layout, path, at!)),
    ...(chosen ? probeShapes(chosen.left, chosen.top, chosen.isHidden ? `${probeWord}, behind` : probeWord) : []),
  ];
}
