/** @file The room of the arm: an arm learns, and its gradient is seen. */
import type { Section } from '../../studio/studio.ts';
import { armAddress } from './address.ts';
import { commandsOf } from './commands.ts';
import { drawTasks } from './plan/draw-tasks.ts';
import { jobKinds } from './jobs.ts';
import { armLanes } from './lanes.ts';
import { armPanels } from './panels.tsx';
import { planSummary } from './plan/summary.ts';
import { planTour } from './plan/tour.ts';
import { primaryAction } from './primary.ts';
import { storyStateOf } from './story/story-state.ts';
import { shortVerdict } from './story/story.ts';
import { armTour } from './tour.ts';

export const armSection: Section = {
  name: 'arm',
  title: 'Arm',
  panels: armPanels,
  draws: drawTasks,
  jobs: jobKinds,
  address: armAddress,
  commands: commandsOf,
  lanes: armLanes,
  primary: primaryAction,
  hasStage: () => true,
  hasClocks: ({ store }) => !store.view.isLive.value,
  verdict: ({ store }) => shortVerdict(storyStateOf(store)),
  summary: planSummary,
  news: ({ store }) => (store.run.isRunning.value ? 'a run goes on' : null),
  tour: ({ store }) => (store.view.isLive.value ? planTour : armTour),
};
