/** @file A study under way to its figures: the walks, and the plane and box that its surface shows. */
import { requireObject } from '../core/arguments.ts';
import { shownPath } from '../learning/surface/honesty.ts';
import { parameterPlane, type Plane, pointOn, projectOnto } from '../learning/surface/plane.ts';
import type { SurfaceRange } from '../learning/surface/surface.ts';
import { made } from '../scene/assemble-task.ts';
import { ArgumentError, SceneError } from '../errors.ts';
import { typeOf } from '../settings/kinds.ts';
import { pathDirectionsKind } from './planes/path-directions.ts';
import { planeKinds } from './planes/kinds.ts';
import type { PlaneContext } from './planes/plane-context.ts';
import { randomDirectionsKind } from './planes/random-directions.ts';
import { twoParametersKind } from './planes/two-parameters.ts';
import type { Study } from './study.ts';
import { lowestOf, type Walk, walkMethods, type WalkOptions } from './walk.ts';

/** What of the parameters a surface shows. */
export interface Frame {
  readonly plane: Plane;
  readonly range: SurfaceRange;
  /** Whether the directions are random ones. */
  readonly isRandom: boolean;
  /** Position of the walk whose way the picture is measured by: that which the plane is laid by, else the first. */
  readonly by: number;
}

/** A study with all that several figures have in common. */
export interface Look {
  readonly study: Study;
  readonly walks: readonly Walk[];
  readonly frame: Frame;
  /** The lowest point that is known, and who found it. */
  readonly lowest: { readonly x: Float64Array; readonly by: string };
}

/** Room around the paths, as a part of what they extend over. */
const room = 0.25;
/** Least half side of a box around a path, as a part of its length. */
const leastPart = 0.25;

const unitBox: SurfaceRange = [
  [-1, 1],
  [-1, 1],
];

/** Walks down with all methods, and lays the plane by their ways from the study's own start. Rejects with the signal's reason, or a SceneError where the plane does not fit. */
export async function lookAt(study: Study, options: WalkOptions = {}): Promise<Look> {
  requireObject('study', study, 'a study');
  const walks = await walkMethods(study, options);
  const lowest = lowestOf(study, walks);
  const look = { study, walks, lowest, frame: frameOf(study, walks, lowest.x) };
  const { from } = study.lab;
  return from ? lookFrom(look, from, options) : look;
}

/** The same plane, with the ways of all methods from a point of it. Rejects with the signal's reason. */
export async function lookFrom(look: Look, from: readonly [number, number], options: WalkOptions = {}): Promise<Look> {
  requireObject('look', look, 'a study that was looked at');
  const start = pointOn(look.frame.plane, from);
  const study = { ...look.study, start, lab: { ...look.study.lab, from: [from[0], from[1]] as [number, number] } };
  return { ...look, study, walks: await walkMethods(study, options) };
}

/** A look before any method has walked, where plane and box are the same wherever they go; null where these depend on it. */
export function lookBefore(study: Study): Look | null {
  requireObject('study', study, 'a study');
  const { landscape, lab, view, start } = study;
  const isFixed = lab.plane ? typeOf(lab.plane) === twoParametersKind.type && lab.box !== undefined : view !== null;
  if (landscape.layout.size !== 2 || !isFixed) return null;
  return { study, walks: [], frame: frameOf(study, [], start), lowest: { x: start, by: 'the start' } };
}

function frameOf(study: Study, walks: readonly Walk[], center: Float64Array): Frame {
  const { lab, view } = study;
  const { plane, by } = planeOf(study, walks, center);
  const [x0, x1, y0, y1] = lab.box ?? [];
  const isRandom = lab.plane !== undefined && typeOf(lab.plane) === randomDirectionsKind.type;
  if (x0 !== undefined)
    return {
      plane,
      isRandom,
      by,
      range: [
        [x0, x1!],
        [y0!, y1!],
      ],
    };
  if (lab.plane === undefined && view) return { plane, isRandom, by, range: view.range };
  // random directions are as long as the parameters are
  return { plane, isRandom, by, range: isRandom ? unitBox : aroundPaths(plane, walks, by) };
}

/** The plane that is asked for; else the landscape's own, or that of the first path. */
function planeOf(study: Study, walks: readonly Walk[], center: Float64Array): Pick<Frame, 'plane' | 'by'> {
  const { landscape, lab, view, seed, axisOf } = study;
  const context: PlaneContext = { landscape, center, seed, axisOf, path: walks.at(0)?.points ?? [] };
  if (lab.plane && typeOf(lab.plane) === pathDirectionsKind.type) {
    const found = planeOfPaths(context, walks);
    if (found) return found;
    throw new SceneError(
      '$.lab.plane',
      `"${pathDirectionsKind.type}" where every method stays on a line`,
      'a way of three points or more that spans a plane',
      `more iterations, or the plane "${randomDirectionsKind.type}"`,
    );
  }
  if (lab.plane) return { plane: made('$.lab.plane', () => planeKinds.make(lab.plane!, context)), by: 0 };
  if (view) return { plane: { ...parameterPlane(landscape.layout, center, view.parameters), axes: view.axes }, by: 0 };
  // paths of two points, or along a line, have no plane of their own
  return planeOfPaths(context, walks) ?? { plane: planeKinds.make(randomDirectionsKind.type, context), by: 0 };
}

/** The plane of the first path that has one; null where none has: a method may end where it begins, or walk along a line. */
function planeOfPaths(context: PlaneContext, walks: readonly Walk[]): Pick<Frame, 'plane' | 'by'> | null {
  for (const [by, { points }] of walks.entries())
    try {
      return { plane: planeKinds.make(pathDirectionsKind.type, { ...context, path: points }), by };
    } catch (error) {
      if (!(error instanceof ArgumentError)) throw error;
    }
  return null;
}

/** A box around the paths as the plane shows them, in units of how far one of them goes. */
function aroundPaths(plane: Plane, walks: readonly Walk[], by: number): SurfaceRange {
  const places = walks.flatMap(({ points }) => points.map((point) => projectOnto(plane, point).coordinates));
  const { travelled, extents } = shownPath(plane, walks[by].points, unitBox);
  const side = (k: 0 | 1): readonly [number, number] => {
    let [low, high] = [Infinity, -Infinity];
    for (const place of places) [low, high] = [Math.min(low, place[k]), Math.max(high, place[k])];
    // where nothing has moved the box is of the size of the directions
    const least = travelled > 0 ? leastPart / extents[k] : 1;
    const half = Math.max(((high - low) / 2) * (1 + 2 * room), least);
    const middle = (low + high) / 2;
    return [middle - half, middle + half];
  };
  return [side(0), side(1)];
}
