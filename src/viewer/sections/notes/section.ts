/** @file The room of the notes: every derivation beside its code, with checks that run here. */
import type { Section } from '../../studio/studio.ts';
import { cancelChecks, checks, runChecks } from './page-checks.ts';
import { NotesPanel } from './notes-panel.tsx';
import { summaryOf } from './checks/words.ts';

export const notesSection: Section = {
  name: 'notes',
  title: 'Notes',
  panels: [{ id: 'notes', title: 'Notes', area: 'main', view: NotesPanel }],
  draws: null,
  jobs: {},
  address: () => [],
  commands: () => [],
  primary: () => {
    const isRunning = checks.value.running !== null;
    return {
      label: isRunning ? 'Stop' : 'Run all checks',
      isStop: isRunning,
      isDisabled: false,
      run: () => (isRunning ? cancelChecks() : runChecks('all')),
    };
  },
  hasStage: () => false,
  hasClocks: () => false,
  news: () => {
    const failed = summaryOf(checks.value.results)?.failed.length ?? 0;
    return failed > 0 ? `${failed} notes have a check that failed` : null;
  },
};
