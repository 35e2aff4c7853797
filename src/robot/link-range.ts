/** @file Where a link's frame can be and how it can be turned: bounds that leave out nothing that the joints allow. */
import { atan2 } from '../core/scalar/inverse-trigonometric.ts';
import { largest } from '../core/largest.ts';
import { independentJoints } from './independent-joints.ts';
import type { Joint, Link, Matrix3, RobotModel, Vector3 } from './model.ts';
import { cross, dot, identityPose, length, minus, plus, product, rotate, times, transposed } from './pose.ts';

/** A slide, in world axes at q = 0. */
interface Slide {
  readonly along: Vector3;
  readonly lower: number;
  readonly upper: number;
}

/** The way from one turning joint to the next, in world axes at q = 0: it keeps its form, whatever turns it. */
interface Segment {
  readonly base: Vector3;
  readonly slides: readonly Slide[];
}

/** The chain that carries a link. */
export interface Chain {
  /** The first from the root to the first turning joint, the last to the link. */
  readonly segments: readonly Segment[];
  /** Axes of the turning joints, in world axes at q = 0. */
  readonly axes: readonly Vector3[];
  /** The link's rotation at q = 0. */
  readonly rotation: Matrix3;
}

/** The limits of a joint, as far as the independent joint that it follows goes. */
export function rangeOf(model: RobotModel, { qIndex, mimic }: Joint): Pick<Slide, 'lower' | 'upper'> {
  const { lower, upper } = independentJoints(model)[qIndex].limits;
  if (!mimic) return { lower, upper };
  const ends = [lower, upper].map((end) => (mimic.multiplier === 0 ? 0 : mimic.multiplier * end) + mimic.offset);
  return { lower: Math.min(ends[0], ends[1]), upper: Math.max(ends[0], ends[1]) };
}

/** The chain from the root to a link. */
export function chainTo(model: RobotModel, { body, poseInBody }: Link): Chain {
  const path: Joint[] = [];
  for (let i = body; i >= 0; i = model.joints[i].parent) path.unshift(model.joints[i]);
  const segments: Segment[] = [];
  const axes: Vector3[] = [];
  let { rotation, translation: base } = identityPose;
  let slides: Slide[] = [];
  for (const joint of path) {
    base = plus(base, rotate(rotation, joint.placement.translation));
    rotation = product(rotation, joint.placement.rotation);
    const axis = rotate(rotation, joint.axis);
    if (joint.type === 'prismatic') slides.push({ along: axis, ...rangeOf(model, joint) });
    else {
      segments.push({ base, slides });
      axes.push(axis);
      [base, slides] = [[0, 0, 0], []];
    }
  }
  segments.push({ base: plus(base, rotate(rotation, poseInBody.translation)), slides });
  return { segments, axes, rotation: product(rotation, poseInBody.rotation) };
}

/** Sine of the angle up to which axes count as parallel. */
const parallel = 1e-9;

/** The axis that all turning joints share but for its sign; null where there is none. */
function commonAxis({ axes }: Chain): Vector3 | null {
  if (axes.length === 0) return null;
  return axes.every((axis) => length(cross(axis, axes[0])) < parallel) ? axes[0] : null;
}

/** Sweeps after which slides that are not at right angles have come to rest. */
const sweeps = 100;

/** Where a segment's end comes nearest to its beginning along a direction: no nearer does it come at all. */
const leastAlong = ({ base, slides }: Segment, n: Vector3): number =>
  slides.reduce(
    (sum, { along, lower, upper }) => {
      const slope = dot(along, n);
      return Math.abs(slope) < parallel ? sum : sum + Math.min(lower * slope, upper * slope);
    },
    dot(base, n),
  );

