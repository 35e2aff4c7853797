/** @file The loss over a plane, with the ways of the methods across it: refined level by level, with what it does not show. */
import type { ContourData, ContourMark, ContourPath, PlaceKind } from '../../figures/contour/contour-data.ts';
import type { Levels as FigureLevels } from '../../figures/contour/levels.ts';
import { bestView } from '../../figures/surface/best-view.ts';
import type { SurfaceView } from '../../figures/surface/view.ts';
import { type Plane, projectOnto } from '../../learning/surface/plane.ts';
import { type CriticalPoint, criticalPoints } from '../../learning/surface/critical-points.ts';
import { pairSpread, type PairSpread, shareInPlane, shownPath } from '../../learning/surface/honesty.ts';
import { levelsOf, type LevelScale } from '../../learning/surface/levels.ts';
import {
  placeOf,
  refineSurface,
  type Surface,
  surfaceOf,
  type SurfaceRange,
  surfaceSides,
} from '../../learning/surface/surface.ts';
import { difference } from '../../learning/surface/vectors.ts';
import { counted } from '../../text/counted.ts';
import { type Look, lookBefore } from '../look.ts';
import type { Study } from '../study.ts';
import type { Walk } from '../walk.ts';
import type { Drawing, DrawOptions, LabFigure } from './lab-figure.ts';
import { type Dimension, dimensions } from './names.ts';
import { type Edge, stabilityEdge } from './stability-edge.ts';
import { colourOf, listing, said, sentences } from './words.ts';

/** Points a side of the grid that critical points are sought from: gradients, which cost more than losses. */
const searched = 21;
/** Most marks of critical points. */
const mostMarks = 8;
const bands = 14;
/** Part of a path that is rounding. */
const rounding = 1e-9;

/** Levels of learning as figures take them: the lowest is no line, as nothing lies below it. */
function figureLevels(losses: Float64Array, scale: LevelScale): FigureLevels & { readonly subtitle: string } {
  const { values, least, floor = 0, width = 1 } = levelsOf(losses, { scale, bands });
  const levels = Array.from(values.length > 1 ? values.subarray(1) : values, Number);
  if (scale === 'logarithmic')
    return {
      levels,
      scale: { kind: 'log', least: least - floor },
      subtitle: 'levels even in the logarithm of the loss above its least',
    };
  if (scale === 'asinh')
    return { levels, scale: { kind: 'asinh', width }, subtitle: `levels even in asinh, linear within ±${said(width)}` };
  return { levels, scale: { kind: 'linear' }, subtitle: 'even levels' };
}

function pathOf({ plane }: Look['frame'], { label, points }: Walk, index: number): ContourPath {
  const shown = points.map((point) => projectOnto(plane, point));
  const residual = Float64Array.from(shown, (each) => (each.distance > 0 ? each.residual / each.distance : 0));
  return {
    id: `walk-${index}`,
    label,
    colour: colourOf(index),
    x: Float64Array.from(shown, ({ coordinates }) => coordinates[0]),
    y: Float64Array.from(shown, ({ coordinates }) => coordinates[1]),
    ...(residual.some((each) => each > 1e-6) && { residual }),
  };
}

const kindsOfPlaces: Readonly<Record<CriticalPoint['kind'], PlaceKind>> = {
  minimum: 'minimum',
  saddle: 'saddle',
  maximum: 'maximum',
  flat: 'saddle',
};

/** A flat point of the least loss is one of a valley of minima. */
const placeKindOf = ({ kind, loss }: Pick<CriticalPoint, 'kind' | 'loss'>, least: number): PlaceKind =>
  kind === 'flat' && loss <= least ? 'minimum' : kindsOfPlaces[kind];

const wordsOf = ({ kind, loss }: Pick<CriticalPoint, 'kind' | 'loss'>, least: number): string => {
  const flat = loss <= least ? 'one of a valley of minima' : 'flat point';
  return `${kind === 'flat' ? flat : kind}, loss ${said(loss)}`;
};

const isWithin = (range: SurfaceRange, place: readonly number[]): boolean =>
  range.every(([from, to], k) => from <= place[k] && place[k] <= to);

/** What is known of a landscape that the plane shows whole, else what a search within the plane finds. */
async function criticalMarks({ study, frame }: Look, options: DrawOptions): Promise<readonly ContourMark[]> {
  const { landscape, known } = study;
  const { plane, range } = frame;
  const isWhole = landscape.layout.size === 2;
  const points =
    isWhole && known.length > 0
      ? known.map(({ kind, at, loss }) => ({ kind, loss, at: projectOnto(plane, Float64Array.from(at)).coordinates }))
      : (
          await criticalPoints(landscape, plane, range, { grid: searched, most: mostMarks, signal: options.signal })
        ).map(({ kind, loss, coordinates }) => ({ kind, loss, at: coordinates }));
  // a valley of flat points is no place
  const places = (isWhole && known.length > 0 ? points : points.filter(({ kind }) => kind !== 'flat')).filter(
    ({ at }) => isWithin(range, at),
  );
  const least = places.reduce((low, { loss }) => Math.min(low, loss), Infinity);
  return places.slice(0, mostMarks).map(({ kind, loss, at: [x, y] }) => ({
    x,
    y,
    kind: placeKindOf({ kind, loss }, least),
    label: wordsOf({ kind, loss }, least),
  }));
}

