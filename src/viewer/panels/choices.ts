/** @file Choices of which one is made, by keys. */
import type { TargetedKeyboardEvent } from 'preact';

/** Arrows move among the choices, and choose what they come to. */
export function moveAmongChoices(event: TargetedKeyboardEvent<HTMLElement>): void {
  const choices = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=radio]:not(:disabled)')];
  const at = choices.indexOf(document.activeElement as HTMLElement);
  const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  if (at < 0 || !(event.key in steps)) return;
  event.preventDefault();
  event.stopPropagation();
  const next = choices.at((at + steps[event.key]) % choices.length)!;
  next.focus();
  next.click();
}
