/** @file Comparison of results: populations, then bits or closeness. */
import type { PopulationTensor } from '../../../src/index.ts';
import type { List } from './trial.ts';

const shown = (x: number): string => (Object.is(x, -0) ? '-0' : String(x));

/** The first difference in numbers that `isSame` does not accept, or `null`. */
export function difference(
  found: List,
  expected: List,
  isSame: (a: number, b: number, output: number) => boolean,
): string | null {
  if (found.length !== expected.length) return `${found.length} results instead of ${expected.length}`;
  for (const [output, right] of expected.entries()) {
    const { shape, population, data } = found[output];
    if (population !== right.population || shape.join() !== right.shape.join())
      return `result ${output} has type [${shape.join()}] x ${population} instead of [${right.shape.join()}] x ${right.population}`;
    for (let i = 0; i < data.length; i++)
      if (!isSame(data[i], right.data[i], output))
        return `result ${output}, element ${Math.floor(i / population)}, member ${i % population}: ${shown(data[i])} instead of ${shown(right.data[i])}`;
  }
  return null;
}

/** NaN is NaN whatever its payload. */
export const sameBits = (found: List, expected: List): string | null => difference(found, expected, Object.is);

export const largest = (tensors: readonly PopulationTensor[]): number =>
  tensors.reduce((most, { data }) => data.reduce((a, b) => Math.max(a, Math.abs(b)), most), 0);

/** Close beside the largest of all results, or within what `looser` says of an output. */
export function close(
  found: List,
  expected: List,
  tolerance: number,
  looser: (output: number) => number,
): string | null {
  const allowed = tolerance * (1 + largest(expected));
  const known: number[] = [];
  return difference(found, expected, (a, b, output) => {
    if (Object.is(a, b) || Math.abs(a - b) <= allowed) return true;
    return Math.abs(a - b) <= allowed + (known[output] ??= looser(output));
  });
}
