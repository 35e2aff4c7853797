/** @file A row of a form: what is chosen, and what chooses it. */
import type { ComponentChildren } from 'preact';

interface RowProps {
  readonly label: string;
  /** The pointer is over it, or has left it. */
  readonly onLight?: (isLit: boolean) => void;
  readonly children: ComponentChildren;
}

export function Row({ label, onLight, children }: RowProps) {
  return (
    <label
      class="lab-row"
      onPointerEnter={({ pointerType }) => pointerType !== 'touch' && onLight?.(true)}
      onPointerLeave={() => onLight?.(false)}
    >
      <span>{label}</span>
      {children}
    </label>
  );
}
