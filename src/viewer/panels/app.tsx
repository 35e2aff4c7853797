/** @file The page: header, the 3-D view with what lies over it, the clocks, and the panels of the room around them. */
import { hasSheet, layout } from '../studio/media.ts';
import { type Studio, StudioContext, useStudio } from '../studio/studio.ts';
import { Header } from './header.tsx';
import { Help } from './help.tsx';
import { SidePanel } from './inspector.tsx';
import { DropHint } from './messages.tsx';
import { FileField } from './open-file.tsx';
import { PanelSlot } from './panel-slot.tsx';
import { Sheet } from './sheet.tsx';
import { Stage } from './stage.tsx';
import { Strip } from './strip.tsx';
import { RoomTabs } from './tabs.tsx';
import { TimeBar } from './time-bar.tsx';
import type { Hideable } from '../studio/store/view.ts';
import { TipLayer } from './tip.tsx';
import { Tour } from './tour.tsx';

/** Rooms that are one panel, each where it was left. */
function Rooms() {
  const { sections, section } = useStudio();
  return (
    <>
      {sections.flatMap(({ name, panels }) =>
        panels
          .filter(({ area }) => area === 'main')
          .map((panel) => <PanelSlot key={panel.id} panel={panel} isShown={section.value.name === name} />),
      )}
    </>
  );
}

function Layout() {
  const studio = useStudio();
  const { store, section } = studio;
  const { view, run, messages } = store;
  const hides = (part: Hideable): boolean => view.hidden.value.includes(part);
  const { name } = section.value;
  const hasClocks = section.value.hasClocks(studio);
  const hasStage = section.value.hasStage(studio);
  return (
    <div
      class="app"
      data-phase={run.phase.value}
      data-room={name}
      data-sheet={view.sheet.value}
      data-layout={layout.value}
      data-stage={hasStage}
    >
      {!hides('header') && <Header />}
      <main class="room" id="room" aria-labelledby={`room-${name}`}>
        <Stage />
        <Rooms />
      </main>
      {hasClocks && !hides('time') && <TimeBar />}
      {hasSheet.value ? <Sheet /> : <Strip />}
      {!hasSheet.value && <SidePanel />}
      {layout.value === 'sheet' && !hides('header') && <RoomTabs />}
      <DropHint />
      <Help />
      <Tour />
      <TipLayer />
      <FileField />
      <p class="unseen" role="status">
        {messages.said.value}
      </p>
    </div>
  );
}

export const App = ({ studio }: { readonly studio: Studio }) => (
  <StudioContext.Provider value={studio}>
    <Layout />
  </StudioContext.Provider>
);
