/** @file Commands of the Senses: its clock, switches of the sensors, spikes. */
import type { Command } from '../../studio/commands.ts';
import { clockCommands } from '../../studio/page-commands.ts';
import type { Studio } from '../../studio/studio.ts';
import { sensesOf } from './senses.ts';
import { stateAt } from './switching.ts';

/** Commands of a clock of learning, which this room has not. */
const ofLearning: ReadonlySet<string> = new Set(['k-back', 'k-on', 'light-t', 'light-k']);

export function sensesCommands(studio: Pick<Studio, 'store' | 'clocks'>): Command[] {
  const { store } = studio;
  const senses = sensesOf(store);
  const isThere = (): boolean => senses.estimated.value !== null;
  const blind = (): void => {
    const sensor = senses.estimated.value!.record.sensors[senses.sensorPlace.value];
    const state = stateAt(senses.switches.value, sensor.name, senses.clocks.cursor.t.value);
    senses.throwSwitch(sensor.name, state === 'on' ? 'blind' : 'on', 0);
  };
  return [
    ...clockCommands(studio).filter(({ id }) => !ofLearning.has(id)),
    {
      id: 'blind',
      title: 'Blind the judged sensor from here on, or give it back its sight',
      keys: ['b'],
      shownKeys: 'B',
      when: isThere,
      run: blind,
    },
    {
      id: 'next-sensor',
      title: 'Judge the next sensor',
      keys: ['s'],
      shownKeys: 'S',
      when: isThere,
      run: () => {
        const { sensors } = senses.estimated.value!.record;
        senses.sensor.value = sensors[(senses.sensorPlace.value + 1) % sensors.length].name;
      },
    },
    {
      id: 'next-coordinate',
      title: 'Show the next coordinate',
      keys: ['c'],
      shownKeys: 'C',
      when: isThere,
      run: () => {
        const { length } = senses.estimated.value!.record.coordinates;
        senses.coordinate.value = (senses.coordinatePlace.value + 1) % length;
      },
    },
    {
      id: 'spikes',
      title: 'Spikes, or the rates that are expected',
      keys: ['p'],
      shownKeys: 'P',
      when: isThere,
      run: () => (senses.hasSpikes.value = !senses.hasSpikes.value),
    },
    {
      id: 'zoom-units',
      title: 'Units over what the rollout covers, or over all that the joint can do',
      keys: ['z'],
      shownKeys: 'Z',
      when: isThere,
      run: () => (senses.isNear.value = !senses.isNear.value),
    },
    {
      id: 'draw-anew',
      title: 'Other numbers for all that errs',
      keys: ['n'],
      shownKeys: 'N',
      isInMenu: true,
      run: () => senses.drawAnew(),
    },
    {
      id: 'reset',
      title: 'Reset to the scene as its file says it',
      keys: ['r'],
      shownKeys: 'R',
      isInMenu: true,
      run: () => senses.reset(),
    },
  ];
}
