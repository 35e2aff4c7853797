/** @file What the figures of the Senses show, in a few words, and where it is derived. */

/** A part of a figure. */
export interface Explained {
  readonly name: string;
  readonly text: string;
  /** Path of the source that a note derives. */
  readonly source: string;
}

const codes = 'src/estimation/codes/';
const statistics = 'src/estimation/statistics/';

/** Of the population. */
export const populationWords: readonly Explained[] = [
  {
    name: 'Tuning curves',
    text: 'How strongly each unit answers to the coordinate. Every unit prefers another value, and answers most to that one.',
    source: `${codes}code.ts`,
  },
  {
    name: 'Bump of spikes',
    text: 'What the units do for the present belief. It stands at the estimate. The surer the filter, the more spikes: their number goes with 1 / σ².',
    source: `${codes}placement.ts`,
  },
  {
    name: 'Posterior',
    text: 'What the spikes say of the coordinate. It is far narrower than a tuning curve, because every spike adds information: σ falls with 1 / √spikes. Dashed: the Gaussian of the filter.',
    source: `${codes}posterior.ts`,
  },
];

/** Of the lanes. */
export const lanesWords: readonly Explained[] = [
  {
    name: 'Estimate',
    text: 'The truth is dashed. It should lie within ± 2 σ of the estimate 95 % of the time.',
    source: 'src/estimation/filters/gaussian-filter.ts',
  },
  {
    name: 'NIS',
    text: 'Normalized innovation squared: how much a reading differs from what the filter expects, by how much it expects it to differ. Above its bounds the filter is too sure, below them it doubts too much.',
    source: `${statistics}normalized-errors.ts`,
  },
  {
    name: 'NEES',
    text: 'Normalized estimation error squared: the same of the error of the whole state, which only a simulation knows.',
    source: `${statistics}consistency-tests.ts`,
  },
  {
    name: 'Effective particles',
    text: 'Of a particle filter, in place of NEES: how many particles still count. They are drawn anew where it is less than half.',
    source: `${statistics}effective-number.ts`,
  },
  {
    name: 'Sensors',
    text: 'A tick is a reading, at the moment that it is of. A cross is one that the gate refuses, a diamond one that is lost. A switch acts from the moment that is shown on.',
    source: 'src/estimation/filters/gate.ts',
  },
];
