/** @file What a sense is: some of what a policy sees, as a vector of entries of about 1. */
import type { PopulationTensor } from '../../src/core/population-tensor.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import type { Observation } from '../controller.ts';

/** What a policy may look at: the moment, and what it commanded last. */
export interface Sight extends Observation {
  /** The command before, [entries of a command]; zeros before the first. */
  readonly previous: PopulationTensor;
}

/** A part of what a policy sees. What it gives is (value - offset) * scale. */
export interface Sense {
  readonly name: string;
  /** Names of its entries, as files say them: `joint-position panda_joint1`. */
  readonly entries: readonly string[];
  /** Subtracted from the values, one number an entry, in their unit. */
  readonly offset: readonly number[];
  /** Multiplied with the difference, one number an entry, so that entries are about 1. */
  readonly scale: readonly number[];
  /** The values [entries], in SI units. */
  readonly value: (sight: Sight, memory: PopulationTensor | undefined) => PopulationTensor;
  /** What it remembers before the first period, where it remembers anything. */
  readonly memory?: PopulationTensor;
  /** And after one of so many seconds that began like this. */
  readonly remember?: (sight: Sight, memory: PopulationTensor, period: number) => PopulationTensor;
}

/** What a sense is made with. */
export interface SenseContext {
  readonly model: RobotModel;
  /** Goals that it may name, with the values that they have where nothing is sampled. */
  readonly goals: Observation['goals'];
  /** Entries of a command. */
  readonly commands: number;
}

/** The same number for each entry. */
export const forEach = (entries: readonly unknown[], value: number): number[] => entries.map(() => value);
