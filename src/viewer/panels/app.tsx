/** @file The page's layout: header, 3-D view, settings, and the strip of time and curves. */
import { Curves } from '../sections/arm/curves.tsx';
import * as store from '../studio/store.ts';
import { Header } from './header.tsx';
import { Help } from './help.tsx';
import { SettingsPanel } from './settings-panel.tsx';
import { SheetTabs } from './sheet-tabs.tsx';
import { Timeline } from './timeline.tsx';
import { Viewport, type ViewportProps } from './viewport.tsx';

export function App({ session, onMount, onFrameRobot }: ViewportProps) {
  return (
    <div class="app" data-phase={store.phase.value} data-sheet={store.sheet.value}>
      <Header session={session} />
      <Viewport session={session} onMount={onMount} onFrameRobot={onFrameRobot} />
      <Timeline />
      <SheetTabs />
      <Curves />
      <SettingsPanel session={session} />
      <Help />
    </div>
  );
}
