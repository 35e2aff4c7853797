/** @file Colours of files: those of the page's light theme, token by token. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { lightPalette, lightTokens } from '../../src/figures/light-palette.ts';

it('holds the light values of tokens.css', () => {
  const css = readFileSync(new URL('../../src/viewer/styles/tokens.css', import.meta.url), 'utf8');
  const root = css.slice(css.indexOf(':root {'), css.indexOf('}'));
  const declared = new Map([...root.matchAll(/(--[\w-]+): ([^;]+);/g)].map(([, token, value]) => [token, value]));
  expect(lightTokens.length).toBeGreaterThan(10);
  expect(lightTokens.map((token) => [token, lightPalette(token)])).toEqual(
    lightTokens.map((token) => [token, declared.get(token)]),
  );
});
