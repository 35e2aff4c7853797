/** @file Commands of the Lab: its clocks, the costates on the arm, the descent from a point. */
import type { Command } from '../../studio/commands.ts';
import { clockCommands } from '../../studio/page-commands.ts';
import type { Studio } from '../../studio/studio.ts';
import { labOf } from './lab.ts';

export function labCommands(studio: Pick<Studio, 'store' | 'clocks'>): Command[] {
  const { store } = studio;
  const lab = labOf(store);
  const hasProbe = (): boolean => lab.probe.value !== null;
  return [
    ...clockCommands(studio),
    {
      id: 'descend',
      title: 'Descend from the chosen point',
      keys: ['d'],
      shownKeys: 'D',
      when: hasProbe,
      run: () => lab.probe.value && lab.descend(lab.probe.value),
    },
    {
      id: 'costates',
      title: 'Costates on the arm, as arrows',
      keys: ['g'],
      shownKeys: 'G',
      when: () => lab.played.value !== null,
      run: () => (lab.showsPushes.value = !lab.showsPushes.value),
    },
    {
      id: 'reset',
      title: 'Reset to the experiment as its file says it',
      keys: ['r'],
      shownKeys: 'R',
      isInMenu: true,
      run: () => lab.reset(),
    },
  ];
}
