/** @file The colours of the page: text can be read, edges and lines can be seen, in both themes; and every name that is used is there. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lineColours } from '../../../src/viewer/studio/readings.ts';

const folder = fileURLToPath(new URL('../../../src/viewer/styles/', import.meta.url));
const styles = readdirSync(folder).map((name) => readFileSync(folder + name, 'utf8'));
const tokens = readFileSync(`${folder}tokens.css`, 'utf8');

/** Custom properties of the rule behind a selector. */
function rule(selector: string): Record<string, string> {
  const start = tokens.indexOf(`${selector} {`);
  const body = tokens.slice(start, tokens.indexOf('}', start));
  return Object.fromEntries([...body.matchAll(/(--[\w-]+): ([^;]+);/g)].map(([, name, value]) => [name, value]));
}

const light = rule(':root');
const themes = { light, dark: { ...light, ...rule(":root[data-theme='dark']") } };

/** Relative luminance of WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = hex.match(/[\da-f]{2}/gi)!.map((pair) => {
    const share = Number.parseInt(pair, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

/** Foreground, background, least contrast. */
const pairs: readonly (readonly [string, string, number])[] = [
  ...['--surface', '--canvas', '--sunken', '--hover'].flatMap((ground) => [
    ['--text', ground, 7] as const,
    ['--muted', ground, 4.5] as const,
    ['--control', ground, 3] as const,
  ]),
  ...['--now', '--plus', '--minus', '--good', '--bad', '--warn'].map((name) => [name, '--surface', 4.5] as const),
  ['--good', '--good-soft', 4.5],
  ['--bad', '--bad-soft', 4.5],
  ['--warn', '--warn-soft', 4.5],
  ['--now-strong', '--now-soft', 4.5],
  ['--on-now', '--now', 4.5],
  ['--on-now', '--now-strong', 4.5],
  ...lineColours.map((name) => [name, '--surface', 3] as const),
];

describe.each(Object.entries(themes))('the %s theme', (_, theme) => {
  it.each(pairs)('shows %s on %s with a contrast of %f', (front, ground, least) => {
    expect(contrast(theme[front], theme[ground])).toBeGreaterThanOrEqual(least);
  });

  it('keeps the curves apart from the present run', () => {
    for (const name of lineColours) expect(theme[name]).not.toBe(theme['--now']);
    expect(new Set(lineColours.map((name) => theme[name])).size).toBe(lineColours.length);
  });
});

describe('the files of styles', () => {
  it('are part of the page, each once', () => {
    const page = readFileSync(`${folder}page.css`, 'utf8');
    const imported = [...page.matchAll(/@import '\.\/([^']+)'/g)].map(([, name]) => name);
    const files = readdirSync(folder).filter((name) => name !== 'page.css');
    expect([...imported].sort()).toEqual(files.sort());
  });
});

describe('names of the styles', () => {
  const used = new Set(styles.flatMap((text) => [...text.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name)));
  const set = new Set(styles.flatMap((text) => [...text.matchAll(/(--[\w-]+):/g)].map(([, name]) => name)));
  /** Set on elements by script. */
  const elsewhere = /^--(lit|filled|row)$/;

  it('are all set somewhere', () => {
    expect([...used].filter((name) => !set.has(name) && !elsewhere.test(name))).toEqual([]);
  });

  it('know three weights of type', () => {
    const weights = styles.flatMap((text) => [...text.matchAll(/font-weight: ([^;]+);/g)].map(([, weight]) => weight));
    expect([...new Set(weights)].sort()).toEqual(['400', '500', '600']);
  });
});
