/** @file The light colours of tokens.css whatever the theme: figures that leave the page go onto white paper. */
import type { Palette } from '../colours.ts';
import { pagePalette } from '../page-palette.ts';

/** Declarations of `:root` that hold in every theme, the last one first. */
function rootRules(): CSSStyleDeclaration[] {
  return [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule): rule is CSSStyleRule => rule instanceof CSSStyleRule && rule.selectorText === ':root')
    .map(({ style }) => style)
    .reverse();
}

/** Reads the page's own style sheets; a token that they do not hold has its value of the present theme. */
export function lightPalette(): Palette {
  const rules = rootRules();
  return (token) => {
    const found = rules.map((style) => style.getPropertyValue(token).trim()).find((value) => value !== '');
    return found ?? pagePalette(token);
  };
}
