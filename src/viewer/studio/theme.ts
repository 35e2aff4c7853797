/** @file Light or dark: what the system wants, or what was chosen; and the colours that drawings need as values. */
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { media } from './media.ts';
import type { ThemeChoice } from './store/view.ts';

const systemIsDark = media('(prefers-color-scheme: dark)');
const shown = signal(systemIsDark.value);

/** Whether the page is dark. By the time it changes, `colour` gives the new colours. */
export const isDark: ReadonlySignal<boolean> = shown;

/** Shows the theme that is chosen, until the returned function is called. */
export const followTheme = (choice: ReadonlySignal<ThemeChoice>): (() => void) =>
  effect(() => {
    const wantsDark = choice.value === 'system' ? systemIsDark.value : choice.value === 'dark';
    document.documentElement.dataset.theme = wantsDark ? 'dark' : 'light';
    shown.value = wantsDark;
  });

/** Value of a colour of tokens.css, e.g. `--now`. */
export const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();
