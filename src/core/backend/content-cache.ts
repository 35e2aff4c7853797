/** @file What has been made of some content, kept so that the same content is not worked on twice. */

type Content = ArrayLike<number>;

/** Content, or how to get it; `null` where it cannot be told. */
type LazyContent = Content | null | (() => Content | null);

interface Key {
  content: LazyContent;
}

interface Entry<V> extends Key {
  readonly value: V;
}

const areEqual = (a: Content, b: Content): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

/** 32-bit FNV-1a over numbers. */
export function hashOf(content: Content): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < content.length; i++) hash = Math.imul(hash ^ content[i], 0x01000193);
  return hash ^ content.length;
}

function told(key: Key): Content | null {
  if (typeof key.content === 'function') key.content = key.content();
  return key.content;
}

export class ContentCache<V> {
  readonly #capacity: number;
  /** By hash, the one used longest ago first. */
  readonly #entries = new Map<number, Entry<V>[]>();
  #count = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /**
   * The value of the content, made once for as long as it is kept. `hash` is the same for the same content; content is asked
   * for only where another has the same hash, and they are told apart by all their numbers.
   */
  get(hash: number, content: LazyContent, make: () => V): V {
    const entries = this.#entries.get(hash) ?? [];
    this.#entries.delete(hash);
    this.#entries.set(hash, entries);
    const key: Key = { content };
    const known = entries.find((entry) => {
      const [a, b] = [told(entry), told(key)];
      return a && b && areEqual(a, b);
    });
    if (known) return known.value;
    const value = make();
    entries.push({ ...key, value });
    if (++this.#count > this.#capacity) {
      const [oldest, dropped] = this.#entries.entries().next().value!;
      this.#entries.delete(oldest);
      this.#count -= dropped.length;
    }
    return value;
  }
}
