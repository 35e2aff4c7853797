/** @file Lanczos with full reorthogonalization, made twice, and a new start where the space of a vector is exhausted. */
import { requireInstance, requireInteger, requireOptions } from '../../core/arguments.ts';
import { largest } from '../../core/largest.ts';
import { norm } from '../../core/member-norms.ts';
import { normal } from '../../core/random.ts';
import { ArgumentError } from '../../errors.ts';
import { dot, scaled } from '../../optimize/vector.ts';
import { CheckedProduct, type Product } from './product.ts';
import { requireFiniteNumbers, tridiagonalEigen } from './tridiagonal.ts';

/** How a Krylov space is built. */
export interface LanczosOptions {
  /** Most products that are made; default 100, and never more than the size. */
  readonly steps?: number;
  /** Of the random vectors; default 0. */
  readonly seed?: number;
  /** First vector, of any length but 0; default a random direction of the seed. */
  readonly start?: Float64Array;
  /** Whether a new random vector goes on where the space of the first is exhausted; default true. Gauss weights need none. */
  readonly restarts?: boolean;
  readonly signal?: AbortSignal;
}

/** H Q = Q T + what is left of the last product: T is tridiagonal, the columns of Q are orthonormal. */
export interface Krylov {
  /** Diagonal of T: [m]. */
  readonly alphas: Float64Array;
  /** Beside the diagonal: [m - 1]; 0 exactly where a new vector was begun with. */
  readonly betas: Float64Array;
  /** Columns of Q: m vectors of unit length. */
  readonly basis: readonly Float64Array[];
  /** Length of what is left of the last product. */
  readonly rest: number;
  /** Steps behind which the space was exhausted, ascending. */
  readonly breakdowns: readonly number[];
  /** Eigenvalues of T, ascending. */
  readonly values: Float64Array;
  /** |H y - value y| of each value's Ritz vector y, as far as H is symmetric: an eigenvalue of H is no further away. */
  readonly residuals: Float64Array;
  /** Largest sum of magnitudes in a row of T, which bounds its eigenvalues. */
  readonly scale: number;
}

/** x / |x|, by way of its largest entry: also of a length that is no number, or whose inverse is none. */
function unitOf(x: Float64Array): Float64Array {
  const most = largest(0, x.map(Math.abs));
  const ratios = x.map((entry) => entry / most);
  return scaled(1 / norm(ratios), ratios);
}

/** Takes from w what it has along the basis, until little of it was along it: twice at least. */
function orthogonalize(w: Float64Array, basis: readonly Float64Array[]): void {
  for (let pass = 0, before = norm(w); pass < 4; pass++) {
    for (const q of basis) {
      const along = dot(q, w);
      for (let i = 0; i < w.length; i++) w[i] -= along * q[i];
    }
    const after = norm(w);
    if (pass > 0 && after > before / 2) return;
    before = after;
  }
}

/** A random unit vector orthogonal to the basis, the same for the same seed and number. */
export function randomUnit(size: number, seed: number, number: number, basis: readonly Float64Array[]): Float64Array {
  for (let draw = 0; ; draw++) {
    const w = normal({ seed, step: number, stream: draw }, size);
    const before = norm(w);
    orthogonalize(w, basis);
    const after = norm(w);
    // what rounding leaves of a vector within the space of the basis is no direction
    if (after > 1e-8 * before) return scaled(1 / after, w);
  }
}

/** The three-term recurrence, step by step. */
export class Recurrence {
  readonly alphas: number[] = [];
  /** One a step: behind the last one, what is left of it. */
  readonly betas: number[] = [];
  readonly basis: Float64Array[] = [];
  /** Steps behind which the space was exhausted, and what was neglected there. */
  readonly breakdowns = new Map<number, number>();
  readonly #product: CheckedProduct;
  readonly #seed: number;
  #next: Float64Array;
  #scale = 0;

  constructor(product: CheckedProduct, seed: number, start = randomUnit(product.size, seed, 0, [])) {
    this.#product = product;
    this.#seed = seed;
    this.#next = unitOf(start);
  }

  /** Largest sum of magnitudes in a row of T so far. */
  get scale(): number {
    return this.#scale;
  }

