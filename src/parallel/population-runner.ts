/** @file A kernel run over a whole population: what callers ask for, whether workers do it or not. */
import { ArgumentError } from '../errors.ts';
import type { KernelImage } from './shard.ts';

/** `data[element * population + member]`; population 1 is a value shared by all members. A PopulationTensor is one. */
export interface PopulationValues {
  readonly data: Float64Array;
  readonly population: number;
}

/** One run of a kernel over a population, as `compileParallel` asks a runner for it. */
export interface PopulationRun {
  readonly image: KernelImage;
  readonly population: number;
  /** Not to be changed before the run has ended. */
  readonly inputs: readonly PopulationValues[];
  /** Written by the run; what they hold is undefined until it is done, and after it was rejected. */
  readonly outputs: readonly PopulationValues[];
  /** For each output that is summed over the population, one number an element. */
  readonly sums: readonly Float64Array[];
  /** Ends the run at once: it is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Members done so far, after each shard. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Runs populations. The same run gives the same bits with every runner, and with any number of workers. */
export interface PopulationRunner {
  /** 0: runs on the calling thread. */
  readonly size: number;
  /** An array that workers write into without copies, where there is such memory; meant to be used for many runs. */
  allocate(length: number): Float64Array;
  /** Whether all outputs, sums apart, are known to be finite. */
  run(run: PopulationRun): Promise<boolean>;
  /** Rejects what still runs, and ends all workers. */
  close(): Promise<void>;
}

/** Before anything starts: a wrong length would be read as other members' numbers. */
export function checkRun({ population, inputs, outputs }: PopulationRun): void {
  if (!Number.isInteger(population) || population < 1)
    throw new ArgumentError('population', String(population), 'a whole number of members, at least 1');
  const check = (values: PopulationValues, name: string): void => {
    const { data, population: members } = values;
    if (members !== 1 && members !== population)
      throw new ArgumentError(name, `a population of ${members}`, `a population of 1 or ${population}`);
    if (data.length % members !== 0)
      throw new ArgumentError(name, `${data.length} numbers`, `a multiple of the population of ${members}`);
  };
  inputs.forEach((values, i) => check(values, `inputs[${i}]`));
  outputs.forEach((values, i) => check(values, `outputs[${i}]`));
}
