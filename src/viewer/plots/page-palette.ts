/** @file The colours of plots on the screen: those of the page's theme. */
import { effect } from '@preact/signals';
import { colour, isDark } from '../studio/theme.ts';
import type { Palette } from '../../figures/colours.ts';

export const pagePalette: Palette = colour;

/** Calls back whenever the theme has changed, until the returned function is called. */
export function onTheme(callback: () => void): () => void {
  let isFirst = true;
  return effect(() => {
    void isDark.value;
    if (!isFirst) callback();
    isFirst = false;
  });
}
