/** @file The page: makes the studio with its rooms, and shows it. */
import { render } from 'preact';
import { acceptFileDrops } from '../platform/web/file-drops.ts';
import { App } from './panels/app.tsx';
import { armSection } from './sections/arm/section.ts';
import { labSection } from './sections/lab/section.ts';
import { sensesSection } from './sections/senses/section.ts';
import { notesSection } from './sections/notes/section.ts';
import { rememberChoices } from './studio/choices.ts';
import { listenToKeys } from './studio/commands.ts';
import { beginAgain } from './studio/saved/begin-again.ts';
import type { WorkerName } from './studio/jobs.ts';
import { createStudio } from './studio/create-studio.ts';
import { followTheme } from './studio/theme.ts';
import { startFirstTour } from './studio/tour.ts';

export function openPage(startWorker: (name: WorkerName) => Worker): void {
  const studio = createStudio([armSection, labSection, sensesSection, notesSection], startWorker);
  const { store, session } = studio;
  rememberChoices(store);
  followTheme(store.view.theme);
  render(<App studio={studio} />, document.getElementById('app')!);
  listenToKeys(window, () => studio.commands.value, store);
  acceptFileDrops(window, {
    onHover: (isOver) => (store.messages.isDropping.value = isOver),
    onFiles: (files) => void session.intake.open(files),
  });
  session.clocks.start();
  startFirstTour(studio);
  void beginAgain(studio);
}
