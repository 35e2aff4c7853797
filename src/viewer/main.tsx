/** @file The page: wires store, session, 3-D world, keyboard and file drops, and shows the panels. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import { acceptFileDrops } from '../platform/web/file-drops.ts';
import { listenToKeys } from './studio/keyboard.ts';
import { App } from './panels/app.tsx';
import { firstScene } from './sections/arm/session.ts';
import { startPlayback } from './studio/playback.ts';
import { Session } from './studio/session.ts';
import * as store from './studio/store.ts';
import type { World } from './world/world.ts';
import { mountWorld } from './world-view.ts';

const session = new Session(() => new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module' }));
let world: World | null = null;

render(
  <App
    session={session}
    onMount={(element) => (world = mountWorld(element, session))}
    onFrameRobot={() => world?.frameRobot()}
  />,
  document.getElementById('app')!,
);
listenToKeys({
  frameRobot: () => world?.frameRobot(),
  nudgeTarget: (right, up) => world?.nudgeTarget(right, 0, up),
  reset: () => session.run.reset(),
});
acceptFileDrops(window, {
  onHover: (isOver) => (store.isDropping.value = isOver),
  onFiles: (files) => void session.openFiles(files),
});
startPlayback();
// A message needs the room that the sheet takes on a phone.
effect(() => {
  if (store.failure.value) store.sheet.value = 'none';
});
session.openBundledScene(firstScene);
