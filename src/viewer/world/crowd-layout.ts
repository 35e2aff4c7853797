/** @file Where many arms stand: side by side on the floor, each with the room that it moves in. */
import { poseSize } from './poses.ts';

/** Many arms in motion. */
export interface CrowdMotion {
  readonly count: number;
  readonly bodies: number;
  readonly frames: number;
  /** frames x count x bodies x 12, each the rows of [rotation | translation], m. */
  readonly poses: ArrayLike<number>;
}

export interface CrowdLayout {
  /** Where each arm's base is, m. */
  readonly places: readonly (readonly [x: number, y: number])[];
  /** Room of one arm, about its base, m. */
  readonly low: readonly [number, number, number];
  readonly high: readonly [number, number, number];
}

/** Room beside what moves, as a share of the robot's radius. */
const margin = 0.12;
/** Least distance of two rows, as a share of its radius: of arms that move in a plane, too. */
const leastSpacing = 0.4;

/** Where the origin of a body is. */
export const originAt = (poses: ArrayLike<number>, pose: number): readonly [number, number, number] => [
  poses[pose * poseSize + 3],
  poses[pose * poseSize + 7],
  poses[pose * poseSize + 11],
];

/** The box around all `points`, which need not be finite. */
export function boundsOf(points: Iterable<readonly [number, number, number]>): Pick<CrowdLayout, 'low' | 'high'> {
  const low: [number, number, number] = [0, 0, 0];
  const high: [number, number, number] = [0, 0, 0];
  for (const point of points)
    point.forEach((value, axis) => {
      if (!Number.isFinite(value)) return;
      low[axis] = Math.min(low[axis], value);
      high[axis] = Math.max(high[axis], value);
    });
  return { low, high };
}

/** In as many rows as columns; in more where the view is higher than wide. */
const columnsFor = (count: number, aspect: number): number =>
  Math.max(1, Math.round((aspect < 0.8 ? 0.6 : 1) * Math.ceil(Math.sqrt(count))));

/** In rows and columns about the origin. `goals` belong to the room of their arms; `radius`: of what the robot can come to, m; `aspect`: of the view. */
export function layOutCrowd(
  { count, bodies, frames, poses }: CrowdMotion,
  goals: readonly (readonly [number, number, number])[],
  radius: number,
  aspect: number,
): CrowdLayout {
  function* points() {
    for (let pose = 0; pose < frames * count * bodies; pose++) yield originAt(poses, pose);
    yield* goals;
  }
  const around = boundsOf(points());
  // an arm that is thrown about needs no more room than it can fill
  const within = (value: number): number => Math.min(Math.max(value, -1.2 * radius), 1.2 * radius);
  const low = around.low.map((value) => within(value) - margin * radius) as unknown as CrowdLayout['low'];
  const high = around.high.map((value) => within(value) + margin * radius) as unknown as CrowdLayout['high'];
  const columns = columnsFor(count, aspect);
  const rows = Math.ceil(count / columns);
  const spacing = [0, 1].map((axis) => Math.max(high[axis] - low[axis], leastSpacing * radius));
  const middle = [0, 1].map((axis) => (high[axis] + low[axis]) / 2);
  const places = Array.from({ length: count }, (_, member) => {
    const [column, row] = [member % columns, Math.floor(member / columns)];
    return [
      (column - (columns - 1) / 2) * spacing[0] - middle[0],
      ((rows - 1) / 2 - row) * spacing[1] - middle[1],
    ] as const;
  });
  return { places, low, high };
}