function startMark({ study, frame }: Look): ContourMark {
  const [x, y] = projectOnto(frame.plane, study.start).coordinates;
  return { x, y, kind: 'start', label: 'start' };
}

/** Start and ends of the paths; ends in one place are one mark. */
function pathMarks(look: Look): readonly ContourMark[] {
  const { study, walks, frame } = look;
  const place = (point: Float64Array) => projectOnto(frame.plane, point).coordinates;
  const ends = walks.map(({ points }) => place(points.at(-1)!));
  const found = study.found ? [place(study.found)] : [];
  return [
    startMark(look),
    ...ends.map(([a, b]): ContourMark => ({ x: a, y: b, kind: 'end', label: '' })),
    ...found.map(([a, b]): ContourMark => ({ x: a, y: b, kind: 'end', label: 'what the run found' })),
  ];
}

/** What the picture leaves out. */
function honesty(look: Look, spread: PairSpread | null): string {
  const { study, walks, frame, lowest } = look;
  const { size } = study.landscape.layout;
  if (size === 2) return '';
  const walk = walks[frame.by];
  const way = difference(walk.points.at(-1)!, walk.points[0]);
  const { largestResidual, extents } = shownPath(frame.plane, walk.points, frame.range);
  return sentences([
    `The plane shows 2 of ${size} dimensions: ${said(100 * shareInPlane(frame.plane, way))} % of the way of ${walk.title} lies in it,`,
    `whose points are up to ${largestResidual < rounding ? '0' : said(100 * largestResidual)} % of its length away from it.`,
    `The box is ${said(2 * extents[0])} by ${said(2 * extents[1])} of its lengths; all else is as at the lowest point, found by ${lowest.by}.`,
    spread &&
      `Over ${spread.rises.length} pairs of random directions the mean rise differs by ${said(100 * spread.spread)} %.`,
  ]);
}

/** Where each method comes to, those that go down before those that do not. */
function waysOf(walks: Look['walks']): string {
  if (walks.length === 0) return '';
  const to = (verb: string, isSuch: (change: number) => boolean): string[] => {
    const ways = walks
      .filter(({ losses }) => isSuch(losses.at(-1)! - losses[0]))
      .map(({ label, losses, points, shortfall }) =>
        sentences([
          `${label}: ${said(losses.at(-1)!)} after ${counted(points.length - 1, 'step')}`,
          shortfall && `(${shortfall})`,
        ]),
      );
    return ways.length > 0 ? [`${verb} by ${ways.join('; by ')}`] : [];
  };
  const all = [
    ...to('comes down', (change) => change < 0),
    ...to('stays as it is', (change) => change === 0),
    ...to('goes up', (change) => !(change <= 0)),
  ];
  return `From ${said(walks[0].losses[0])} at the start the loss ${all.join('; it ')}.`;
}

function captionOf(
  { walks, study, frame }: Look,
  surface: Surface,
  marks: readonly ContourMark[],
  dimension: Dimension,
): string {
  const lost = surface.losses.reduce(
    (n, loss, at) => n + (surface.known[at] === 1 && !Number.isFinite(loss) ? 1 : 0),
    0,
  );
  const start = projectOnto(frame.plane, study.start).coordinates;
  const isPart = study.landscape.layout.size > 2;
  const minima = marks.filter(({ kind }) => kind === 'minimum').length;
  const saddles = marks.filter(({ kind }) => kind === 'saddle').length;
  return sentences([
    `The loss of “${study.title}” over ${surface.side} by ${surface.side} points; ${dimension === 2 ? 'where lines lie close together it is steep' : 'its height and its colour follow the same levels'}.`,
    waysOf(walks),
    walks.length > 0 && !isWithin(surface.range, start) && 'The start lies outside of what is shown.',
    minima + saddles > 0 &&
      `${listing([...(minima ? [minima === 1 ? 'a minimum' : `${minima} minima`] : []), ...(saddles ? [saddles === 1 ? 'a saddle' : `${saddles} saddles`] : [])])}${isPart ? ' of what the plane shows' : ''} can be seen: stars and crosses.`.replace(
        /^a/,
        'A',
      ),
    lost > 0 &&
      `At ${counted(lost, 'place')} the loss is not finite: ${dimension === 2 ? 'they are hatched' : 'the surface is open there'}.`,
  ]);
}

