/** @file What has been made of some content, kept so that the same content is not worked on twice. */

type Content = ArrayLike<number>;

/** Content, or how to get it; `null` where it cannot be told. */
type LazyContent = Content | null | (() => Content | null);

interface Key {
  content: LazyContent;
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

function isSameContent(one: Key, other: Key): boolean {
  const [a, b] = [told(one), told(other)];
  return a !== null && b !== null && areEqual(a, b);
}

/** Values stay for as long as something else holds them: the cache keeps none alive, nor what tells its content. */
export class ContentCache<V extends object> {
  readonly #entries = new Map<number, WeakRef<V>[]>();
  readonly #keys = new WeakMap<V, Key>();
  readonly #collected = new FinalizationRegistry<number>((hash) => this.#drop(hash));

  /** Places that hold a value, or did until a moment ago. */
  get size(): number {
    return [...this.#entries.values()].reduce((count, entries) => count + entries.length, 0);
  }

  /**
   * The value of the content, made once for as long as it is held. `hash` is the same for the same content; content is asked
   * for only where another has the same hash, and they are told apart by all their numbers.
   */
  get(hash: number, content: LazyContent, make: () => V): V {
    const key: Key = { content };
    for (const entry of this.#entries.get(hash) ?? []) {
      const known = entry.deref();
      if (known && isSameContent(this.#keys.get(known)!, key)) return known;
    }
    const value = make();
    this.#keys.set(value, key);
    this.#collected.register(value, hash);
    this.#entries.set(hash, [...(this.#entries.get(hash) ?? []), new WeakRef(value)]);
    return value;
  }

  #drop(hash: number): void {
    const living = (this.#entries.get(hash) ?? []).filter((entry) => entry.deref());
    if (living.length > 0) this.#entries.set(hash, living);
    else this.#entries.delete(hash);
  }
}
