/** @file What is integrated in time: dx/dt = f(x), and products with its Jacobian where they are known. */
import { requireCallback, requireInstance, requireObject } from '../../core/arguments.ts';
import { ArgumentError, NonFiniteError } from '../../errors.ts';

/** A vector, now or later. */
export type Later = Float64Array | Promise<Float64Array>;

/** An autonomous system dx/dt = f(x) of plain numbers. */
export interface FlowSystem {
  /** f(x), as long as x. */
  readonly field: (x: Float64Array) => Later;
  /** df/dx(x) v: what an implicit method asks for; where it is absent, only explicit steps are made. */
  readonly product?: (x: Float64Array, v: Float64Array) => Later;
}

/** Refuses what is no system. */
export function requireSystem(system: FlowSystem): void {
  requireObject('system', system, 'an object of field, and product where it is known');
  requireCallback('system.field', system.field);
  if (system.product !== undefined) requireCallback('system.product', system.product);
}

/** A vector of the caller's, refused where it has not as many numbers as are expected. */
export function requireSize(what: string, found: Float64Array, size: number): Float64Array {
  requireInstance(what, found, Float64Array);
  if (found.length !== size) throw new ArgumentError(what, `${found.length} numbers`, `${size} numbers`);
  return found;
}

/** A system that counts what is asked of it. What throws a NonFiniteError has no number for an answer. */
export class Counted {
  readonly #system: FlowSystem;
  #evaluations = 0;
  #products = 0;

  constructor(system: FlowSystem) {
    this.#system = system;
  }

  get evaluations(): number {
    return this.#evaluations;
  }

  get products(): number {
    return this.#products;
  }

  get hasProducts(): boolean {
    return this.#system.product !== undefined;
  }

  /** f(x). */
  async field(x: Float64Array): Promise<Float64Array> {
    this.#evaluations++;
    return requireSize('result of the field', await orNaN(() => this.#system.field(x), x.length), x.length);
  }

  /** df/dx(x) as a matrix [n, n], row by row: a product a column. */
  async jacobian(x: Float64Array): Promise<Float64Array> {
    const n = x.length;
    const matrix = new Float64Array(n * n);
    for (let j = 0; j < n; j++) {
      this.#products++;
      const unit = new Float64Array(n);
      unit[j] = 1;
      const found = await orNaN(() => this.#system.product!(x, unit), n);
      const column = requireSize('result of the product', found, n);
      for (let i = 0; i < n; i++) matrix[i * n + j] = column[i];
    }
    return matrix;
  }
}

async function orNaN(found: () => Later, size: number): Promise<Float64Array> {
  try {
    return await found();
  } catch (error) {
    if (error instanceof NonFiniteError) return new Float64Array(size).fill(NaN);
    throw error;
  }
}
