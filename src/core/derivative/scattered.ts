/** @file Cotangents of a few elements of a large tensor, put together once: n of them take n additions, and not n times all elements. */
import { addTangents } from '../ops/elementwise.ts';
import { join, scatterAdd } from '../ops/structural.ts';
import type { Tangent } from '../primitive.ts';
import type { PopulationTensor } from '../population-tensor.ts';
import type { Shape } from '../shape.ts';

/** Elements of a tensor that is large, and how many times as many as its cotangent has in one place or another. */
const large = 4096;
const sparse = 16;

/** Elements, and where in a tensor of zeros they stand. */
interface Scattered {
  readonly elements: PopulationTensor;
  readonly indices: Int32Array;
}

/** The elements of a cotangent that was just scattered, where they are few. */
function scatteredOf({ application, size }: PopulationTensor): Scattered | null {
  if (size < large || application?.primitive.form?.kind !== 'scatterAdd') return null;
  const { indices } = application.attributes as { readonly indices: Int32Array };
  return sparse * indices.length <= size ? { elements: application.inputs[0], indices } : null;
}

/** A sum of cotangents of one tensor, in the order in which they come but for those that are put together. */
export class ScatteredSum {
  #total: Tangent = null;
  readonly #waiting: Scattered[] = [];
  readonly #shape: Shape;

  constructor(shape: Shape) {
    this.#shape = shape;
  }

  add(bar: PopulationTensor): void {
    const scattered = scatteredOf(bar);
    if (scattered) this.#waiting.push(scattered);
    else this.#total = addTangents(this.#total, bar);
  }

  get total(): Tangent {
    if (this.#waiting.length > 0) {
      const elements = this.#waiting.map((scattered) => scattered.elements);
      const indices = Int32Array.from(this.#waiting.flatMap((scattered) => Array.from(scattered.indices)));
      this.#total = addTangents(this.#total, scatterAdd(join(elements, [indices.length]), indices, this.#shape));
      this.#waiting.length = 0;
    }
    return this.#total;
  }
}
