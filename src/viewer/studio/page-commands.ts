/** @file Commands that every room has: rooms, what is open, clocks, undo. */
import type { Command } from './commands.ts';
import type { Studio } from './studio.ts';

/** Closes what lies on top. */
function closeOpen({ store: { view, messages, selection } }: Studio): void {
  const { failure, notice, engineNotice, dropped } = messages;
  if (view.tour.value !== null) view.tour.value = null;
  else if (view.isHelpOpen.value) view.isHelpOpen.value = false;
  else if (failure.value) failure.value = null;
  else if (dropped.value) dropped.value = null;
  else if (notice.value !== null) notice.value = null;
  else if (engineNotice.value !== null) engineNotice.value = null;
  else if (selection.pin.value) selection.pin.value = null;
  else view.sheet.value = 'closed';
}

const roomCommands = ({ sections, store: { view } }: Studio): Command[] =>
  sections.map(({ name, title }, i) => ({
    id: `room-${name}`,
    title: `Room ${title}`,
    keys: [String(i + 1)],
    shownKeys: String(i + 1),
    run: () => (view.room.value = name),
  }));

/** Commands of the two clocks, for rooms that have them. */
export function clockCommands(studio: Pick<Studio, 'clocks'>): Command[] {
  const { value: clocks } = studio.clocks;
  const light = (clock: 't' | 'k') => () => (clocks.timeline.cursor.clock.value = clock);
  return [
    { id: 'play', title: 'Play or pause the lit clock', keys: [' '], shownKeys: 'Space', run: () => clocks.toggle() },
    { id: 'step-back', title: 'One step back', keys: ['ArrowLeft'], run: () => clocks.step(-1) },
    { id: 'step-on', title: 'One step back or on', keys: ['ArrowRight'], shownKeys: '← →', run: () => clocks.step(1) },
    { id: 'k-back', title: 'One iteration back', keys: [','], run: () => clocks.stepK(-1) },
    { id: 'k-on', title: 'One iteration back or on', keys: ['.'], shownKeys: ', .', run: () => clocks.stepK(1) },
    { id: 'light-t', title: 'Light the clock of the motion', keys: ['t'], run: light('t') },
    { id: 'light-k', title: 'Light the clock t or k', keys: ['k'], shownKeys: 'T K', run: light('k') },
    { id: 'slower', title: 'Slower', keys: ['-', '−'], run: () => clocks.changeSpeed(-1) },
    { id: 'faster', title: 'Faster or slower', keys: ['+', '='], shownKeys: '+ −', run: () => clocks.changeSpeed(1) },
  ];
}

export function pageCommands(studio: Studio): Command[] {
  const { session, store } = studio;
  const { view } = store;
  return [
    ...roomCommands(studio),
    {
      id: 'undo',
      title: 'Undo the last change',
      keys: ['u'],
      shownKeys: 'U',
      isInMenu: true,
      when: () => session.run.undoSteps.value.length > 0,
      run: () => session.run.undo(),
    },
    {
      id: 'inspector',
      title: 'Show or hide the inspector',
      keys: ['i'],
      shownKeys: 'I',
      run: () => (view.isInspectorOpen.value = !view.isInspectorOpen.value),
    },
    {
      id: 'help',
      title: 'Show this help',
      keys: ['?'],
      shownKeys: '?',
      isInMenu: true,
      run: () => (view.isHelpOpen.value = !view.isHelpOpen.value),
    },
    {
      id: 'tour',
      title: 'Take the tour',
      keys: [],
      isInMenu: true,
      when: () => (studio.section.value.tour?.(studio).length ?? 0) > 0,
      run: () => (view.tour.value = 0),
    },
    { id: 'close', title: 'Close what is open', keys: ['Escape'], shownKeys: 'Esc', run: () => closeOpen(studio) },
  ];
}
