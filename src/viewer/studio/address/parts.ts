/** @file What the fields of the address are of. */
import type { Signal } from '@preact/signals';
import type { World } from '../../world/world.ts';
import type { Panel } from '../section.ts';
import type { Store } from '../store/store.ts';
import type { AddressField } from './field.ts';

export interface AddressParts {
  readonly store: Store;
  readonly sections: readonly Pick<AddressedRoom, 'name' | 'panels'>[];
  readonly world: Signal<World | null>;
}

/** With the fields that rooms add. */
export interface PageParts extends AddressParts {
  readonly sections: readonly AddressedRoom[];
}

/** A room as the address knows it. */
export interface AddressedRoom {
  /** In the address. */
  readonly name: string;
  readonly panels: readonly Panel[];
  /** What of its state stands in the address. */
  readonly address: (parts: AddressParts) => readonly AddressField[];
}
