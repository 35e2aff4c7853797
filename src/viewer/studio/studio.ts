/** @file The studio: state, session and rooms of a page, what a room is, and how components come to them. */
import type { ReadonlySignal, Signal } from '@preact/signals';
import { createContext, type FunctionComponent } from 'preact';
import { useContext } from 'preact/hooks';
import type { World } from '../world/world.ts';
import type { Clocks } from './clocks.ts';
import type { Command } from './commands.ts';
import type { CommandLine } from './command-line.ts';
import type { JobKind } from './jobs.ts';
import type { LaneMarks, Primary, TourStep } from './section.ts';
import type { Address } from './address/address.ts';
import type { AddressedRoom } from './address/parts.ts';
import type { Session } from './session.ts';
import type { Store } from './store/store.ts';

/** One room of the page, as the shell knows it. */
export interface Section extends AddressedRoom {
  /** On the tab. */
  readonly title: string;
  /** Draws into the 3-D view as long as no other room has it; returns what ends it. */
  readonly draws: ((world: World, studio: Studio) => () => void) | null;
  /** Whether the 3-D view is the room's now; absent for a room that has it while nobody else does. Reads signals. */
  readonly takesView?: (studio: Studio) => boolean;
  /** Its calls of the workers, by their names. */
  readonly jobs: Readonly<Record<string, JobKind>>;
  readonly commands: (studio: Studio) => readonly Command[];
  /** What is marked on the two clocks; absent for a room without them. Reads signals. */
  readonly lanes?: (studio: Studio) => LaneMarks;
  /** Told that the room may be opened in a moment: loads and starts what it waits for. Again and again. */
  readonly prepare?: (studio: Studio) => void;
  /** Read while a component renders: reads signals. */
  readonly primary: (studio: Studio) => Primary;
  /** Whether the 3-D view belongs to the room. Reads signals. */
  readonly hasStage: (studio: Studio) => boolean;
  /** What the header chooses by; absent where that is the scene. */
  readonly chooser?: FunctionComponent;
  /**
   * Whether the room shows the scene that is open, so that what the header says and takes back of it belongs there; absent for a room
   * that always does. Reads signals.
   */
  readonly showsScene?: (studio: Studio) => boolean;
  /** Whether the two clocks belong to the room. Reads signals. */
  readonly hasClocks: (studio: Studio) => boolean;
  /** Its own clocks, which stay where they were while another room is open; absent for a room with those of the run. */
  readonly clocks?: (studio: Pick<Studio, 'store'>) => Clocks;
  /** The line of a terminal that makes what the room shows; absent where that is the run. Null before there is anything. Reads signals. */
  readonly command?: (studio: Studio) => CommandLine | null;
  /** What a link to the room needs besides, in a sentence; null where it says all. Reads signals. */
  readonly linkNeeds?: (studio: Studio) => string | null;
  /** What the shown iteration comes to, in a few words: all that a small screen shows of it. Null before there is one. Reads signals. */
  readonly verdict?: (studio: Studio) => string | null;
  /** What stands on the sheet of a small screen in the place of the shown iteration; null where that does. Reads signals. */
  readonly summary?: (studio: Studio) => string | null;
  /** Shown on a first visit, and from the menu. Reads signals. */
  readonly tour?: (studio: Studio) => readonly TourStep[];
  /** Whether something happened in the room that is worth a look, in words; null where nothing did. Reads signals. */
  readonly news?: (studio: Studio) => string | null;
}

export interface Studio {
  readonly store: Store;
  readonly session: Session;
  readonly sections: readonly Section[];
  /** The room that is open. */
  readonly section: ReadonlySignal<Section>;
  /** The clocks of the room that is open. */
  readonly clocks: ReadonlySignal<Clocks>;
  /** Null before it is made, and where there is none. */
  readonly world: Signal<World | null>;
  /** Follows the state, and makes links. */
  readonly address: Address;
  /** All that can be done now: the page's commands, and those of the room. */
  readonly commands: ReadonlySignal<readonly Command[]>;
}

export const StudioContext = createContext<Studio | null>(null);

/** The studio that a component is in. */
export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (!studio) throw new Error('this component stands outside of a studio');
  return studio;
}
