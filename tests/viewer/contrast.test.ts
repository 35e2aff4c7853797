/** @file Colours of both themes, computed from the tokens: texts are read (4.5 : 1), edges and lines are seen (3 : 1). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../src/viewer/styles/tokens.css', import.meta.url), 'utf8');

/** Hexadecimal tokens of a rule. */
function tokensOf(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  const rule = css.slice(start, css.indexOf('}', start));
  return new Map([...rule.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));
}

const light = tokensOf(':root');
const dark = new Map([...light, ...tokensOf(":root[data-theme='dark']")]);

/** Relative luminance as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((one, other) => other - one);
  return (high + 0.05) / (low + 0.05);
}

const texts = [
  ...['text', 'muted'].flatMap((text) => ['surface', 'canvas', 'sunken', 'hover'].map((on) => [text, on])),
  ...['now', 'plus', 'minus', 'good', 'bad', 'warn'].map((text) => [text, 'surface']),
  ...['line-1', 'line-2', 'line-3', 'line-4', 'line-5', 'line-6'].map((text) => [text, 'surface']),
  ['on-now', 'now'],
  ['on-now', 'now-strong'],
  ['now-strong', 'now-soft'],
  ['good', 'good-soft'],
  ['bad', 'bad-soft'],
  ['warn', 'warn-soft'],
];

const edges = ['control', 'now', 'plus', 'minus'].map((edge) => [edge, 'surface']);

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s theme', (_, tokens) => {
  const of = (pairs: readonly string[][], least: number): string[] =>
    pairs
      .map(([a, b]) => ({ pair: `${a} on ${b}`, ratio: contrast(tokens.get(a)!, tokens.get(b)!) }))
      .filter(({ ratio }) => !(ratio >= least))
      .map(({ pair, ratio }) => `${pair}: ${ratio.toFixed(2)}`);

  it('has texts that are read', () => {
    expect(of(texts, 4.5)).toEqual([]);
  });

  it('has edges and lines that are seen', () => {
    expect(of(edges, 3)).toEqual([]);
  });
});
