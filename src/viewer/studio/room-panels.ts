/** @file The panels of a room by where they lie: on a small screen most are in the sheet. */
import type { Area, Panel } from './section.ts';
import type { Section } from './studio.ts';

/** Id of the panel over the 3-D view that goes into the sheet of a small screen: it is read, not looked through. */
export const storyId = 'story';

export const panelsIn = ({ panels }: Pick<Section, 'panels'>, area: Area): readonly Panel[] =>
  panels.filter((panel) => panel.area === area);

/** What the sheet holds: the story, the figures, the inspector. */
export const sheetPanels = ({ panels }: Pick<Section, 'panels'>): readonly Panel[] => [
  ...panels.filter(({ id }) => id === storyId),
  ...panels.filter(({ area }) => area === 'strip'),
  ...panels.filter(({ area }) => area === 'inspector'),
];

/** What stays over the 3-D view. */
export const overlayPanels = ({ panels }: Pick<Section, 'panels'>, isSmall: boolean): readonly Panel[] =>
  panels.filter(({ id, area }) => area === 'overlay' && !(isSmall && id === storyId));

/** The panel with an id, or the first one. */
export const panelOf = (panels: readonly Panel[], id: string): Panel | undefined =>
  panels.find((panel) => panel.id === id) ?? panels[0];
