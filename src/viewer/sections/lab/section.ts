/** @file The room of the Lab: a loss over its parameters, the ways of methods across it, and the arm at any point of it. */
import type { Section } from '../../studio/studio.ts';
import { labAddress } from './address.ts';
import { labCommand } from './command-line.ts';
import { labCommands } from './commands.ts';
import { needsOfLink } from './given.ts';
import { ExperimentChooser } from './experiment-chooser.tsx';
import { ownExperiment } from './experiments.ts';
import { drawLab, showsArm } from './draw.ts';
import { labOf, labRoom } from './lab.ts';
import { labPanels, loadViews } from './panels.tsx';
import { labTour } from './tour.ts';

export const labSection: Section = {
  name: labRoom,
  title: 'Lab',
  panels: labPanels,
  draws: drawLab,
  takesView: showsArm,
  jobs: {},
  address: labAddress,
  commands: labCommands,
  prepare: ({ store }) => {
    labOf(store).preparing.begin();
    void loadViews().catch(() => undefined);
  },
  primary: ({ store }) => {
    const lab = labOf(store);
    const { value: isDrawing } = lab.isDrawing;
    return {
      label: isDrawing ? 'Stop' : 'Draw surface',
      isStop: isDrawing,
      isDisabled: false,
      run: () => (isDrawing ? lab.stop() : lab.draw()),
    };
  },
  chooser: ExperimentChooser,
  showsScene: ({ store }) => labOf(store).experiment.value === ownExperiment,
  hasStage: showsArm,
  hasClocks: () => true,
  clocks: ({ store }) => labOf(store).clocks,
  lanes: ({ store }) => labOf(store).clocks.marks(),
  news: ({ store }) => labOf(store).doctor.news.value,
  summary: ({ store }) => {
    const { facts, doctor } = labOf(store);
    const worst = doctor.examination.value?.findings.at(0);
    const title = facts.value?.title ?? 'Nothing is drawn yet';
    return worst ? `Doctor: ${worst.title}` : title;
  },
  linkNeeds: ({ store }) => needsOfLink(store, labOf(store)),
  tour: () => labTour,
  command: ({ store }) => labCommand(store, labOf(store)),
};
