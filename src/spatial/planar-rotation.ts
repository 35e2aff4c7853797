/** @file Rotation about a coordinate axis, kept as cosine and sine: 6 operations a vector and 16 a symmetric matrix. */
import { sub } from '../core/ops/arithmetic.ts';
import { add, mul, neg } from '../core/ops/elementwise.ts';
import { at, gather, reshape, stack } from '../core/ops/indexing.ts';
import { type PopulationTensor, tensor, type TensorLike } from '../core/population-tensor.ts';
import { requireShapeOf } from '../core/shape.ts';
import { requireAxis } from './shapes.ts';
import { mirrorUpper } from './symmetric.ts';
import type { Turning } from './turning.ts';

/** The two axes that a rotation about an axis moves, in the order of the turn; and the exchange of the two. */
const planes = [
  { i: 1, j: 2, exchanged: [0, 2, 1] },
  { i: 2, j: 0, exchanged: [2, 1, 0] },
  { i: 0, j: 1, exchanged: [1, 0, 2] },
] as const;

export class PlanarRotation implements Turning {
  readonly axis: 0 | 1 | 2;
  readonly cosine: PopulationTensor;
  readonly sine: PopulationTensor;
  /** R u = along u + across (u with two entries exchanged). */
  readonly #along: PopulationTensor;
  readonly #across: PopulationTensor;

  constructor(axis: 0 | 1 | 2, cosine: TensorLike, sine: TensorLike) {
    requireAxis('PlanarRotation', axis);
    const { i, j } = planes[axis];
    this.axis = axis;
    this.cosine = tensor(cosine);
    this.sine = tensor(sine);
    requireShapeOf('PlanarRotation: cosine', this.cosine.shape, [], 'one number');
    requireShapeOf('PlanarRotation: sine', this.sine.shape, [], 'one number');
    const [one, zero] = [tensor(1), tensor(0)];
    this.#along = stack([this.cosine, this.cosine, this.cosine].with(axis, one));
    this.#across = stack([zero, zero, zero].with(i, neg(this.sine)).with(j, this.sine));
  }

  turn(u: PopulationTensor): PopulationTensor {
    return add(mul(u, this.#along), mul(this.#exchange(u), this.#across));
  }

  turnBack(u: PopulationTensor): PopulationTensor {
    return sub(mul(u, this.#along), mul(this.#exchange(u), this.#across));
  }

  turnSymmetric(J: PopulationTensor): PopulationTensor {
    return mirrorUpper(this.turnMatrix(J));
  }

  turnMatrix(A: PopulationTensor): PopulationTensor {
    const [c, s] = [this.cosine, this.sine];
    const { axis: k } = this;
    const { i, j } = planes[k];
    const entry = (row: number, column: number): PopulationTensor => at(A, row, column);
    const [ii, jj, ij, ji] = [entry(i, i), entry(j, j), entry(i, j), entry(j, i)];
    // trace and antisymmetric part stay: one product takes from one diagonal entry what it gives the other
    const t = add(mul(s, sub(ii, jj)), mul(c, add(ij, ji)));
    const [st, ct] = [mul(s, t), mul(c, t)];
    const turned: PopulationTensor[] = [];
    const put = (row: number, column: number, value: PopulationTensor): void => {
      turned[3 * row + column] = value;
    };
    put(i, i, sub(ii, st));
    put(j, j, add(jj, st));
    put(k, k, entry(k, k));
    put(i, j, sub(ct, ji));
    put(j, i, sub(ct, ij));
    put(i, k, sub(mul(c, entry(i, k)), mul(s, entry(j, k))));
    put(j, k, add(mul(s, entry(i, k)), mul(c, entry(j, k))));
    put(k, i, sub(mul(c, entry(k, i)), mul(s, entry(k, j))));
    put(k, j, add(mul(s, entry(k, i)), mul(c, entry(k, j))));
    return reshape(stack(turned), [3, 3]);
  }

  /** R, [3, 3]. */
  matrix(): PopulationTensor {
    const { i, j } = planes[this.axis];
    const [c, s, zero] = [this.cosine, this.sine, tensor(0)];
    const entries = Array.from({ length: 9 }, () => zero);
    return reshape(
      stack(
        entries
          .with(4 * this.axis, tensor(1))
          .with(4 * i, c)
          .with(4 * j, c)
          .with(3 * i + j, neg(s))
          .with(3 * j + i, s),
      ),
      [3, 3],
    );
  }

  #exchange(u: PopulationTensor): PopulationTensor {
    return gather(u, planes[this.axis].exchanged, -1);
  }
}
