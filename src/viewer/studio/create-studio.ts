/** @file Makes the studio of a page out of its rooms. */
import { computed, signal } from '@preact/signals';
import type { World } from '../world/world.ts';
import { Address } from './address/address.ts';
import { type AddressBar, browserBar } from './address/bar.ts';
import type { WorkerName } from './jobs.ts';
import { pageCommands } from './page-commands.ts';
import { Session } from './session.ts';
import { createStore } from './store/store.ts';
import type { Section, Studio } from './studio.ts';

export function createStudio(
  sections: readonly Section[],
  startWorker: (name: WorkerName) => Worker,
  bar: AddressBar = browserBar,
): Studio {
  const store = createStore();
  const session = new Session(store, startWorker);
  const section = computed(() => sections.find(({ name }) => name === store.view.room.value) ?? sections[0]);
  const clocks = computed(() => section.value.clocks?.({ store }) ?? session.clocks);
  const parts = { store, session, sections, section, clocks, world: signal<World | null>(null) };
  const studio: Studio = {
    ...parts,
    address: new Address(parts, bar),
    commands: computed(() => [...section.value.commands(studio), ...pageCommands(studio)]),
  };
  return studio;
}
