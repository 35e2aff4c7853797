/** @file A rotation as a product of cheap ones, applied one after the other: structural zeros of each factor survive. */
import { transpose } from '../core/ops/indexing.ts';
import { matmul } from '../core/ops/linear-algebra.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { requireShapeOf } from '../core/shape.ts';
import { PlanarRotation } from './planar-rotation.ts';
import type { Turning } from './turning.ts';
import { QuarterTurn } from './quarter-turn.ts';
import { mirrorUpper } from './symmetric.ts';

/** A rotation matrix [3, 3] of which nothing is known. */
export class MatrixRotation implements Turning {
  readonly #matrix: PopulationTensor;

  constructor(matrix: PopulationTensor) {
    requireShapeOf('MatrixRotation', matrix.shape, [3, 3], 'a rotation matrix');
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

/** The cheapest form of a known turn about a coordinate axis; none where it does nothing. */
function knownTurn(axis: 0 | 1 | 2, cosine: number, sine: number): Turning | null {
  // by both: next to a right angle one of them is an integer up to rounding before the other is
  if (cosine === 1 && sine === 0) return null;
  const isQuarter = Number.isInteger(cosine) && Number.isInteger(sine);
  return isQuarter ? new QuarterTurn(axis, cosine, sine) : new PlanarRotation(axis, cosine, sine);
}

const isKnown = ({ isConcrete, population }: PopulationTensor): boolean => isConcrete && population === 1;

const turnAbout = (axis: 0 | 1 | 2, cosine: PopulationTensor, sine: PopulationTensor): Turning | null =>
  isKnown(cosine) && isKnown(sine)
    ? knownTurn(axis, cosine.item(), sine.item())
    : new PlanarRotation(axis, cosine, sine);

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
    requireShapeOf('FactoredRotation', rotation.shape, [3, 3], 'a rotation matrix');
    if (!rotation.isConcrete || rotation.population > 1) {
      const { cosine, sine } = turnedBy(1, 0);
      const turn = turnAbout(2, cosine, sine);
      return new FactoredRotation([new MatrixRotation(rotation), ...(turn ? [turn] : [])]);
    }
    const R = rotation.data;
    // the third column is (sin a sin t, -sin a cos t, cos a)
    const sine = Math.abs(R[2]) < negligible ? Math.abs(R[5]) : Math.sqrt(R[2] * R[2] + R[5] * R[5]);
    const aboutX = sine < negligible || Math.abs(R[2]) < negligible;
    const [c, s] = aboutX ? [1, 0] : [-R[5] / sine, R[2] / sine];
    const last = turnedBy(snapped(c * R[0] + s * R[3]), snapped(-(c * R[1] + s * R[4])));
    return new FactoredRotation(
      [
        knownTurn(2, snapped(c), snapped(s)),
        knownTurn(0, snapped(R[8]), snapped(s * R[2] - c * R[5])),
        turnAbout(2, last.cosine, last.sine),
      ].filter((factor) => factor !== null),
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
