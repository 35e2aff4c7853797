/** @file How deep bodies are within spheres: distances of points to the segments of capsules (Ericson 2005, sec. 5.1.2). */
import { div, sub } from '../core/ops/arithmetic.ts';
import { clamp } from '../core/ops/comparison.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { stack } from '../core/ops/indexing.ts';
import { dot, matmul, norm } from '../core/ops/linear-algebra.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { type Goals, goalPart } from '../robot/goal.ts';
import type { LinkCapsule } from '../robot/link-capsules.ts';
import { dot as plainDot, minus } from '../robot/pose.ts';
import type { Transform } from '../spatial/transform.ts';

/** Distance [] of a point [3] from the segment between two others, m; 0 and its derivatives where it lies on it. */
export function distanceToSegment(point: PopulationTensor, [a, b]: LinkCapsule['ends']): PopulationTensor {
  const along = minus(b, a);
  const square = plainDot(along, along);
  const fromStart = sub(point, tensor([...a]));
  if (square === 0) return norm(fromStart);
  const way = tensor([...along]);
  const share = clamp(div(dot(fromStart, way), square), 0, 1);
  return norm(sub(fromStart, mul(share, way)));
}

/**
 * How deep capsules are in the spheres of these names, m: below 0 where they do not touch. One entry for each capsule and sphere,
 * [capsules * spheres], those of a capsule beside one another.
 */
export function depths(
  capsules: readonly LinkCapsule[],
  poseOf: (body: number) => Transform,
  goals: Goals,
  names: readonly string[],
): PopulationTensor {
  const spheres = names.map((name) => ({
    center: goalPart(goals, name, 'position', [3]),
    radius: goalPart(goals, name, 'radius', []),
  }));
  return stack(
    capsules.flatMap(({ body, ends, radius }) => {
      const { rotation, translation } = poseOf(body);
      return spheres.map((sphere) => {
        // a row times the rotation is its transpose times a column: the centre in the body's frame
        const center = matmul(sub(sphere.center, translation), rotation);
        return sub(add(sphere.radius, radius), distanceToSegment(center, ends));
      });
    }),
  );
}
