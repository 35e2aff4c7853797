/** @file The slice of the selection: what is lit everywhere at once, and what stays lit. */
import { signal } from '@preact/signals';

export const selectableKinds = ['joint', 'term', 'parameter', 'method', 'equation'] as const;
export type SelectableKind = (typeof selectableKinds)[number];

/** One thing that panels know by the same name. */
export interface Selected {
  readonly kind: SelectableKind;
  /** A joint's name, a cost term's name, a parameter's position. */
  readonly id: string;
}

/** The id of what is selected, where it is of a kind. */
export const idOf = (selected: Selected | null, kind: SelectableKind): string | null =>
  selected?.kind === kind ? selected.id : null;

export function createSelection() {
  return { hover: signal<Selected | null>(null), pin: signal<Selected | null>(null) };
}
