/** @file Circles of imports, those of types included: only files that define one thing together may need one another. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

const files = ['src', 'controllers'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path)),
);

const importsOf = (path: string): string[] =>
  [...readFileSync(join(root, path), 'utf8').matchAll(/^(?:import|export)\b[^;]*?from '(\.[^']+)';/gm)]
    .map(([, from]) => posix.join(posix.dirname(path), from))
    .filter((to) => files.includes(to));

/** Files that can be reached from one another, in groups (Tarjan 1972). */
function circles(): string[][] {
  const graph = new Map(files.map((path) => [path, importsOf(path)]));
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (path: string): number => {
    order.set(path, order.size);
    let low = order.get(path)!;
    stack.push(path);
    for (const to of graph.get(path)!) {
      if (!order.has(to)) low = Math.min(low, visit(to));
      else if (stack.includes(to)) low = Math.min(low, order.get(to)!);
    }
    lowest.set(path, low);
    if (low === order.get(path)) {
      const group = stack.splice(stack.indexOf(path));
      if (group.length > 1) found.push(group.sort());
    }
    return low;
  };
  files.forEach((path) => order.has(path) || visit(path));
  return found.sort((a, b) => a[0].localeCompare(b[0]));
}

it('only files that define one thing together import one another', () => {
  expect(circles()).toEqual([
    // a tensor is the output of a node, a node applies a primitive to tensors
    ['src/core/application.ts', 'src/core/population-tensor.ts', 'src/core/primitive.ts'],
    // a schedule holds tiles, tiles hold what is scheduled
    ['src/core/program/arrange/schedule.ts', 'src/core/program/arrange/tiles.ts'],
    // the body of a loop is lowered as all else is
    ['src/core/program/lower/lower-scan.ts', 'src/core/program/lower/lower.ts'],
    // an instruction may be written out in others
    ['src/core/scalar/arithmetic.ts', 'src/core/scalar/instruction.ts'],
  ]);
});
