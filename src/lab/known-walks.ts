/** @file Walks that need not be walked again: the same method from the same start over as many iterations of one study. */
import { unlessAborted } from '../learning/pace.ts';
import type { Chosen } from '../settings/kinds.ts';

/** What makes a walk of a study another one. */
interface Walked {
  readonly method: Chosen;
  readonly iterations: number;
  readonly start: Float64Array;
}

interface Kept<T> {
  readonly of: Walked;
  readonly walk: Promise<T>;
}

/** Most walks that are kept: those of two changes of all methods. */
const most = 12;

const isSame = (one: Walked, other: Walked): boolean =>
  one.iterations === other.iterations &&
  JSON.stringify(one.method) === JSON.stringify(other.method) &&
  one.start.every((value, i) => Object.is(value, other.start[i]));

/** Of one study; those that were asked for last. */
export class KnownWalks<T> {
  #kept: readonly Kept<T>[] = [];

  /** The walk that is known or under way, else the one that is made now. One that fails or is given up leaves nothing behind. */
  async walk({ method, iterations, start }: Walked, make: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const of = { method, iterations, start };
    for (;;) {
      const known = this.#kept.find((each) => isSame(each.of, of));
      if (!known) return this.#keep({ of, walk: make() });
      this.#keepFirst(known);
      try {
        return await unlessAborted(known.walk, signal);
      } catch {
        // who began it gave it up, or it fails here as well
        signal?.throwIfAborted();
      }
    }
  }

  #keep(made: Kept<T>): Promise<T> {
    this.#keepFirst(made);
    made.walk.catch(() => (this.#kept = this.#kept.filter((each) => each !== made)));
    return made.walk;
  }

  #keepFirst(one: Kept<T>): void {
    this.#kept = [one, ...this.#kept.filter((each) => each !== one)].slice(0, most);
  }
}
