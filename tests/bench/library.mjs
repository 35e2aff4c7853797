/** @file The library as it is built: its public API, and the few insides that the limit in C is made from. */
import { readFileSync } from 'node:fs';

export * from '../../dist/src/index.js';

/** URDF text of a robot of assets. */
export const robotText = (name) => readFileSync(new URL(`../../assets/robots/${name}.urdf`, import.meta.url), 'utf8');

/** An export of the library that may not be there yet; undefined then. */
export async function optional(path, name) {
  try {
    return (await import(new URL(`../../dist/src/${path}`, import.meta.url).href))[name];
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
