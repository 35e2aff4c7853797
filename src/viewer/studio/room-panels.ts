/** @file The panels of a room by where they lie, of those that have something to show: on a small screen most are in the sheet. */
import type { Area, Panel } from './section.ts';
import type { Store } from './store/store.ts';
import type { Section } from './studio.ts';

/** A room and the state: which of its panels have something to show depends on both. */
export interface RoomNow {
  readonly section: Pick<Section, 'panels'>;
  readonly store: Store;
}

const panelsOf = ({ section, store }: RoomNow): readonly Panel[] =>
  section.panels.filter(({ when }) => when?.(store) ?? true);

export const panelsIn = (room: RoomNow, area: Area): readonly Panel[] =>
  panelsOf(room).filter((panel) => panel.area === area && !panel.isForSheet);

/** What the sheet holds: the story, the figures, the inspector. */
export function sheetPanels(room: RoomNow): readonly Panel[] {
  const panels = panelsOf(room);
  return [
    ...panels.filter(({ isRead }) => isRead),
    ...panels.filter(({ area }) => area === 'strip'),
    ...panels.filter(({ area }) => area === 'inspector'),
  ];
}

/** What stays over the 3-D view. */
export const overlayPanels = (room: RoomNow, isSmall: boolean): readonly Panel[] =>
  panelsOf(room).filter(({ isRead, area, isForSheet }) => area === 'overlay' && (isSmall ? !isRead : !isForSheet));

/** The panel with an id, or the first one. */
export const panelOf = (panels: readonly Panel[], id: string): Panel | undefined =>
  panels.find((panel) => panel.id === id) ?? panels[0];
