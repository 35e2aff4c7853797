/** @file Commands of the arm's room besides the clocks. */
import type { Command } from '../../studio/commands.ts';
import { clockCommands } from '../../studio/page-commands.ts';
import { planCommands } from './plan/commands.ts';
import { saveController } from './save-controller.ts';
import type { Studio } from '../../studio/studio.ts';

/** m. */
const nudge = 0.01;

/** rad. */
const turn = Math.PI / 24;

const isViewFocused = (): boolean => document.activeElement?.matches('.world canvas') ?? false;

/** Keys of the 3-D view while it has the focus: those of the clocks elsewhere. */
function viewCommands({ world }: Studio): Command[] {
  const orbit = (right: number, up: number) => () => world.value?.orbit(right * turn, up * turn);
  const zoom = (factor: number) => () => world.value?.zoom(factor);
  const title = 'Turn the view, come nearer: while it has the focus';
  const of = (id: string, keys: readonly string[], run: () => void): Command => ({
    id: `view-${id}`,
    title,
    keys,
    when: isViewFocused,
    run,
  });
  return [
    of('left', ['ArrowLeft'], orbit(-1, 0)),
    of('right', ['ArrowRight'], orbit(1, 0)),
    of('up', ['ArrowUp'], orbit(0, 1)),
    of('down', ['ArrowDown'], orbit(0, -1)),
    of('nearer', ['+', '='], zoom(1 / 1.2)),
    { ...of('farther', ['-', '−'], zoom(1.2)), shownKeys: '←→↑↓ + −' },
  ];
}

/** What is seen of the arm, whatever it does. */
function commandsOfView(studio: Studio): Command[] {
  const { world, store } = studio;
  const move = (right: number, away: number, up: number) => () =>
    world.value?.nudgeTarget(right * nudge, away * nudge, up * nudge);
  const hasTarget = (): boolean => store.experiment.target.value !== null;
  const shift = 'Move the target by 1 cm: across the view, nearer and farther with Page';
  return [
    ...viewCommands(studio),
    { id: 'target-left', title: shift, keys: ['Shift+ArrowLeft'], when: hasTarget, run: move(-1, 0, 0) },
    { id: 'target-right', title: shift, keys: ['Shift+ArrowRight'], when: hasTarget, run: move(1, 0, 0) },
    { id: 'target-up', title: shift, keys: ['Shift+ArrowUp'], when: hasTarget, run: move(0, 0, 1) },
    { id: 'target-down', title: shift, keys: ['Shift+ArrowDown'], when: hasTarget, run: move(0, 0, -1) },
    { id: 'target-away', title: shift, keys: ['Shift+PageUp'], when: hasTarget, run: move(0, 1, 0) },
    {
      id: 'target',
      title: shift,
      keys: ['Shift+PageDown'],
      shownKeys: 'Shift ←→↑↓ Page',
      when: hasTarget,
      run: move(0, -1, 0),
    },
    {
      id: 'frame',
      title: 'Frame the robot',
      keys: ['f'],
      shownKeys: 'F',
      isInMenu: true,
      run: () => {
        store.view.camera.value = null;
        world.value?.frameRobot();
      },
    },
    {
      id: 'live',
      title: 'Plan under control, or back',
      keys: ['l'],
      shownKeys: 'L',
      isInMenu: true,
      run: () => (store.view.isLive.value = !store.view.isLive.value),
    },
  ];
}

/** Of a run. */
function commandsOfRun(studio: Studio): Command[] {
  const { session } = studio;
  return [
    {
      id: 'reset',
      title: 'Reset to the scene as it was opened',
      keys: ['r'],
      shownKeys: 'R',
      isInMenu: true,
      run: () => session.run.reset(),
    },
    {
      id: 'start-over',
      title: 'Start over: forget what was learned',
      keys: ['o'],
      shownKeys: 'O',
      isInMenu: true,
      run: () => session.run.startOver(),
    },
    {
      id: 'save-controller',
      title: 'Save controller (safetensors)',
      keys: ['w'],
      shownKeys: 'W',
      isInMenu: true,
      run: () => saveController(studio),
    },
  ];
}

/** What can be done in the room, by what the arm does. Reads signals. */
export const commandsOf = (studio: Studio): Command[] =>
  studio.store.view.isLive.value
    ? [...commandsOfView(studio), ...planCommands(studio)]
    : [...commandsOfView(studio), ...commandsOfRun(studio), ...clockCommands(studio)];