/** The shortest way from a segment's beginning to its end, over all that its slides allow; at least that, where the search has not come to rest. */
function least(segment: Segment): number {
  const { base, slides } = segment;
  const at = slides.map(({ lower, upper }) => Math.min(Math.max(0, lower), upper));
  let rest = slides.reduce((sum, { along }, i) => plus(sum, times(at[i], along)), base);
  for (let sweep = 0; sweep < sweeps; sweep++)
    slides.forEach(({ along, lower, upper }, i) => {
      const square = dot(along, along);
      if (square === 0) return;
      const next = Math.min(Math.max(at[i] - dot(rest, along) / square, lower), upper);
      rest = plus(rest, times(next - at[i], along));
      at[i] = next;
    });
  const found = length(rest);
  return found === 0 || slides.length === 0 ? found : Math.max(0, leastAlong(segment, times(1 / found, rest)));
}

/** Slides of a segment whose ends are looked at one by one. */
const mostCorners = 10;

/** Longest way; Infinity where a slide has no limit. */
function most({ base, slides }: Segment): number {
  if (slides.length > mostCorners) return Infinity;
  const corners = slides.reduce<readonly Vector3[]>(
    (ends, { along, lower, upper }) =>
      length(along) === 0 ? ends : ends.flatMap((end) => [lower, upper].map((s) => plus(end, times(s, along)))),
    [base],
  );
  const longest = largest(0, corners.map(length));
  return Number.isNaN(longest) ? Infinity : longest;
}

/** The parts of a segment across an axis. */
const across = ({ base, slides }: Segment, n: Vector3): Segment => {
  // what is parallel but for rounding has no part
  const part = (x: Vector3): Vector3 => {
    const rest = minus(x, times(dot(x, n), n));
    return length(rest) < parallel * length(x) ? [0, 0, 0] : rest;
  };
  return { base: part(base), slides: slides.map((slide) => ({ ...slide, along: part(slide.along) })) };
};

/** How far a number is outside of what a chain allows along an axis that nothing turns. */
function gapAlong({ segments }: Chain, n: Vector3, point: Vector3): number {
  const nearest = (direction: Vector3): number =>
    segments.reduce((sum, segment) => sum + leastAlong(segment, direction), 0) - dot(point, direction);
  return Math.max(0, nearest(n), nearest(times(-1, n)));
}

/** How a point lies to all that a link can come to. */
export interface Distance {
  /** m outside of it; 0 where nothing is known against it. */
  readonly gap: number;
  /** Length of the stretched arm, m, where the point lies beyond that and nothing else is wrong. */
  readonly span?: number;
}

/** How far a point of the world is from all positions of the link that carries the chain: at least so far. */
export function distanceFrom(chain: Chain, point: Vector3): Distance {
  const axis = commonAxis(chain);
  const [first, ...turned] = axis ? chain.segments.map((segment) => across(segment, axis)) : chain.segments;
  const target = axis ? across({ base: point, slides: [] }, axis).base : point;
  const beside: Segment = { ...first, base: minus(first.base, target) };
  const lengths = turned.map((segment) => ({ least: least(segment), most: most(segment) }));
  const span = lengths.reduce((sum, { most: longest }) => sum + longest, 0);
  const beyond = Math.max(0, least(beside) - span);
  // one segment that is longer than all others together keeps the link away
  const hole = largest(
    0,
    lengths.map((own) => own.least - (span - own.most)),
  );
  const within = Number.isFinite(span) ? Math.max(0, hole - most(beside)) : 0;
  const off = axis ? gapAlong(chain, axis, point) : 0;
  const gap = length([off, beyond, within]);
  return off === 0 && beyond > 0 && span > 0 ? { gap, span } : { gap };
}

/** How far a rotation is from all that the link can be turned to, rad: at least so far. */
export function angleFrom({ axes, rotation }: Chain, target: Matrix3): number {
  const turn = product(target, transposed(rotation));
  const axis = commonAxis({ axes, rotation, segments: [] });
  if (axis) {
    const turned = rotate(turn, axis);
    return atan2.value(length(cross(axis, turned)), dot(axis, turned), 0);
  }
  if (axes.length > 0) return 0;
  const sine = length([turn[7] - turn[5], turn[2] - turn[6], turn[3] - turn[1]]) / 2;
  return atan2.value(sine, (turn[0] + turn[4] + turn[8] - 1) / 2, 0);
}
