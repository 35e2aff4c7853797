/** @file The menu: all that has no room elsewhere, on small screens most of it. */
import { type ThemeChoice, themeChoices } from '../studio/store/view.ts';
import { useStudio } from '../studio/studio.ts';
import { icons } from './icons.tsx';
import { Popover } from './popover.tsx';

const themeNames: Readonly<Record<ThemeChoice, string>> = { system: 'As the system', light: 'Light', dark: 'Dark' };

function ThemeChoices() {
  const { theme } = useStudio().store.view;
  return (
    <div class="menu-group" role="group" aria-label="Theme">
      <span aria-hidden="true">Theme</span>
      {themeChoices.map((choice) => (
        <button
          key={choice}
          type="button"
          role="menuitemradio"
          aria-checked={theme.value === choice}
          tabIndex={-1}
          onClick={() => (theme.value = choice)}
        >
          {themeNames[choice]}
        </button>
      ))}
    </div>
  );
}

export function Menu() {
  const { commands } = useStudio();
  return (
    <Popover
      id="menu"
      class="quiet menu-button"
      role="menu"
      title="Menu"
      label="Menu"
      tip="More that can be done: reset, help, theme"
      align="end"
      button={icons.more}
    >
      {commands.value
        .filter(({ isInMenu }) => isInMenu)
        .map(({ id, title, shownKeys, when, run }) => (
          <button key={id} type="button" role="menuitem" tabIndex={-1} disabled={when?.() === false} onClick={run}>
            <span>{title}</span>
            {shownKeys && <kbd>{shownKeys}</kbd>}
          </button>
        ))}
      <hr />
      <ThemeChoices />
    </Popover>
  );
}
