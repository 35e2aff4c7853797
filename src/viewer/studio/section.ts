/** @file What a room is made of: its panels, its one action, its marks on the clocks. */
import type { FunctionComponent } from 'preact';
import type { FigureMark } from '../../figures/figure-data.ts';
import type { LaneEvent } from '../plots/lanes.tsx';
import type { Store } from './store/store.ts';

/** Where a panel lies: over the 3-D view, in the strip of figures, in the inspector, or in place of all of them. */
export type Area = 'overlay' | 'strip' | 'inspector' | 'main';

/** A part of a room. It stays mounted once it was shown. */
export interface Panel {
  readonly id: string;
  /** On its tab, and on the sheet of a small screen. */
  readonly title: string;
  readonly area: Area;
  /** Whether it is for small screens alone, in their sheet or over the view: where there is room, the panel in the middle has it. */
  readonly isForSheet?: boolean;
  /** Whether it is read, not looked through, where it lies over the view: on a small screen it is in the sheet. */
  readonly isRead?: boolean;
  /** Whether it has anything to show of the experiment that is open; absent for a panel that always has. Reads signals. */
  readonly when?: (store: Store) => boolean;
  readonly view: FunctionComponent;
  /** Whether something in it has not been looked at, in words; null where nothing has. Reads signals. */
  readonly news?: (store: Store) => string | null;
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
