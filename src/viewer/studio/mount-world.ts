/** @file Makes the 3-D view, once the rest of the page has been painted, and lets the rooms draw into it. */
import { effect, untracked } from '@preact/signals';
import type { World } from '../world/world.ts';
import { ghostLimit } from './store/shown.ts';
import type { Studio } from './studio.ts';
import { isDark } from './theme.ts';

const hasWebGl2 = (): boolean => document.createElement('canvas').getContext('webgl2') !== null;

/** After the next frame has been painted. */
const afterPaint = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });

/** Puts a world into the element; its failure, with the reason, into the store. */
export async function mountWorld(element: HTMLElement, studio: Studio): Promise<void> {
  const { messages } = studio.store;
  if (!hasWebGl2()) {
    messages.worldFailure.value =
      'This browser offers no WebGL 2. Switch on hardware acceleration, or use another browser.';
    return;
  }
  await afterPaint();
  const canvas = document.createElement('canvas');
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'application');
  canvas.setAttribute('aria-label', 'The robot, its path and its target in three dimensions');
  canvas.setAttribute(
    'aria-description',
    'Arrows turn the view, plus and minus come nearer or go away, Shift with arrows and Page moves the target.',
  );
  element.append(canvas);
  try {
    const { createWorld } = await import('../world/world.ts');
    const world = createWorld(canvas, { theme: isDark.value ? 'dark' : 'light', ghostLimit });
    connect(world, studio);
    studio.world.value = world;
  } catch (error) {
    canvas.remove();
    messages.worldFailure.value = error instanceof Error ? error.message : String(error);
  }
}

function connect(world: World, studio: Studio): void {
  const { view, messages } = studio.store;
  effect(() => world.setTheme(isDark.value ? 'dark' : 'light'));
  world.onCamera(() => (view.camera.value = world.camera()));
  world.onGraphics((state) => (messages.isGraphicsLost.value = state === 'lost'));
  // a room that takes the view has it alone, and who had it before draws all of it anew
  effect(() => {
    const drawing = studio.sections.filter(({ draws }) => draws !== null);
    const owner = drawing.find(({ takesView }) => takesView?.(studio)) ?? drawing.find(({ takesView }) => !takesView);
    return untracked(() => owner?.draws?.(world, studio));
  });
}
