/** @file How a run's numbers reach the shards: whole arrays that all see, or rows that are sent there and back. */
import { copyNumbers } from '../core/backend/copy-numbers.ts';
import type { PopulationRun, PopulationValues } from './population-runner.ts';
import type { ReturnedArrays, ShardArrays } from './protocol.ts';
import type { Shard } from './shard.ts';
import { isShared, type SharedArrays } from './shared-arrays.ts';
import { sumPartials } from './sum-partials.ts';

/** The memory of one run. */
export interface RunMemory {
  /** What a shard reads and writes; asked again when a shard runs again. */
  arraysOf(shard: Shard): ShardArrays;
  /** A shard is done; `returned` holds its results where memory is not shared. */
  accept(shard: Shard, returned?: ReturnedArrays): void;
  /** All shards are done: outputs and sums are in the caller's arrays. */
  finish(): void;
}

/** Whole arrays, seen by every shard: the caller's own; or `shared` ones in place of those that workers would not see. */
export class WholeArrays implements RunMemory {
  readonly #run: PopulationRun;
  readonly #shared: SharedArrays | null;
  readonly #borrowed: Float64Array[] = [];
  readonly #inputs: readonly Float64Array[];
  readonly #outputs: readonly Float64Array[];
  /** `partials[sum][shard]`. */
  readonly #partials: readonly (readonly Float64Array[])[];

  constructor(run: PopulationRun, shards: readonly Shard[], shared: SharedArrays | null) {
    this.#run = run;
    this.#shared = shared;
    this.#inputs = run.inputs.map(({ data, population }) => {
      const seen = this.#seen(data);
      if (seen !== data && population === 1) seen.set(data);
      return seen;
    });
    this.#outputs = run.outputs.map(({ data }) => this.#seen(data));
    this.#partials = run.sums.map(({ length }) => {
      const all = this.#allocate(length * shards.length);
      return shards.map(({ index }) => all.subarray(index * length, (index + 1) * length));
    });
  }

  arraysOf(shard: Shard): ShardArrays {
    const { index, first, count } = shard;
    this.#showMembers(shard);
    const sums = this.#partials.map((shards) => shards[index]);
    return { inputs: this.#inputs, outputs: this.#outputs, sums, first, count, population: this.#run.population };
  }

  /** Inputs of the shard's members, where workers do not see the caller's own: the first one is at work when the last are copied. */
  #showMembers({ first, count }: Shard): void {
    this.#run.inputs.forEach(({ data, population }, i) => {
      const seen = this.#inputs[i];
      if (seen === data || population === 1) return;
      for (let at = first; at < data.length; at += population) copyNumbers(data, at, seen, at, count);
    });
  }

  accept(): void {
    // the shard wrote where it belongs
  }

  finish(): void {
    this.#run.outputs.forEach(({ data }, i) => {
      if (data !== this.#outputs[i]) data.set(this.#outputs[i]);
    });
    this.#run.sums.forEach((sum, i) => sum.set(sumPartials(this.#partials[i])));
    this.#shared?.giveBack(this.#borrowed);
  }

  #seen(data: Float64Array): Float64Array {
    return this.#shared && !isShared(data) ? this.#allocate(data.length) : data;
  }

  #allocate(length: number): Float64Array {
    if (!this.#shared) return new Float64Array(length);
    const array = this.#shared.borrow(length);
    this.#borrowed.push(array);
    return array;
  }
}

/** Each shard gets a population of its own, of its members only; results are put in their place when it is done. */
export class PackedRows implements RunMemory {
  readonly #run: PopulationRun;
  readonly #partials: Float64Array[][];

  constructor(run: PopulationRun) {
    this.#run = run;
    this.#partials = run.sums.map(() => []);
  }

  arraysOf(shard: Shard): ShardArrays {
    const { inputs, outputs, sums } = this.#run;
    return {
      inputs: inputs.map((values) => pack(values, shard)),
      outputs: outputs.map((values) => new Float64Array(packedLength(values, shard))),
      sums: sums.map(({ length }) => new Float64Array(length)),
      first: 0,
      count: shard.count,
      population: shard.count,
    };
  }

  accept(shard: Shard, returned: ReturnedArrays): void {
    this.#run.outputs.forEach((values, i) => unpack(returned.outputs[i], values, shard));
    returned.sums.forEach((sum, i) => (this.#partials[i][shard.index] = sum));
  }

  finish(): void {
    this.#run.sums.forEach((sum, i) => sum.set(sumPartials(this.#partials[i])));
  }
}

const packedLength = ({ data, population }: PopulationValues, { count }: Shard): number =>
  population === 1 ? data.length : (data.length / population) * count;

function pack(values: PopulationValues, shard: Shard): Float64Array {
  const { data, population } = values;
  if (population === 1) return data.slice();
  const { first, count } = shard;
  const packed = new Float64Array(packedLength(values, shard));
  for (let from = first, to = 0; to < packed.length; from += population, to += count)
    copyNumbers(data, from, packed, to, count);
  return packed;
}

function unpack(packed: Float64Array, { data, population }: PopulationValues, { first, count }: Shard): void {
  if (population === 1) return data.set(packed);
  for (let from = 0, to = first; from < packed.length; from += count, to += population)
    copyNumbers(packed, from, data, to, count);
}
