/** @file A button that opens something over the page: a list of choices, or words. Esc and a press elsewhere close it. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { placeNear } from '../studio/place-near.ts';

interface PopoverProps {
  readonly id: string;
  /** Of the button. */
  readonly class: string;
  /** Of the button, where its words do not say it. */
  readonly label?: string;
  readonly tip: string;
  readonly button: ComponentChildren;
  /** `menu`: arrows move between its choices, and a choice closes it. */
  readonly role: 'menu' | 'dialog';
  readonly title: string;
  readonly align?: 'start' | 'end';
  readonly children: ComponentChildren;
}

const choices = (panel: HTMLElement): HTMLElement[] => [
  ...panel.querySelectorAll<HTMLElement>('[role^=menuitem]:not(:disabled)'),
];

/** Moves the focus among the choices, around the ends. */
function moveFocus(panel: HTMLElement, key: string): boolean {
  const items = choices(panel);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const moves: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  if (!(key in moves) || items.length === 0) return false;
  items.at(moves[key] % items.length)!.focus();
  return true;
}

export function Popover({ id, class: name, label, tip, button, role, title, align = 'start', children }: PopoverProps) {
  const opener = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const close = (): void => {
    panel.current!.hidePopover();
    opener.current!.focus();
  };
  const onToggle = ({ newState }: { readonly newState: string }): void => {
    setOpen(newState === 'open');
    if (newState !== 'open') return;
    const { width, height } = panel.current!.getBoundingClientRect();
    const anchor = opener.current!.getBoundingClientRect();
    const { left, top } = placeNear(anchor, { width, height }, { width: innerWidth, height: innerHeight }, { align });
    panel.current!.style.translate = `${left}px ${top}px`;
    const chosen = panel.current!.querySelector<HTMLElement>('[aria-checked=true]');
    (chosen ?? choices(panel.current!)[0] ?? panel.current!).focus();
  };
  useEffect(() => {
    if (!isOpen) return;
    // it would be left where its button was
    const closing = (): void => panel.current!.hidePopover();
    addEventListener('resize', closing);
    return () => removeEventListener('resize', closing);
  }, [isOpen]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isOpen) return;
    // keys of the page stay away from what is open; Space presses here
    event.stopPropagation();
    if (event.key === 'Escape') close();
    else if (role === 'menu' && moveFocus(panel.current!, event.key)) event.preventDefault();
  };
  return (
    <span class="popover-place" onKeyDown={onKeyDown} onKeyUp={(event) => isOpen && event.stopPropagation()}>
      <button
        type="button"
        class={name}
        ref={opener}
        aria-label={label}
        aria-haspopup={role}
        aria-expanded={isOpen}
        aria-controls={id}
        data-tip={tip}
        popovertarget={id}
      >
        {button}
      </button>
      <div
        class={`popover ${role}`}
        id={id}
        popover="auto"
        role={role}
        aria-label={title}
        tabIndex={-1}
        ref={panel}
        onToggle={onToggle}
        onClick={({ target }) =>
          role === 'menu' && target instanceof Element && target.closest('[role^=menuitem]') && close()
        }
      >
        {children}
      </div>
    </span>
  );
}
