/**
 * @file Whether the mass matrix of a robot is regular, and if not, which joints nothing resists. A massless link does no harm
 * where what hangs on it is heavy, so that the tree is judged, not the link.
 */
import { eigenSymmetric3 } from './eigen3.ts';
import { jointPose } from './joints/joint-pose.ts';
import type { Joint, LinkInertia, Pose, RobotModel, Vector3 } from './model.ts';
import { compose, cross, dot, plus, rotate, times } from './pose.ts';

/**
 * Twice the kinetic energy is the sum of the squares of rows, linear in coordinates' velocities (by their index) and in the
 * velocity of the body that carries them: angular at `motion` to `motion + 2`, of its origin at `motion + 3` to `motion + 5`.
 */
type Row = Map<number, number>;

/** A body with all that was added to it from the tips. */
interface Part {
  readonly rows: Row[];
  /** How many joints of each coordinate are in it. */
  readonly joints: Map<number, number>;
  mass: number;
  /** Sum of mass times place, and of mass times square distance with the traces of rotational inertias, seen from the origin. */
  moment: Vector3;
  second: number;
}

/** What of a model its kinetic energy depends on. */
export interface Massive extends Pick<RobotModel, 'nv' | 'joints'> {
  readonly bodies: readonly Pick<RobotModel['bodies'][number], 'inertia'>[];
}

const motion = -6;

/** Of what a joint would have to move about the worst axis: less is lost in the rounding of any dynamics. */
const least = 1e-12;

/** Independent joints whose motion costs no kinetic energy in some configuration, in order from the tips to the base. */
export function singularJoints(model: Massive): readonly Joint[] {
  if (model.bodies.every(({ inertia }) => isDefinite(inertia))) return [];
  const found = new Set<number>();
  const independent = model.joints.filter(({ mimic }) => !mimic);
  for (const q of configurations(independent)) sweepTree(model, q, found);
  return independent.filter(({ qIndex }) => found.has(qIndex)).reverse();
}

/** Whether no motion at all of the body is free. */
export function isDefinite({ mass, centerOfMass, inertia }: LinkInertia): boolean {
  const { values } = eigenSymmetric3(inertia);
  const [x, y, z] = centerOfMass;
  return mass > 0 && values[0] > 1e-9 * (values[2] + mass * (x * x + y * y + z * z));
}

/** Configurations that are looked at besides 0. */
const others = 3;
/** Steps of a sequence that fills the unit interval evenly, other for each coordinate. */
const [golden, silver] = [0.6180339887498949, 0.4142135623730951];

/** The coordinates at 0, or as near to it as limits allow, and at some places about there. */
function configurations(joints: readonly Joint[]): number[][] {
  const neutral = joints.map(({ limits }) => Math.min(Math.max(0, limits.lower), limits.upper));
  const spread = Array.from({ length: others }, (_, k) =>
    joints.map(({ type, limits }, i) => {
      const far = type === 'prismatic' ? 1 : Math.PI;
      const lower = Math.max(limits.lower, neutral[i] - far);
      const upper = Math.min(limits.upper, neutral[i] + far);
      return lower + (upper - lower) * ((0.5 + k * golden + i * silver) % 1);
    }),
  );
  return [neutral, ...spread];
}

/** Eliminates the coordinates from the tips to the base, and adds those without a pivot to what was found. */
function sweepTree({ nv, joints, bodies }: Massive, q: readonly number[], found: Set<number>): void {
  const jointsOf = new Array<number>(nv).fill(0);
  for (const { qIndex } of joints) jointsOf[qIndex]++;
  const reference = new Array<number>(nv).fill(0);
  const parts = new Map<number, Part>();
  const partOf = (body: number): Part => {
    let part = parts.get(body);
    if (!part) parts.set(body, (part = { rows: [], joints: new Map(), mass: 0, moment: [0, 0, 0], second: 0 }));
    return part;
  };
  for (let i = bodies.length - 1; i >= 0; i--) {
    const part = partOf(i);
    parts.delete(i);
    addBody(part, bodies[i].inertia);
    const [joint, parent] = [joints[i], partOf(joints[i].parent)];
    const { qIndex: coordinate, type, armature } = joint;
    const { multiplier, offset } = joint.mimic ?? { multiplier: 1, offset: 0 };
    reference[coordinate] += multiplier * multiplier * ((type === 'prismatic' ? part.mass : part.second) + armature);
    const position = multiplier * q[coordinate] + offset;
    const pose = compose(joint.placement, jointPose(type, joint.axis, position));
    if (armature > 0) parent.rows.push(new Map([[coordinate, Math.sqrt(armature) * multiplier]]));
    for (const row of part.rows) parent.rows.push(seenFromParent(row, joint, coordinate, multiplier, pose));
    carry(part, pose, parent);
    part.joints.set(coordinate, (part.joints.get(coordinate) ?? 0) + 1);
    for (const [other, count] of part.joints) {
      const all = (parent.joints.get(other) ?? 0) + count;
      parent.joints.set(other, all);
      // no row outside of this part knows it
      if (all === jointsOf[other]) eliminate(parent, other, reference[other], found);
    }
    if (joint.parent < 0) for (const row of parent.rows) for (let k = 0; k < 6; k++) row.delete(motion + k);
    shorten(parent);
  }
}

