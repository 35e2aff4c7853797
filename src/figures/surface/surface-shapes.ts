/** @file A surface as shapes: walls, what is open, pieces from far to near, lines, ways and places with their words, axes, the bar of colours. */
import { barShapes } from '../contour/colour-bar.ts';
import { rimmedLine, placeShapes } from '../contour/contour-legend.ts';
import { isoline, markShapes, pathSigns } from '../contour/contour-shapes.ts';
import { legendShapes } from '../legend.ts';
import { round, type Shape } from '../shapes.ts';
import { pathOfLines } from './drape.ts';
import { type Point, xOf, yOf } from './projection.ts';
import type { SurfaceData } from './surface-data.ts';
import type { LaidPath, SurfaceLayout } from './surface-layout.ts';

const meshLine = 'rgba(0, 0, 0, 0.2)';

/** Below what is open the floor is hatched. */
function holeShapes({ relief, projection }: SurfaceLayout): Shape[] {
  const { xs, ys, whole } = relief;
  const columns = xs.length - 1;
  const cell = (i: number, j: number): string => {
    const corners: Point[] = [
      [xs[i], ys[j], 0],
      [xs[i + 1], ys[j], 0],
      [xs[i + 1], ys[j + 1], 0],
      [xs[i], ys[j + 1], 0],
    ];
    return `M${corners.map((point) => `${round(xOf(projection, point))} ${round(yOf(projection, point))}`).join('L')}Z`;
  };
  const open = Array.from(whole, (isWhole, at) => (isWhole ? '' : cell(at % columns, Math.floor(at / columns))));
  const d = open.join('');
  return d ? [{ d, hatch: '--bad' }] : [];
}

/** What lies behind the surface is thin and dashed. */
function pathShapes({ path, parts, xs, ys }: LaidPath, { room }: SurfaceLayout): Shape[] {
  const [seen, hidden] = [pathOfLines(parts.seen), pathOfLines(parts.hidden)];
  return [
    ...(hidden ? [{ d: hidden, stroke: path.colour, width: 1, dash: [3, 3] } as const] : []),
    ...(seen ? rimmedLine(seen, path.colour) : []),
    ...pathSigns(path, xs, ys, room),
  ];
}

/** The outline of a sign, faint. */
const dimmed = (shape: Shape): Shape =>
  'd' in shape ? { d: shape.d, stroke: '--control', width: 1, dash: [2, 2] } : shape;

function surfaceOf({ pieces, mesh, isolines }: SurfaceLayout): Shape[] {
  const [grid, levels] = [pathOfLines(mesh.seen), pathOfLines(isolines.seen)];
  return [
    ...pieces.map(({ d, fill }): Shape => ({ d, fill })),
    ...(grid ? [{ d: grid, stroke: meshLine, width: 0.5 }] : []),
    ...(levels ? [{ d: levels, stroke: isoline, width: 0.75 }] : []),
  ];
}

export const surfaceShapes = (data: SurfaceData, layout: SurfaceLayout): Shape[] => [
  ...layout.axes.behind,
  ...holeShapes(layout),
  ...surfaceOf(layout),
  ...layout.paths.flatMap((path) => pathShapes(path, layout)),
  ...layout.hiddenMarks.flatMap(({ mark, left, top }) => placeShapes(mark.kind, left, top).map(dimmed)),
  ...layout.axes.around,
  ...markShapes(layout.marks),
  ...barShapes(data, { ...layout, box: layout.room }),
  ...legendShapes(layout.legend, 4, layout.legendTop),
];
