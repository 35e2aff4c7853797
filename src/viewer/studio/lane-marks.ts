/** @file What is marked on the two clocks: instants of the motion, iterations of the run. */
import type { FigureMark } from '../plots/figure-data.ts';
import type { LaneEvent } from '../plots/lanes.tsx';
import type { RunEvent } from './store/run.ts';
import type { Shown } from './store/shown.ts';

/** The instant at which a push would lower the loss the most. */
export function laneEvents({ costates, motion }: Pick<Shown, 'costates' | 'motion'>): LaneEvent[] {
  const { tau } = costates;
  const steps = motion.frames - 1;
  const width = tau.length / steps;
  let [most, at] = [0, -1];
  tau.forEach((value, i) => {
    if (Math.abs(value) > most) [most, at] = [Math.abs(value), i];
  });
  if (at < 0 || !(width >= 1)) return [];
  return [{ t: Math.floor(at / width) * motion.dt, label: 'largest gradient' }];
}

/** `best`: -1 where there is none. */
export const laneMarks = (events: readonly RunEvent[], best: number): FigureMark[] => [
  ...events.map(({ k, label }): FigureMark => ({ x: k, kind: 'change', label })),
  ...(best < 0 ? [] : [{ x: best, kind: 'best', label: 'best' } as const]),
];
