/**
 * @file The surface as filled pieces, the farthest first. Two cells of a grid are parted by an upright plane along x or y, so the one
 * on the viewer's side is never behind the other: rows and columns in the order of their distance are an exact order.
 */
import { bandsOf, facesOf } from './faces.ts';
import { lightOf, shaded, shadeOf } from './light.ts';
import type { Projection } from './projection.ts';
import type { Relief } from './relief.ts';

/** A filled piece of the surface. */
export interface Piece {
  readonly d: string;
  readonly fill: string;
}

/** Indices of cells along one axis, the farthest first. */
function farFirst(count: number, towardsViewer: number): number[] {
  const order = Array.from({ length: count }, (_, k) => k);
  return towardsViewer >= 0 ? order : order.reverse();
}

/** Columns and rows of the whole cells, the farthest first. */
export function cellsInOrder({ xs, ys, whole }: Relief, { toViewer }: Projection): (readonly [number, number])[] {
  const [columns, rows] = [Math.max(xs.length - 1, 0), Math.max(ys.length - 1, 0)];
  const across = farFirst(columns, toViewer[0]);
  return farFirst(rows, toViewer[1]).flatMap((j) =>
    across.filter((i) => whole[j * columns + i] === 1).map((i) => [i, j] as const),
  );
}

/** The surface, to be painted one piece over the other; neighbours of one colour are one piece. */
export function piecesOf(relief: Relief, projection: Projection): Piece[] {
  const fills = shaded(relief.colours);
  const towards = lightOf(projection);
  const pieces: { fill: string; parts: string[] }[] = [];
  for (const [i, j] of cellsInOrder(relief, projection))
    for (const face of facesOf(relief, projection, i, j)) {
      const shade = shadeOf(face.normal, towards, projection.toViewer);
      for (const { band, d } of bandsOf(face, relief.levels)) {
        const fill = fills[band][shade];
        const last = pieces.at(-1);
        if (last?.fill === fill) last.parts.push(d);
        else pieces.push({ fill, parts: [d] });
      }
    }
  return pieces.map(({ fill, parts }) => ({ fill, d: parts.join('') }));
}
