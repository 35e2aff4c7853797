/** @file Unit quaternions [x, y, z, w] and rotation matrices. */
import { add, mul } from '../core/ops/elementwise.ts';
import { div, sub } from '../core/ops/arithmetic.ts';
import { at, reshape, stack } from '../core/ops/indexing.ts';
import { norm } from '../core/ops/linear-algebra.ts';
import { type PopulationTensor, type TensorLike, tensor } from '../core/population-tensor.ts';
import { requireShapeOf } from '../core/shape.ts';

/** Rotation [3, 3] of a quaternion [4]; it is normalized first, so that the gradient along it is 0. q and -q give the same. */
export function rotationOfQuaternion(quaternion: TensorLike): PopulationTensor {
  const given = tensor(quaternion);
  requireShapeOf('rotationOfQuaternion', given.shape, [4], 'a quaternion [x, y, z, w]');
  const unit = div(given, norm(given));
  const [x, y, z, w] = [0, 1, 2, 3].map((i) => at(unit, i));
  const twice = (a: PopulationTensor, b: PopulationTensor): PopulationTensor => mul(2, mul(a, b));
  const diagonal = (a: PopulationTensor, b: PopulationTensor): PopulationTensor =>
    sub(1, add(twice(a, a), twice(b, b)));
  return reshape(
    stack([
      diagonal(y, z),
      sub(twice(x, y), twice(z, w)),
      add(twice(x, z), twice(y, w)),
      add(twice(x, y), twice(z, w)),
      diagonal(x, z),
      sub(twice(y, z), twice(x, w)),
      sub(twice(x, z), twice(y, w)),
      add(twice(y, z), twice(x, w)),
      diagonal(x, y),
    ]),
    [3, 3],
  );
}
