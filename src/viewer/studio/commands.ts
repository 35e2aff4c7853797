/** @file Commands: what can be done by a key, from the help, from a menu; each declared once. */
import type { Store } from './store/store.ts';

export interface Command {
  readonly id: string;
  /** What it does, for the help and for menus. */
  readonly title: string;
  /** As in KeyboardEvent.key, letters small, `Shift+` in front where it is held: ' ', 'Shift+ArrowLeft', '?'. */
  readonly keys: readonly string[];
  /** The keys as people write them: `Shift ←→↑↓`. Absent for a command that the help does not list by itself. */
  readonly shownKeys?: string;
  /** Whether it makes sense now. Reads signals. */
  readonly when?: () => boolean;
  /** Whether it stands in the menu of small screens. */
  readonly isInMenu?: boolean;
  readonly run: () => void;
}

/** Name of the key of an event, as commands write it. */
export function keyOf({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): string {
  const name = key.length === 1 ? key.toLowerCase() : key;
  return shiftKey && key.length > 1 ? `Shift+${name}` : name;
}

/** Whether a key belongs to the element that has the focus. Space is never a button's: it plays, and Enter presses. */
function isTaken(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  const isText = target.matches('input:not([type=range]):not([type=checkbox]), select, textarea, [contenteditable]');
  if (isText) return event.key !== 'Escape';
  if (event.key === ' ') return target.matches('input[type=checkbox], summary');
  const isMoved = event.key.startsWith('Arrow') || ['Home', 'End', 'PageUp', 'PageDown'].includes(event.key);
  return isMoved && target.matches('input[type=range], [role=tab], [role=slider], [role=tree] *, [role=listbox] *');
}

/** Listens to keys until the returned function is called. A modal dialog has all keys for itself. */
export function listenToKeys(target: EventTarget, commands: () => readonly Command[], store: Store): () => void {
  const listening = new AbortController();
  target.addEventListener(
    'keydown',
    (raw) => {
      const event = raw as KeyboardEvent;
      if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
      if (document.querySelector('dialog:modal') && event.key !== '?') return;
      const key = keyOf(event);
      const command = commands().find(({ keys, when }) => keys.includes(key) && (when?.() ?? true));
      if (!command) return;
      event.preventDefault();
      store.messages.said.value = '';
      command.run();
    },
    { signal: listening.signal },
  );
  // a button that has the focus would press itself when the key is let go
  target.addEventListener(
    'keyup',
    (raw) => {
      const event = raw as KeyboardEvent;
      const isButton = event.target instanceof HTMLElement && event.target.matches('button, a, [role=tab]');
      if (event.key === ' ' && isButton && !document.querySelector('dialog:modal')) event.preventDefault();
    },
    { signal: listening.signal },
  );
  return () => listening.abort();
}