  /** Whether the basis spans the whole space. */
  get isWhole(): boolean {
    return this.basis.length === this.#product.size;
  }

  /** Whether the last step has left nothing. */
  get hasBrokenDown(): boolean {
    return this.breakdowns.has(this.basis.length);
  }

  async step(): Promise<void> {
    if (this.basis.length > 0) this.#begin();
    const q = this.#next;
    this.basis.push(q);
    const w = await this.#product.of(q);
    const before = this.betas.at(-1) ?? 0;
    const alpha = dot(q, w);
    orthogonalize(w, this.basis);
    const beta = norm(w);
    this.alphas.push(alpha);
    this.#scale = Math.max(this.#scale, before + Math.abs(alpha) + beta);
    const isLost = beta <= this.#product.size * Number.EPSILON * this.#scale;
    this.betas.push(isLost ? 0 : beta);
    if (isLost) this.breakdowns.set(this.basis.length, beta);
    this.#next = w;
  }

  /** The next vector of the basis: what is left of the last product, or a random one where nothing is. */
  #begin(): void {
    this.#next = this.hasBrokenDown
      ? randomUnit(this.#product.size, this.#seed, this.basis.length, this.basis)
      : this.#next.map((entry) => entry / this.betas.at(-1)!);
  }

  /** Eigenvalues of T with the residuals of their Ritz vectors: what is left, and what was neglected before. */
  ritz(): Pick<Krylov, 'values' | 'residuals'> {
    const m = this.alphas.length;
    const rest = this.betas.at(-1) ?? 0;
    const inner = [...this.breakdowns].filter(([step]) => step < m);
    const { values, last, vectors } = tridiagonalEigen(
      Float64Array.from(this.alphas),
      Float64Array.from(this.betas.slice(0, -1)),
      { vectors: inner.length > 0 },
    );
    const left = this.breakdowns.get(m) ?? rest;
    const residuals = values.map((_, i) =>
      inner.reduce(
        (sum, [step, neglected]) => sum + neglected * Math.abs(vectors[i][step - 1]),
        left * Math.abs(last[i]),
      ),
    );
    return { values, residuals };
  }
}

/** Refuses a start that has no direction or not the right length. */
function requireStart(start: Float64Array, size: number): void {
  requireInstance('start', start, Float64Array);
  requireFiniteNumbers('start', start);
  if (start.length !== size) throw new ArgumentError('start', `${start.length} numbers`, `${size} numbers`);
  if (norm(start) === 0) throw new ArgumentError('start', 'a vector of length 0', 'a direction');
}

/**
 * The Krylov space of a symmetric matrix that is known by its products, as an orthonormal basis in which it is tridiagonal (Lanczos
 * 1950; orthogonalized twice against all vectors before: Giraud and others 2005). Where what is left of a product is below
 * size * epsilon * |T| the space of the start is exhausted: beta is 0, and a random vector orthogonal to all begins anew. It ends with
 * the steps or with the space. Needs memory for `steps` vectors. Rejects with an ArgumentError where arguments do not fit, a
 * NonFiniteError where a product is not finite, the signal's reason where it is aborted.
 */
export async function lanczos(product: Product, size: number, options: LanczosOptions = {}): Promise<Krylov> {
  requireOptions('lanczos', options, ['steps', 'seed', 'start', 'restarts', 'signal']);
  const { steps = 100, seed = 0, start, restarts = true, signal } = options;
  const checked = new CheckedProduct(product, size, signal);
  requireInteger('steps', steps, 1);
  requireInteger('seed', seed, 0);
  if (start) requireStart(start, size);
  const recurrence = new Recurrence(checked, seed, start);
  while (recurrence.basis.length < steps && !recurrence.isWhole && (restarts || !recurrence.hasBrokenDown))
    await recurrence.step();
  const { alphas, betas, basis, breakdowns, scale } = recurrence;
  return {
    alphas: Float64Array.from(alphas),
    betas: Float64Array.from(betas.slice(0, -1)),
    basis,
    rest: betas.at(-1)!,
    breakdowns: [...breakdowns.keys()],
    ...recurrence.ritz(),
    scale,
  };
}