/** The body's own kinetic energy: of its mass along three axes, and about its principal axes. */
function addBody(part: Part, { mass, centerOfMass, inertia }: LinkInertia): void {
  const { values, vectors } = eigenSymmetric3(inertia);
  for (let k = 0; k < 3; k++) {
    const axis: Vector3 = [vectors[k], vectors[3 + k], vectors[6 + k]];
    if (values[k] > 0) part.rows.push(rowOf(times(Math.sqrt(values[k]), axis), [0, 0, 0]));
    const along = times(Math.sqrt(mass), axis);
    // along . (v + w x c) = along . v + (c x along) . w
    if (mass > 0) part.rows.push(rowOf(cross(centerOfMass, along), along));
  }
  part.mass += mass;
  part.moment = plus(part.moment, times(mass, centerOfMass));
  part.second += mass * dot(centerOfMass, centerOfMass) + inertia[0] + inertia[4] + inertia[8];
}

function rowOf(angular: Vector3, linear: Vector3): Row {
  const row: Row = new Map();
  [...angular, ...linear].forEach((value, k) => {
    if (value !== 0) row.set(motion + k, value);
  });
  return row;
}

/** A row by the motion of the parent and of the joint between: w = R' w_p + S q', v = R' (v_p + w_p x p) + S q'. */
function seenFromParent(
  row: Row,
  { type, axis }: Joint,
  coordinate: number,
  multiplier: number,
  { rotation, translation }: Pose,
): Row {
  const entry = (k: number): number => row.get(motion + k) ?? 0;
  const [angular, linear]: Vector3[] = [
    [entry(0), entry(1), entry(2)],
    [entry(3), entry(4), entry(5)],
  ];
  const turned = rotate(rotation, linear);
  const seen = rowOf(plus(rotate(rotation, angular), cross(translation, turned)), turned);
  for (const [key, value] of row) if (key >= 0) seen.set(key, value);
  const own = multiplier * dot(type === 'prismatic' ? linear : angular, axis);
  if (own !== 0) seen.set(coordinate, (seen.get(coordinate) ?? 0) + own);
  return seen;
}

/** Mass and moments of a part, added to those of its parent. */
function carry({ mass, moment, second }: Part, { rotation, translation }: Pose, parent: Part): void {
  const turned = rotate(rotation, moment);
  parent.mass += mass;
  parent.moment = plus(parent.moment, plus(turned, times(mass, translation)));
  parent.second += second + 2 * dot(turned, translation) + mass * dot(translation, translation);
}

/** Takes a coordinate out of the energy, which is least over it; where there is no pivot, none of its motion is in the energy. */
function eliminate(part: Part, coordinate: number, reference: number, found: Set<number>): void {
  part.joints.delete(coordinate);
  const entries = part.rows.map((row) => row.get(coordinate) ?? 0);
  const pivot = entries.reduce((sum, entry) => sum + entry * entry, 0);
  const isRegular = pivot > least * reference;
  if (isRegular && !found.has(coordinate)) {
    takeOut(part.rows, coordinate);
    return;
  }
  found.add(coordinate);
  for (const row of part.rows) row.delete(coordinate);
}

/**
 * Reflects the rows that have an entry in a column (Householder) so that one of them has it all, and takes that one out. The sum
 * of squares stays, in whatever columns there are.
 */
function takeOut(rows: Row[], column: number): Row | undefined {
  const touched = rows.filter((row) => row.has(column));
  if (touched.length === 0) return undefined;
  const entries = touched.map((row) => row.get(column)!);
  const norm = Math.sqrt(entries.reduce((sum, entry) => sum + entry * entry, 0));
  if (norm === 0) {
    for (const row of touched) row.delete(column);
    return undefined;
  }
  // the sign that does not cancel
  const diagonal = entries[0] > 0 ? -norm : norm;
  entries[0] -= diagonal;
  const half = norm * Math.abs(entries[0]);
  const others = new Set(touched.flatMap((row) => [...row.keys()]));
  others.delete(column);
  for (const other of others) {
    const factor = touched.reduce((sum, row, r) => sum + entries[r] * (row.get(other) ?? 0), 0) / half;
    touched.forEach((row, r) => row.set(other, (row.get(other) ?? 0) - factor * entries[r]));
  }
  for (const row of touched) row.delete(column);
  const [first] = touched;
  first.set(column, diagonal);
  rows.splice(rows.indexOf(first), 1);
  return first;
}

/** As few rows as columns, where there are many more: a triangle has the same sum of squares. */
function shorten(part: Part): void {
  const columns = [...part.joints.keys(), ...Array.from({ length: 6 }, (_, k) => motion + k)];
  if (part.rows.length <= 3 * columns.length) return;
  const triangle = columns.flatMap((column) => takeOut(part.rows, column) ?? []);
  part.rows.length = 0;
  for (const row of triangle) part.rows.push(row);
}
