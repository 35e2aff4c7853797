/** @file The room of the Senses: what is believed of an arm that is seen by noisy sensors, beside what is true. */
import { capitalized } from '../../../text/capitalized.ts';
import type { Section } from '../../studio/studio.ts';
import { sensesAddress } from './address.ts';
import { sensesCommand } from './command-line.ts';
import { sensesCommands } from './commands.ts';
import { drawSenses, showsEstimate } from './draw.ts';
import { sensesNews } from './news.ts';
import { loadViews, sensesPanels } from './panels.tsx';
import { SensedSceneChooser, sensedTitle } from './scene-chooser.tsx';
import { ownScene } from './scenes.ts';
import { sensesOf, sensesRoom } from './senses.ts';
import { sensesTour } from './tour.ts';

export const sensesSection: Section = {
  name: sensesRoom,
  title: 'Senses',
  panels: sensesPanels,
  draws: drawSenses,
  takesView: showsEstimate,
  jobs: {},
  address: sensesAddress,
  commands: sensesCommands,
  prepare: ({ store }) => {
    sensesOf(store).client.start();
    void loadViews().catch(() => undefined);
  },
  primary: ({ store }) => {
    const senses = sensesOf(store);
    const { value: isWorking } = senses.isWorking;
    return {
      label: isWorking ? 'Stop' : 'Estimate',
      isStop: isWorking,
      isDisabled: senses.changed.value === null,
      run: () => (isWorking ? senses.stop() : senses.estimate()),
    };
  },
  chooser: SensedSceneChooser,
  showsScene: ({ store }) => sensesOf(store).scene.value === ownScene,
  hasStage: showsEstimate,
  hasClocks: () => true,
  clocks: ({ store }) => sensesOf(store).clocks,
  lanes: ({ store }) => sensesOf(store).marks(),
  news: ({ store }) => sensesNews(sensesOf(store)),
  summary: ({ store }) => {
    const senses = sensesOf(store);
    return capitalized(sensesNews(senses) ?? sensedTitle(store, senses));
  },
  tour: () => sensesTour,
  command: ({ store }) => sensesCommand(store, sensesOf(store)),
};
