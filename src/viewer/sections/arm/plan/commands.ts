/** @file Commands of planning under control: time runs and rests, pushes, slow motion. */
import type { Command } from '../../../studio/commands.ts';
import type { Studio } from '../../../studio/studio.ts';
import type { Place } from './calls.ts';
import { type LivePlan, planOf, speeds } from './live-plan.ts';

/** Directions of a push as they are seen. */
export type Direction = 'left' | 'right' | 'up' | 'down';

const steps: Readonly<Record<Direction, Place>> = {
  left: [-1, 0, 0],
  right: [1, 0, 0],
  up: [0, 0, 1],
  down: [0, 0, -1],
};

/** Pushes as it is seen; where nothing is drawn, x of the world is to the right. */
export function pushTowards({ store, world }: Pick<Studio, 'store' | 'world'>, direction: Direction): void {
  const [right, away, up] = steps[direction];
  planOf(store).push(world.value?.stepInView(right, away, up) ?? [right, away, up]);
}

/** To the next slower or faster time. */
export function changeSpeed(plan: LivePlan, direction: 1 | -1): void {
  const at = speeds.findIndex((speed) => speed <= plan.speed.value);
  plan.setSpeed(speeds[Math.min(Math.max(at - direction, 0), speeds.length - 1)]);
}

export function planCommands(studio: Studio): Command[] {
  const plan = planOf(studio.store);
  const title = 'Push the arm, as it is seen';
  const push = (direction: Direction) => () => pushTowards(studio, direction);
  return [
    { id: 'play', title: 'Let time run, or hold it', keys: [' '], shownKeys: 'Space', run: () => plan.toggle() },
    { id: 'push-left', title, keys: ['ArrowLeft'], run: push('left') },
    { id: 'push-up', title, keys: ['ArrowUp'], run: push('up') },
    { id: 'push-down', title, keys: ['ArrowDown'], run: push('down') },
    { id: 'push', title, keys: ['ArrowRight'], shownKeys: '← → ↑ ↓', run: push('right') },
    { id: 'slower', title: 'Slower time', keys: ['-', '−'], run: () => changeSpeed(plan, -1) },
    {
      id: 'faster',
      title: 'Faster or slower time',
      keys: ['+', '='],
      shownKeys: '+ −',
      run: () => changeSpeed(plan, 1),
    },
    {
      id: 'restart',
      title: 'Put the robot back to its start',
      keys: ['b'],
      shownKeys: 'B',
      isInMenu: true,
      run: () => plan.restart(),
    },
  ];
}