/** Coordinates along one axis of a surface. */
const placesOf = ({ range, side }: Surface, axis: 0 | 1): Float64Array =>
  Float64Array.from({ length: side }, (_, i) => placeOf(range[axis], i, side));

const axisWords = ({ axes }: Plane, k: 0 | 1) => ({ name: axes[k].label, unit: axes[k].unit });

interface Beside {
  readonly marks: readonly ContourMark[];
  readonly paths: readonly ContourPath[];
  readonly note: string;
  /** What the caption says besides. */
  readonly says?: string;
}

function mapOf({ study, frame }: Look, surface: Surface, beside: Beside): ContourData {
  const known = surface.losses.filter((_, at) => surface.known[at] === 1);
  return {
    id: 'surface',
    title: study.title,
    x: { ...axisWords(frame.plane, 0), values: placesOf(surface, 0) },
    y: { ...axisWords(frame.plane, 1), values: placesOf(surface, 1) },
    z: surface.losses,
    value: { name: 'loss', unit: '' },
    ...figureLevels(known.some(Number.isFinite) ? known : new Float64Array(1), study.lab.levels),
    marks: beside.marks,
    paths: beside.paths,
    ...(beside.note && { note: beside.note }),
  };
}

/** From where a frame is seen: once it is seen, no finer surface and no other way across it turns it. */
const views = new WeakMap<Look['frame'], SurfaceView>();

function viewOf({ frame, study }: Look, map: ContourData, asked: SurfaceView | undefined): SurfaceView {
  if (asked) return asked;
  const { view } = study.lab;
  if (view) return { azimuth: view[0], elevation: view[1] };
  const best = views.get(frame) ?? bestView(map);
  views.set(frame, best);
  return best;
}

/** The surface as a map and in space, as far as they are asked for: of the same numbers. */
function drawingsOf(look: Look, surface: Surface, beside: Beside, options: DrawOptions): Drawing[] {
  const { dim } = look.study.lab;
  const map = mapOf(look, surface, beside);
  const wanted = options.dimensions ?? (dim === undefined ? dimensions : [dim]);
  return wanted.map((dimension): Drawing => ({
    data: dimension === 2 ? map : { ...map, id: 'surface-3d', view: viewOf(look, map, options.view) },
    caption: sentences([captionOf(look, surface, beside.marks, dimension), beside.says ?? '']),
  }));
}

/** The finest level of at most so many points a side. */
const sideFor = (points: number): number => surfaceSides.findLast((side) => side <= points) ?? surfaceSides[0];

/** What is seen in a frame whatever the methods do: other ways across it do not change it. */
interface Seen {
  readonly edge: Edge | null;
  readonly critical: readonly ContourMark[];
}

const seenInFrames = new WeakMap<Look['frame'], Seen>();

async function seenOnce(look: Look, options: DrawOptions): Promise<Seen> {
  const known = seenInFrames.get(look.frame);
  if (known) return known;
  const seen = { edge: await stabilityEdge(look, options), critical: await criticalMarks(look, options) };
  seenInFrames.set(look.frame, seen);
  return seen;
}

/** The coarsest level, before any method has walked; null where what the surface shows depends on where they go. */
export async function surfaceBefore(study: Study, options: DrawOptions = {}): Promise<readonly Drawing[] | null> {
  const look = lookBefore(study);
  if (!look) return null;
  const { plane, range } = look.frame;
  const [side] = surfaceSides;
  const { signal } = options;
  const surface = await surfaceOf(study.landscape, plane, range, { side, ...(signal && { signal }) });
  return drawingsOf(look, surface, { marks: [startMark(look)], paths: [], note: '' }, options);
}

async function* draw(look: Look, options: DrawOptions): AsyncIterable<readonly Drawing[]> {
  const { study, frame } = look;
  const { landscape, seed } = study;
  const { signal, points = study.lab.points } = options;
  const paths = look.walks.map((walk, index) => pathOf(frame, walk, index));
  let beside: Beside = { paths, marks: pathMarks(look), note: honesty(look, null) };
  const side = sideFor(points);
  for await (const surface of refineSurface(landscape, frame.plane, frame.range, { side, ...(signal && { signal }) })) {
    if (surface.side < side || !surface.isWhole) {
      yield drawingsOf(look, surface, beside, options);
      continue;
    }
    yield drawingsOf(look, surface, beside, options);
    const spread = frame.isRandom ? await pairSpread(landscape, look.lowest.x, { seed, pairs: 4, signal }) : null;
    const { edge, critical } = await seenOnce(look, options);
    const marks = [...critical, ...beside.marks];
    beside = { marks, paths: [...(edge ? [edge] : []), ...paths], note: honesty(look, spread), says: edge?.says };
    yield drawingsOf(look, surface, beside, options);
  }
}

export const surfaceFigure: LabFigure = { name: 'surface', missing: () => null, draw };
