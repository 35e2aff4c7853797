/** @file What is said of the loop: how near the goal is, and what planning costs. Words and numbers alone. */
import { formatQuantity } from '../../../../text/quantities.ts';
import { inWords } from '../main-measure.ts';
import type { LiveFacts, LiveNews, LiveSettings } from './calls.ts';

const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

export interface Readout {
  readonly name: string;
  readonly value: string;
  readonly tip: string;
  /** Whether it is not as it should be. */
  readonly isBad?: boolean;
}

/** "3.2 mm from the target"; "0.02 rad angle"; how long it has run where nothing is measured. */
export function headlineOf({ measure }: LiveFacts, news: LiveNews, isDistance: boolean): string {
  if (!measure || !Number.isFinite(news.measure)) return `${news.time.toFixed(1)} s under control`;
  const value = formatQuantity(news.measure, measure.unit);
  return isDistance ? `${value} from the target` : `${value} ${inWords(measure.name)}`;
}

/** Five figures, each with what it means. */
export function readoutsOf({ solver, pace }: LiveNews, { budget }: LiveSettings, speed: number): readonly Readout[] {
  const isSlow = pace > 0 && pace < 0.85 * speed;
  return [
    { name: 'Plans', value: `${Math.round(solver.rate)} /s`, tip: 'Plans made in the last second, one after another' },
    {
      name: 'Plan age',
      value: milliseconds(1000 * solver.age),
      tip: 'How long ago, in the robot’s time, the plan in force began',
    },
    {
      name: 'Solve',
      value: solver.last > 0 ? `${milliseconds(solver.last)}, p99 ${milliseconds(solver.p99)}` : '–',
      tip: 'Time that the last plan took, and the time that 99 of 100 did not exceed',
    },
    {
      name: 'Budget',
      value: milliseconds(budget) + (solver.last > 0 ? `, ${Math.round(100 * solver.late)} % late` : ''),
      tip: 'Time that planning may take at a time, and how many plans took longer',
      isBad: solver.late > 0.5,
    },
    {
      name: 'Time',
      value: pace > 0 ? `${pace.toFixed(2)}×` : 'at rest',
      tip: 'How fast time passes for the robot, by time as it passes here',
      isBad: isSlow,
    },
  ];
}

/** One line for a small screen. */
export function lineOf(facts: LiveFacts, news: LiveNews, isDistance: boolean): string {
  const { rate, age } = news.solver;
  return `${headlineOf(facts, news, isDistance)} · ${Math.round(rate)} plans/s · ${milliseconds(1000 * age)} old`;
}
