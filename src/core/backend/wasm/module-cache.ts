/** @file Compiled modules by their content. */

interface Cached {
  readonly bytes: Uint8Array;
  readonly module: WebAssembly.Module;
}

/** Modules kept at most; the one used longest ago goes first. */
const capacity = 64;
const cache = new Map<string, Cached[]>();
let kept = 0;

/** 32-bit FNV-1a; entries of one hash are told apart by all their bytes. */
function hashOf(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return `${bytes.length}-${(hash >>> 0).toString(16)}`;
}

const areEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

/** The module of the bytes, compiled once for the same content. */
export function moduleOf(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const hash = hashOf(bytes);
  const candidates = cache.get(hash) ?? [];
  const known = candidates.find((candidate) => areEqual(candidate.bytes, bytes));
  cache.delete(hash);
  cache.set(hash, candidates);
  if (known) return known.module;
  const made = { bytes, module: new WebAssembly.Module(bytes) };
  candidates.push(made);
  if (++kept > capacity) {
    const [oldest, entries] = cache.entries().next().value!;
    kept -= entries.length;
    cache.delete(oldest);
  }
  return made.module;
}
