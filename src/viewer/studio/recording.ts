/** @file Parameters of the iterations of a run, of bounded size: what the arm of any iteration is drawn from. */
import { nearestIndex } from '../../figures/extremes.ts';

/** Most numbers that are kept: 4 MiB. */
const capacity = 2 ** 19;

/** Plain data of a recording. */
export interface RecordingState {
  readonly size: number;
  readonly iterations: Float64Array;
  readonly rows: Float64Array;
}

/** Rows of parameters by iteration. Where they are too many, every second one is dropped and not kept any more, but the first and the last. */
export class Recording {
  /** Numbers of one row; known with the first one. */
  #size = 0;
  #count = 0;
  /** Iterations between two that are kept. */
  #stride = 1;
  #iterations = new Float64Array(64);
  #rows = new Float64Array(0);

  /** As it was kept. */
  static from({ size, iterations, rows }: RecordingState): Recording {
    const recording = new Recording();
    iterations.forEach((k, i) => recording.push(k, rows.subarray(i * size, (i + 1) * size)));
    return recording;
  }

  get state(): RecordingState {
    const used = this.#count * this.#size;
    return { size: this.#size, iterations: this.#iterations.slice(0, this.#count), rows: this.#rows.slice(0, used) };
  }

  /** One of its own, for a run that is kept. */
  copy(): Recording {
    return Recording.from(this.state);
  }

  /** Memory that it takes, bytes. */
  get bytes(): number {
    return this.#iterations.byteLength + this.#rows.byteLength;
  }

  get length(): number {
    return this.#count;
  }

  /** The first iteration that is kept; -1 where there is none. */
  get first(): number {
    return this.#count > 0 ? this.#iterations[0] : -1;
  }

  /** The last iteration that is kept; -1 where there is none. */
  get last(): number {
    return this.#count > 0 ? this.#iterations[this.#count - 1] : -1;
  }

  /** Keeps the parameters of an iteration; `k` is greater than any before. */
  push(k: number, parameters: Float64Array): void {
    if (this.#count === 0) this.#size = parameters.length;
    if (parameters.length !== this.#size) throw new Error(`${parameters.length} parameters, not ${this.#size}`);
    const isInTurn = (one: number): boolean => (one - this.first) % this.#stride === 0;
    if (this.#count > 1 && !isInTurn(this.last)) this.#count--;
    if (this.#count > 2 && (this.#count + 1) * this.#size > capacity) this.#thin();
    this.#makeRoom();
    this.#iterations[this.#count] = k;
    this.#rows.set(parameters, this.#count * this.#size);
    this.#count++;
  }

  /** The iteration nearest to `k` that is kept, with a copy of its parameters; null where none is. */
  nearest(k: number): { readonly k: number; readonly parameters: Float64Array } | null {
    const place = nearestIndex(this.#iterations.subarray(0, this.#count), k);
    if (place < 0) return null;
    return {
      k: this.#iterations[place],
      parameters: this.#rows.slice(place * this.#size, (place + 1) * this.#size),
    };
  }

  #makeRoom(): void {
    if (this.#count === this.#iterations.length) this.#iterations = grown(this.#iterations, 2 * this.#count);
    const needed = (this.#count + 1) * this.#size;
    if (needed > this.#rows.length) this.#rows = grown(this.#rows, Math.max(needed, 2 * this.#rows.length));
  }

  #thin(): void {
    this.#stride *= 2;
    let kept = 0;
    for (let i = 0; i < this.#count; i++) {
      if ((this.#iterations[i] - this.#iterations[0]) % this.#stride !== 0) continue;
      this.#iterations[kept] = this.#iterations[i];
      this.#rows.copyWithin(kept * this.#size, i * this.#size, (i + 1) * this.#size);
      kept++;
    }
    this.#count = kept;
  }
}

function grown(numbers: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(length);
  larger.set(numbers);
  return larger;
}
