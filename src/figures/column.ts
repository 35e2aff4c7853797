/** @file One number over the iterations: a bounded record that loses neither its first point, its last, nor an extreme. */
import { extremesOf, nearestIndex } from './extremes.ts';
import type { Scale } from './gaps.ts';

/** Most points that a column keeps. */
export const capacity = 16_384;

/** A point that a column keeps. */
export interface SeriesPoint {
  readonly k: number;
  readonly value: number;
}

/** A column as it is drawn. */
export interface ColumnLine {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Plain data (typed arrays) that a column can be made of again. */
export interface ColumnState {
  /** Iterations between two bins. */
  readonly width: number;
  readonly k: Float64Array;
  readonly values: Float64Array;
}

const grown = (array: Float64Array): Float64Array => {
  const larger = new Float64Array(Math.min(2 * array.length, capacity));
  larger.set(array);
  return larger;
};

/** Points in bins of equal width in k; a bin that is full keeps its extremes. The width doubles whenever the record is full. */
export class ColumnPoints {
  readonly #scale: Scale;
  #width: number;
  #count: number;
  #k: Float64Array;
  #values: Float64Array;
  #line: ColumnLine | null = null;

  constructor(scale: Scale, state?: ColumnState) {
    this.#scale = scale;
    this.#width = state?.width ?? 1;
    this.#count = state?.k.length ?? 0;
    this.#k = new Float64Array(Math.max(64, this.#count));
    this.#values = new Float64Array(this.#k.length);
    if (!state) return;
    this.#k.set(state.k);
    this.#values.set(state.values);
  }

  /** Iterations of the points, ascending, and values as they were found: views, good and the same objects until the next push. */
  get line(): ColumnLine {
    this.#line ??= { x: this.#k.subarray(0, this.#count), y: this.#values.subarray(0, this.#count) };
    return this.#line;
  }

  /** Memory that it takes, bytes. */
  get bytes(): number {
    return this.#k.byteLength + this.#values.byteLength;
  }

  get state(): ColumnState {
    return { width: this.#width, k: this.line.x.slice(), values: this.line.y.slice() };
  }

  push(k: number, value: number): void {
    this.#line = null;
    this.#reduceLastBin();
    if (this.#count === capacity) this.#widen();
    if (this.#count === this.#k.length) {
      this.#k = grown(this.#k);
      this.#values = grown(this.#values);
    }
    this.#k[this.#count] = k;
    this.#values[this.#count] = value;
    this.#count++;
  }

  /** The point at an iteration, or the nearest one that is kept; null where there is none. */
  at(k: number): SeriesPoint | null {
    const index = nearestIndex(this.line.x, k);
    return index < 0 ? null : { k: this.#k[index], value: this.#values[index] };
  }

  #binOf(index: number): number {
    return Math.floor(this.#k[index] / this.#width);
  }

  /** Of [from, to), which lie in one bin, moves those that are kept to `target` and on; says where these end. */
  #reduce(from: number, to: number, target: number): number {
    const kept = extremesOf(this.#values, from, to, this.#scale);
    for (const index of from === 0 && kept[0] !== 0 ? [0, ...kept] : kept) {
      this.#k[target] = this.#k[index];
      this.#values[target] = this.#values[index];
      target++;
    }
    return target;
  }

  #reduceLastBin(): void {
    let from = this.#count;
    while (from > 0 && this.#binOf(from - 1) === this.#binOf(this.#count - 1)) from--;
    if (this.#count - from > 1) this.#count = this.#reduce(from, this.#count, from);
  }

  /** Doubles the bins until half of the record is free. */
  #widen(): void {
    while (this.#count > capacity / 2) {
      this.#width *= 2;
      let kept = 0;
      for (let from = 0, to = 0; from < this.#count; from = to) {
        while (to < this.#count && this.#binOf(to) === this.#binOf(from)) to++;
        kept = this.#reduce(from, to, kept);
      }
      this.#count = kept;
    }
  }
}
