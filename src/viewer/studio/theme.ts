/** @file The system's light or dark theme, and the colours that drawings need as values. */
import { computed, signal } from '@preact/signals';

const query = matchMedia('(prefers-color-scheme: dark)');
const isDarkSignal = signal(query.matches);
query.addEventListener('change', ({ matches }) => (isDarkSignal.value = matches));

/** Whether the system wants dark pages. */
export const isDark = computed(() => isDarkSignal.value);

/** Value of a colour of tokens.css, e.g. `--accent`. */
export const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();
