/** @file Commands of the Lab: iterations, the point that is played, the descent from there. */
import type { Command } from '../../studio/commands.ts';
import type { Studio } from '../../studio/studio.ts';
import { labOf } from './lab.ts';

export function labCommands({ store }: Studio): Command[] {
  const lab = labOf(store);
  const hasProbe = (): boolean => lab.probe.value !== null;
  return [
    { id: 'k-back', title: 'One iteration back', keys: [','], run: () => lab.step(-1) },
    { id: 'k-on', title: 'One iteration back or on', keys: ['.'], shownKeys: ', .', run: () => lab.step(1) },
    {
      id: 'play',
      title: 'Play the chosen point again',
      keys: [' '],
      shownKeys: 'Space',
      when: () => lab.played.value !== null,
      run: () => lab.replay(),
    },
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
