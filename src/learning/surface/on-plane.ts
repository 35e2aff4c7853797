/** @file A landscape by the coordinates of a plane: loss, slope and curvature. */
import { PopulationTensor } from '../../core/population-tensor.ts';
import { type AskOptions, type Landscape, oneMember } from '../landscape.ts';
import { type Plane, pointOn, pointsOn } from './plane.ts';
import { dotProduct } from './vectors.ts';

/** Loss, slope and curvature by the coordinates of a plane. */
export interface Local {
  readonly loss: number;
  readonly gradient: readonly [number, number];
  readonly hessian: readonly [number, number, number];
}

/** At many points. */
export interface Slopes {
  readonly loss: Float64Array;
  readonly slopes: readonly (readonly [number, number])[];
}

/** Asks one landscape on one plane. */
export class OnPlane {
  readonly #landscape: Landscape;
  readonly #plane: Plane;
  readonly #options: AskOptions;

  constructor(landscape: Landscape, plane: Plane, options: AskOptions) {
    this.#landscape = landscape;
    this.#plane = plane;
    this.#options = options;
  }

  /** Loss and D'g at many points, one after another. */
  async slopes(a: Float64Array, b: Float64Array): Promise<Slopes> {
    const { loss, gradient } = await this.#landscape.evaluate(pointsOn(this.#plane, a, b), this.#options);
    return { loss, slopes: Array.from(a, (_, k) => this.#within(gradient, k)) };
  }

  /** D'HD at one point, [11, 12, 22]. */
  async curvature(coordinates: readonly [number, number]): Promise<readonly [number, number, number]> {
    const { directions } = this.#plane;
    const pair = new PopulationTensor(
      { shape: [directions[0].length], population: 2 },
      Float64Array.from({ length: 2 * directions[0].length }, (_, k) => directions[k % 2][k >> 1]),
    );
    const at = pointOn(this.#plane, coordinates);
    const products = await this.#landscape.hessianProducts(at, pair, this.#options);
    const [first, second] = [this.#within(products, 0), this.#within(products, 1)];
    return [first[0], (first[1] + second[0]) / 2, second[1]];
  }

  async local(coordinates: readonly [number, number]): Promise<Local> {
    const x = oneMember(pointOn(this.#plane, coordinates));
    const { loss, gradient } = await this.#landscape.evaluate(x, this.#options);
    return { loss: loss[0], gradient: this.#within(gradient, 0), hessian: await this.curvature(coordinates) };
  }

  #within({ data, population }: PopulationTensor, member: number): readonly [number, number] {
    const own = Float64Array.from({ length: data.length / population }, (_, i) => data[i * population + member]);
    const [d1, d2] = this.#plane.directions;
    return [dotProduct(d1, own), dotProduct(d2, own)];
  }
}
