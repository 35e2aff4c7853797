/** @file What every source file keeps to, beyond what the linter can say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

const sources = ['src', 'controllers', 'tests'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('/generated/'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
);

const numeric = sources.filter(({ path }) =>
  /^(src\/(core|spatial|robot|dynamics|simulation|rollout|task|optimize)|controllers)\//.test(path),
);

/** Correctly rounded by the language's standard, or exact; everything else differs between machines. */
const exact = [
  'abs',
  'ceil',
  'clz32',
  'E',
  'floor',
  'fround',
  'imul',
  'LN2',
  'LN10',
  'LOG2E',
  'LOG10E',
  'max',
  'min',
  'PI',
  'round',
  'sign',
  'sqrt',
  'SQRT2',
  'trunc',
];

describe('source files', () => {
  it('are found', () => {
    expect(numeric.length).toBeGreaterThan(80);
  });

  it('compute with the same bits everywhere: no mathematics of the host in the numeric folders', () => {
    const used = numeric.flatMap(({ path, text }) =>
      [...text.matchAll(/\bMath\.(\w+)/g)].map(([, name]) => ({ path, name })),
    );
    expect(used.filter(({ name }) => !exact.includes(name))).toEqual([]);
  });

  it('say at the top what they are', () => {
    const own = sources.filter(({ path }) => !path.startsWith('tests/'));
    expect(own.filter(({ text }) => !/^(#!.*\n)?\/\*\*\s+(\* )?@file /.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('never build code from text', () => {
    expect(
      sources
        .filter(({ path, text }) => !path.startsWith('tests/') && /\beval\(|new Function\(/.test(text))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  const lengths = sources.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));

  it('have at most 300 lines', () => {
    // the public API is one list, however long
    const long = lengths.filter(({ path, lines }) => lines > 300 && path !== 'src/index.ts').map(({ path }) => path);
    expect(long).toEqual([]);
  });

  it('are short: the median has at most 80 lines', () => {
    const own = lengths.filter(({ path }) => !path.startsWith('tests/')).map(({ lines }) => lines);
    expect(own.sort((a, b) => a - b)[Math.floor(own.length / 2)]).toBeLessThanOrEqual(80);
  });
});
