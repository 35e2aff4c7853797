/** @file A person's lasting choices: taken from what the browser remembers, and remembered when they change. */
import { effect, untracked } from '@preact/signals';
import { layout } from './media.ts';
import { recall, remember } from './remembered.ts';
import { type ThemeChoice, themeChoices } from './store/view.ts';
import type { Store } from './store/store.ts';

const isTheme = (text: string | null): text is ThemeChoice => themeChoices.some((choice) => choice === text);

/** The theme, and whether the inspector is open where it has a column of its own; where it would cover the arm it starts closed. */
export function rememberChoices({ view }: Store): void {
  const theme = recall('theme');
  if (isTheme(theme)) view.theme.value = theme;
  effect(() => remember('theme', view.theme.value));
  effect(() => {
    const isOpen = layout.value === 'columns' && recall('inspector') !== 'closed';
    untracked(() => (view.isInspectorOpen.value = isOpen));
  });
  effect(() => {
    const { value: isOpen } = view.isInspectorOpen;
    if (layout.peek() === 'columns') remember('inspector', isOpen ? 'open' : 'closed');
  });
}
