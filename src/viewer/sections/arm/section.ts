/** @file The room of the arm: an arm learns, and its gradient is seen. */
import { clockCommands } from '../../studio/page-commands.ts';
import type { Section } from '../../studio/studio.ts';
import { armAddress } from './address.ts';
import { armCommands } from './commands.ts';
import { drawArm } from './draw.ts';
import { jobKinds } from './jobs.ts';
import { armLanes } from './lanes.ts';
import { armPanels } from './panels.tsx';
import { primaryAction } from './primary.ts';
import { storyStateOf } from './story/story-state.ts';
import { shortVerdict } from './story/story.ts';
import { armTour } from './tour.ts';

export const armSection: Section = {
  name: 'arm',
  title: 'Arm',
  panels: armPanels,
  draws: drawArm,
  jobs: jobKinds,
  address: armAddress,
  commands: (studio) => [...armCommands(studio), ...clockCommands(studio)],
  lanes: armLanes,
  primary: primaryAction,
  hasStage: () => true,
  hasClocks: true,
  verdict: ({ store }) => shortVerdict(storyStateOf(store)),
  news: ({ store }) => (store.run.isRunning.value ? 'a run goes on' : null),
  tour: armTour,
};
