/** @file The studio: state, session and rooms of a page, and how components come to them. */
import { computed, type ReadonlySignal, signal, type Signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { World } from '../world/world.ts';
import type { Command } from './commands.ts';
import { pageCommands } from './page-commands.ts';
import type { WorkerName } from './jobs.ts';
import type { Section } from './section.ts';
import { Address } from './address/address.ts';
import { type AddressBar, browserBar } from './address/bar.ts';
import { Session } from './session.ts';
import { createStore, type Store } from './store/store.ts';

export interface Studio {
  readonly store: Store;
  readonly session: Session;
  readonly sections: readonly Section[];
  /** The room that is open. */
  readonly section: ReadonlySignal<Section>;
  /** Null before it is made, and where there is none. */
  readonly world: Signal<World | null>;
  /** Follows the state, and makes links. */
  readonly address: Address;
  /** All that can be done now: the page's commands, and those of the room. */
  readonly commands: ReadonlySignal<readonly Command[]>;
}

export function createStudio(
  sections: readonly Section[],
  startWorker: (name: WorkerName) => Worker,
  bar: AddressBar = browserBar,
): Studio {
  const store = createStore();
  const session = new Session(store, startWorker);
  const section = computed(() => sections.find(({ name }) => name === store.view.room.value) ?? sections[0]);
  const parts = { store, session, sections, section, world: signal<World | null>(null) };
  const studio: Studio = {
    ...parts,
    address: new Address(parts, bar),
    commands: computed(() => [...section.value.commands(studio), ...pageCommands(studio)]),
  };
  return studio;
}

export const StudioContext = createContext<Studio | null>(null);

/** The studio that a component is in. */
export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (!studio) throw new Error('this component stands outside of a studio');
  return studio;
}
