/** @file A row of a form: what is chosen, and what chooses it. */
import type { ComponentChildren } from 'preact';

export function Row({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    <label class="lab-row">
      <span>{label}</span>
      {children}
    </label>
  );
}
