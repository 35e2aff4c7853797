/** @file What lies where: figures of the strip, stops of the sheet, panels by area, progress of a leg. */
import { describe, expect, it } from 'vitest';
import { shownCards, withCard } from '../../../src/viewer/studio/cards.ts';
import { legProgress } from '../../../src/viewer/studio/leg-progress.ts';
import { createStore } from '../../../src/viewer/studio/store/store.ts';
import { overlayPanels, panelOf, panelsIn, sheetPanels } from '../../../src/viewer/studio/room-panels.ts';
import type { Area, Panel } from '../../../src/viewer/studio/section.ts';
import { stopAfter, stopAfterPress } from '../../../src/viewer/studio/sheet-stops.ts';
import { nextStep } from '../../../src/viewer/studio/tour.ts';

describe('the strip', () => {
  const all = ['terms', 'push', 'loss', 'norm'];

  it('shows the first figures until others are chosen', () => {
    expect(shownCards([], all, 3)).toEqual(['terms', 'push', 'loss']);
    expect(shownCards(['norm'], all, 2)).toEqual(['norm', 'terms']);
  });

  it('takes names that are not there, or twice, for none', () => {
    expect(shownCards(['gone', 'loss', 'loss'], all, 3)).toEqual(['loss', 'terms', 'push']);
    expect(shownCards([], ['terms'], 3)).toEqual(['terms']);
  });

  it('puts any figure anywhere, and never one twice', () => {
    expect(withCard(['terms', 'push', 'loss'], 1, 'norm')).toEqual(['terms', 'norm', 'loss']);
    expect(withCard(['terms', 'push', 'loss'], 0, 'loss')).toEqual(['loss', 'push', 'terms']);
  });
});

describe('the sheet', () => {
  const heights = { closed: 56, half: 320, full: 740 };

  it('rests at the nearest stop', () => {
    expect(stopAfter(100, 0, heights)).toBe('closed');
    expect(stopAfter(300, 0, heights)).toBe('half');
    expect(stopAfter(700, 0, heights)).toBe('full');
  });

  it('goes on to the next stop where it was thrown', () => {
    expect(stopAfter(100, 1, heights)).toBe('half');
    expect(stopAfter(330, 1, heights)).toBe('full');
    expect(stopAfter(740, 1, heights)).toBe('full');
    expect(stopAfter(300, -1, heights)).toBe('closed');
    expect(stopAfter(700, -1, heights)).toBe('half');
    expect(stopAfter(56, -1, heights)).toBe('closed');
  });

  it('opens and closes by a press', () => {
    expect(stopAfterPress('closed')).toBe('half');
    expect(stopAfterPress('half')).toBe('closed');
    expect(stopAfterPress('full')).toBe('closed');
  });
});

describe('the panels of a room', () => {
  const panel = (id: string, area: Area): Panel => ({ id, title: id, area, view: () => null });
  const section = {
    panels: [
      panel('settings', 'inspector'),
      { ...panel('story', 'overlay'), isRead: true },
      panel('layers', 'overlay'),
      panel('loss', 'strip'),
      panel('notes', 'main'),
    ],
  };
  const ids = (panels: readonly Panel[]): string[] => panels.map(({ id }) => id);

  it('are all in the sheet of a small screen, but for what belongs over the arm', () => {
    expect(ids(sheetPanels({ section, store: createStore() }))).toEqual(['story', 'loss', 'settings']);
    expect(ids(overlayPanels({ section, store: createStore() }, true))).toEqual(['layers']);
    expect(ids(overlayPanels({ section, store: createStore() }, false))).toEqual(['story', 'layers']);
  });

  it('are in the sheet alone where something else has them on a large screen', () => {
    const costates: Panel = { ...panel('costates', 'strip'), isForSheet: true };
    const room = { section: { panels: [...section.panels, costates] }, store: createStore() };
    expect(ids(sheetPanels(room))).toContain('costates');
    expect(ids(panelsIn(room, 'strip'))).toEqual(['loss']);
  });

  it('have a first one where the one that is asked for is not there', () => {
    expect(panelOf(section.panels, 'loss')?.id).toBe('loss');
    expect(panelOf(section.panels, 'gone')?.id).toBe('settings');
    expect(panelOf([], 'gone')).toBeUndefined();
  });
});

describe('the progress of a run', () => {
  it('counts the iterations of the present leg', () => {
    expect(legProgress({ from: 0, most: 200 }, -1)).toEqual({ done: 0, most: 200, fraction: 0 });
    expect(legProgress({ from: 0, most: 200 }, 49)).toEqual({ done: 50, most: 200, fraction: 0.25 });
    expect(legProgress({ from: 200, most: 200 }, 299)).toEqual({ done: 100, most: 200, fraction: 0.5 });
  });

  it('is never more than all, and nothing of nothing', () => {
    expect(legProgress({ from: 0, most: 200 }, 2745).fraction).toBe(1);
    expect(legProgress({ from: 0, most: 0 }, 10).fraction).toBe(0);
  });
});

describe('the tour', () => {
  it('ends after its last step', () => {
    expect(nextStep(0, 2)).toBe(1);
    expect(nextStep(1, 2)).toBeNull();
  });
});
