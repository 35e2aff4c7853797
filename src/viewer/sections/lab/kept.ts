/** @file What of a finer surface stays while the same surface comes again from its coarsest level, with other ways across it. */
import type { ContourData } from '../../../figures/contour/contour-data.ts';
import type { Drawing } from '../../../lab/figures/lab-figure.ts';

const isSurface = (data: Drawing['data']): data is ContourData => 'z' in data;

const rangeOf = ({ x, y }: ContourData): string =>
  [x, y].map(({ name, values }) => [name, values[0], values.at(-1)].join(' ')).join();

/** Whether both are samples of one surface: the coarser one's points are points of the finer one, with the same values. */
function isFinerOf(known: ContourData, next: ContourData): boolean {
  const [many, few] = [known.x.values.length, next.x.values.length];
  if (many <= few || (many - 1) % (few - 1) !== 0 || rangeOf(known) !== rangeOf(next)) return false;
  const every = (many - 1) / (few - 1);
  return next.z.every((value, at) => {
    if (Number.isNaN(value)) return true;
    return Object.is(known.z[Math.floor(at / few) * every * many + (at % few) * every], value);
  });
}

/** Drawings that take the place of others: a surface keeps its finer values. */
export const kept = (before: readonly Drawing[], next: readonly Drawing[]): readonly Drawing[] =>
  next.map((drawing, index) => {
    const known = before.at(index)?.data;
    const { data } = drawing;
    if (!known || !isSurface(known) || !isSurface(data) || !isFinerOf(known, data)) return drawing;
    const { x, y, z, levels, scale, subtitle } = known;
    return { ...drawing, data: { ...data, x, y, z, levels, scale, ...(subtitle !== undefined && { subtitle }) } };
  });
