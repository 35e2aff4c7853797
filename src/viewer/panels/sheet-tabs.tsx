/** @file On a phone: which part of the bottom sheet is open. */
import * as store from '../studio/store.ts';
import { icons } from './icons.tsx';

const tabs = [
  { sheet: 'curves', name: 'Curves' },
  { sheet: 'settings', name: 'Settings' },
] as const;

export function SheetTabs() {
  return (
    <nav class="sheet-tabs" aria-label="Panels">
      {tabs.map(({ sheet, name }) => (
        <button
          key={sheet}
          type="button"
          aria-expanded={store.sheet.value === sheet}
          aria-controls={sheet}
          onClick={() => (store.sheet.value = store.sheet.value === sheet ? 'none' : sheet)}
        >
          {icons[sheet]}
          <span>{name}</span>
        </button>
      ))}
    </nav>
  );
}
