/** @file Compiled modules by their content. */
import { ContentCache } from '../content-cache.ts';

const modules = new ContentCache<WebAssembly.Module>();

/** The module of the bytes, compiled once for the same content. */
export const moduleOf = (bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module =>
  modules.get(bytes.length, bytes, () => new WebAssembly.Module(bytes));
