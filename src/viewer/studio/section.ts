/** @file A section: one room of the page, as the shell knows it. */
import type { FunctionComponent } from 'preact';
import type { World } from '../world/world.ts';
import type { FigureMark } from '../plots/figure-data.ts';
import type { LaneEvent } from '../plots/lanes.tsx';
import type { AddressField } from './address/field.ts';
import type { AddressParts } from './address/view-fields.ts';
import type { Command } from './commands.ts';
import type { JobKind } from './jobs.ts';
import type { Studio } from './studio.ts';

/** Where a panel lies: over the 3-D view, in the strip of figures, in the inspector, or in place of all of them. */
export type Area = 'overlay' | 'strip' | 'inspector' | 'main';

/** A part of a room. It stays mounted once it was shown. */
export interface Panel {
  readonly id: string;
  /** On its tab, and on the sheet of a small screen. */
  readonly title: string;
  readonly area: Area;
  readonly view: FunctionComponent;
}

/** The one action of a room. */
export interface Primary {
  readonly label: string;
  /** Whether it ends what runs. */
  readonly isStop: boolean;
  readonly isDisabled: boolean;
  readonly run: () => void;
}

/** What is marked on the two clocks. */
export interface LaneMarks {
  readonly events: readonly LaneEvent[];
  readonly marks: readonly FigureMark[];
}

/** A step of a tour. */
export interface TourStep {
  /** The element that it is about; where the page has none, the step stands in the middle. */
  readonly selector: string;
  readonly title: string;
  readonly text: string;
}

export interface Section {
  /** In the address. */
  readonly name: string;
  /** On the tab. */
  readonly title: string;
  readonly panels: readonly Panel[];
  /** Draws into the 3-D view as long as the page lives; returns what ends it. */
  readonly draws: ((world: World, studio: Studio) => () => void) | null;
  /** Its calls of the workers, by their names. */
  readonly jobs: Readonly<Record<string, JobKind>>;
  /** What of its state stands in the address. */
  readonly address: (parts: AddressParts) => readonly AddressField[];
  readonly commands: (studio: Studio) => readonly Command[];
  /** What is marked on the two clocks; absent for a room without them. Reads signals. */
  readonly lanes?: (studio: Studio) => LaneMarks;
  /** Read while a component renders: reads signals. */
  readonly primary: (studio: Studio) => Primary;
  /** Whether the 3-D view and the clocks belong to the room. */
  readonly hasStage: boolean;
  /** What the shown iteration comes to, in a few words: all that a small screen shows of it. Null before there is one. Reads signals. */
  readonly verdict?: (studio: Studio) => string | null;
  /** Shown on a first visit, and from the menu. */
  readonly tour?: readonly TourStep[];
  /** Whether something happened in the room that is worth a look, in words; null where nothing did. Reads signals. */
  readonly news?: (studio: Studio) => string | null;
}
