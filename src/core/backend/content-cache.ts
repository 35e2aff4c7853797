/** @file What has been made of some content, kept so that the same content is not worked on twice. */

interface Entry<V> {
  readonly content: ArrayLike<number>;
  readonly value: V;
}

const areEqual = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

/** 32-bit FNV-1a over numbers; contents of one hash are told apart by all their numbers. */
function hashOf(content: ArrayLike<number>): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < content.length; i++) hash = Math.imul(hash ^ content[i], 0x01000193);
  return hash ^ content.length;
}

export class ContentCache<V> {
  readonly #capacity: number;
  /** The one used longest ago comes first. */
  readonly #entries = new Map<number, Entry<V>[]>();
  #count = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The value of the content, made once for as long as it is kept. */
  get(content: ArrayLike<number>, make: () => V): V {
    const hash = hashOf(content);
    const entries = this.#entries.get(hash) ?? [];
    this.#entries.delete(hash);
    this.#entries.set(hash, entries);
    const known = entries.find((entry) => areEqual(entry.content, content));
    if (known) return known.value;
    const value = make();
    entries.push({ content, value });
    if (++this.#count > this.#capacity) {
      const [oldest, dropped] = this.#entries.entries().next().value!;
      this.#entries.delete(oldest);
      this.#count -= dropped.length;
    }
    return value;
  }
}
