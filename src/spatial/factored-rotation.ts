/** @file A rotation as a product of cheap ones, applied one after the other: structural zeros of each factor survive. */
import { transpose } from '../core/ops/indexing.ts';
import { matmul } from '../core/ops/linear-algebra.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { PlanarRotation, type Turning } from './planar-rotation.ts';
import { mirrorUpper } from './symmetric.ts';

/** A rotation matrix [3, 3] of which nothing is known. */
export class MatrixRotation implements Turning {
  readonly #matrix: PopulationTensor;

  constructor(matrix: PopulationTensor) {
    this.#matrix = matrix;
  }

  turn(u: PopulationTensor): PopulationTensor {
    return u.shape.length === 1 ? matmul(this.#matrix, u) : matmul(u, transpose(this.#matrix));
  }

  turnBack(u: PopulationTensor): PopulationTensor {
    return u.shape.length === 1 ? matmul(transpose(this.#matrix), u) : matmul(u, this.#matrix);
  }

  turnSymmetric(J: PopulationTensor): PopulationTensor {
    return mirrorUpper(this.turnMatrix(J));
  }

  turnMatrix(A: PopulationTensor): PopulationTensor {
    return matmul(matmul(this.#matrix, A), transpose(this.#matrix));
  }
}

/** Rounding of an entry that would be 0. */
const negligible = 1e-15;

/** Cosine and sine made exact at quarter turns. */
const snapped = (x: number): number => (Math.abs(x) < negligible ? 0 : 1 - Math.abs(x) < negligible ? Math.sign(x) : x);

export class FactoredRotation implements Turning {
  /** The rotation is their product, the first applied last. */
  readonly factors: readonly Turning[];

  constructor(factors: readonly Turning[]) {
    this.factors = factors;
  }

  /**
   * Factors of a rotation [3, 3] before another one about z, by cosine and sine. A known one is turned about z, x and z
   * (Euler's angles): turns by 0 are left out, and the last is merged into the other. An unknown one stays a matrix.
   */
  static beforeTurnAboutZ(
    rotation: PopulationTensor,
    turnedBy: (cosine: number, sine: number) => { readonly cosine: PopulationTensor; readonly sine: PopulationTensor },
  ): FactoredRotation {
    if (!rotation.isConcrete || rotation.population > 1) {
      const { cosine, sine } = turnedBy(1, 0);
      return new FactoredRotation([new MatrixRotation(rotation), new PlanarRotation(2, cosine, sine)].filter(moves));
    }
    const R = rotation.data;
    // the third column is (sin a sin t, -sin a cos t, cos a)
    const sine = Math.abs(R[2]) < negligible ? Math.abs(R[5]) : Math.sqrt(R[2] * R[2] + R[5] * R[5]);
    const aboutX = sine < negligible || Math.abs(R[2]) < negligible;
    const [c, s] = aboutX ? [1, 0] : [-R[5] / sine, R[2] / sine];
    const last = turnedBy(snapped(c * R[0] + s * R[3]), snapped(-(c * R[1] + s * R[4])));
    return new FactoredRotation(
      [
        new PlanarRotation(2, snapped(c), snapped(s)),
        new PlanarRotation(0, snapped(R[8]), snapped(s * R[2] - c * R[5])),
        new PlanarRotation(2, last.cosine, last.sine),
      ].filter(moves),
    );
  }

  turn(u: PopulationTensor): PopulationTensor {
    return this.factors.reduceRight((turned, factor) => factor.turn(turned), u);
  }

  turnBack(u: PopulationTensor): PopulationTensor {
    return this.factors.reduce((turned, factor) => factor.turnBack(turned), u);
  }

  turnSymmetric(J: PopulationTensor): PopulationTensor {
    return this.factors.reduceRight((turned, factor) => factor.turnSymmetric(turned), J);
  }

  turnMatrix(A: PopulationTensor): PopulationTensor {
    return this.factors.reduceRight((turned, factor) => factor.turnMatrix(turned), A);
  }
}

const isKnown = ({ isConcrete, population }: PopulationTensor): boolean => isConcrete && population === 1;

/** Whether a factor does anything, as far as is known. */
const moves = (factor: Turning): boolean =>
  !(factor instanceof PlanarRotation && isKnown(factor.cosine) && factor.cosine.item() === 1);
