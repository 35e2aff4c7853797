/** @file The slice of the view: room, layers, what is open, and from where the arm is seen. */
import { signal } from '@preact/signals';

/** What can be drawn over the arm. */
export const layers = ['rings', 'ghosts', 'path', 'axes', 'others', 'crowd', 'second'] as const;
export type Layer = (typeof layers)[number];

/** How far the sheet of a small screen is out. */
export const sheetStops = ['closed', 'half', 'full'] as const;
export type SheetStop = (typeof sheetStops)[number];

/** From where the scene is seen: angles in rad, lengths in m. */
export interface CameraView {
  readonly azimuth: number;
  readonly elevation: number;
  readonly distance: number;
  readonly target: readonly [number, number, number];
}

export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

/** Parts of the page that a link can hide, for lessons. */
export const hideable = ['header', 'inspector', 'story', 'strip', 'time'] as const;
export type Hideable = (typeof hideable)[number];

export const usualLayers: readonly Layer[] = ['rings', 'ghosts', 'path', 'others'];

export function createView() {
  return {
    room: signal('arm'),
    /** Whether the room of the arm shows the arm under control, planning while it moves. */
    isLive: signal(false),
    layers: signal<readonly Layer[]>(usualLayers),
    isInspectorOpen: signal(true),
    /** Id of the inspector's panel in front. */
    inspector: signal('settings'),
    /** Ids of the figures in the strip. */
    cards: signal<readonly string[]>([]),
    sheet: signal<SheetStop>('closed'),
    /** Id of the panel that the sheet shows. */
    chip: signal(''),
    isStoryOpen: signal(true),
    isHelpOpen: signal(false),
    /** Step of the tour; null where there is none. */
    tour: signal<number | null>(null),
    /** Null for the first view of the robot. */
    camera: signal<CameraView | null>(null),
    theme: signal<ThemeChoice>('system'),
    hidden: signal<readonly Hideable[]>([]),
    isEmbedded: signal(false),
    /** The note that is open, and the equation in it. */
    note: signal<string | null>(null),
    equation: signal<string | null>(null),
  };
}
