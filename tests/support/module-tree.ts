/** @file The modules that a built module needs, by its import statements. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const statement = /^(?:import|export)\s+(?:[^;'"]*\sfrom\s+)?['"]([^'"]+)['"]/gm;

/** Files by their relative imports, and what is imported by a name, e.g. of a package. */
export function moduleTree(entry: string): { readonly files: readonly string[]; readonly names: readonly string[] } {
  const files = new Set([entry]);
  const names = new Set<string>();
  for (const file of files)
    for (const [, specifier] of readFileSync(file, 'utf8').matchAll(statement))
      if (specifier.startsWith('.')) files.add(join(dirname(file), specifier));
      else names.add(specifier);
  return { files: [...files], names: [...names] };
}
