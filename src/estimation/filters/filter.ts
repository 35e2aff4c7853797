/** @file What a filter is: a belief that readings correct and time moves on, as pure functions of a memory. */
import { type PopulationTensor, zeros } from '../../core/population-tensor.ts';
import type { Tree } from '../../core/tree.ts';
import type { Gaussian } from '../gaussian.ts';
import type { Reading, StateModel } from '../state-model.ts';

/** What a filter carries from tick to tick: a tree of tensors. */
export type FilterMemory = { readonly [name: string]: Tree };

/** Random numbers of one tick: of the standard normal distribution, and uniform in [0, 1). */
export type Draws = { readonly normal?: PopulationTensor; readonly uniform?: PopulationTensor };

/** Draws of as many numbers as a filter takes, of which none is drawn yet: all 0. With `rows`, so many of each. */
export const noDraws = (counts: Filter['draws'], rows: readonly number[] = []): Draws => ({
  ...(counts && counts.normal > 0 && { normal: zeros([...rows, counts.normal]) }),
  ...(counts && counts.uniform > 0 && { uniform: zeros([...rows, counts.uniform]) }),
});

/** What a reading said beyond what was expected. Channels that told nothing have no part in it. */
export type Innovation = {
  /** Reading less expectation, [dimension]; 0 where nothing was told. */
  readonly residual: PopulationTensor;
  /** Lower triangular factor of the covariance that the filter expected of it, [dimension, dimension]; rows of 1 where nothing was told. */
  readonly factor: PopulationTensor;
  /** Its normalized square r' S^-1 r, []: of a consistent filter chi-square distributed, with `channels` degrees of freedom. */
  readonly square: PopulationTensor;
  /** Channels that told something, []. */
  readonly channels: PopulationTensor;
  /** Logarithm of the density that the filter gave the reading, []. */
  readonly logLikelihood: PopulationTensor;
  /** 1 where the reading was taken in, 0 where a gate refused it, []. */
  readonly accepted: PopulationTensor;
};

/** What a correction leaves. */
export type Corrected<M> = { readonly memory: M; readonly innovation: Innovation };

/**
 * A filter of one kind of memory. All its functions are of tensors: called with numbers they compute, traced they are part of a loop.
 * One tick: `correct` by each sensor in the model's order, then `settle`, then what acts is known, then `predict`.
 */
export interface Filter<M extends FilterMemory = FilterMemory> {
  readonly name: string;
  readonly model: StateModel;
  /** Random numbers that a tick takes, and normal ones that the start takes, once; none where absent. */
  readonly draws?: { readonly normal: number; readonly uniform: number; readonly start?: number };
  /** Before the first reading. `first`: the start's normal numbers [draws.start]; the filter has its own where absent. */
  readonly begin: (start: Gaussian, first?: PopulationTensor) => M;
  /** `sensor`: its place in the model. `input`: what acts as the reading is taken. `draws`: those of the tick. */
  readonly correct: (memory: M, sensor: number, reading: Reading, input: Tree, draws: Draws) => Corrected<M>;
  /** Takes the readings of a tick together, when all are in and before time moves; nothing is to be done where absent. */
  readonly settle?: (memory: M) => M;
  /** A tick later, under what is known to act in between. */
  readonly predict: (memory: M, input: Tree, draws: Draws) => M;
  /** What is believed now. */
  readonly belief: (memory: M) => Gaussian;
  /** How many equal particles are worth as much as those that the belief is made of, [], and how many there are; of filters that have some. */
  readonly effective?: (memory: M) => PopulationTensor;
  readonly particles?: number;
  /** What is believed of an earlier state, given all until now, by filters that smooth. */
  readonly smoothed?: (memory: M) => Gaussian;
}
