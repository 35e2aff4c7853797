/** @file Programs that lessons of one structure share: another box of goals, or another learning rate, costs no new trace. */

/** What was compiled, by what it is. */
export class Compiled {
  readonly #known = new Map<string, unknown>();

  /** What is known by this name; made where nothing is. All that are asked for by one name are of one type. */
  of<T>(name: string, make: () => T): T {
    if (!this.#known.has(name)) this.#known.set(name, make());
    return this.#known.get(name) as T;
  }
}
