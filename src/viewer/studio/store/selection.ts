/** @file The slice of the selection: what is lit everywhere at once, and what stays lit. */
import { signal } from '@preact/signals';

export const selectableKinds = [
  'joint',
  'term',
  'parameter',
  'method',
  'controller',
  'integrator',
  'equation',
  'walk',
  'group',
  'sensor',
  'unit',
] as const;
export type SelectableKind = (typeof selectableKinds)[number];

/** One thing that panels know by the same name. */
export interface Selected {
  readonly kind: SelectableKind;
  /**
   * A joint's name, a cost term's name, a parameter's position, a kind's name in files; of the Lab: the position of a compared method, and
   * that of a group of parameters; of the Senses: a sensor's name, and the place of a unit.
   */
  readonly id: string;
}

/** The id of what is selected, where it is of a kind. */
export const idOf = (selected: Selected | null, kind: SelectableKind): string | null =>
  selected?.kind === kind ? selected.id : null;

export const isSame = (one: Selected | null, other: Selected | null): boolean =>
  one?.kind === other?.kind && one?.id === other?.id;

/** What is pinned once something was pressed: that, or nothing where it was pinned already. */
export const pinAfter = (pin: Selected | null, pressed: Selected | null): Selected | null =>
  isSame(pin, pressed) ? null : pressed;

/** Both selections at one moment. */
export interface Lit {
  readonly hover: Selected | null;
  readonly pin: Selected | null;
}

export function createSelection() {
  return { hover: signal<Selected | null>(null), pin: signal<Selected | null>(null) };
}
