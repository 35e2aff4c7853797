/** @file How a run's numbers reach the shards: whole arrays that all see, or rows that are sent there and back. */
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
    this.#inputs = run.inputs.map(({ data }) => {
      const seen = this.#seen(data);
      if (seen !== data) seen.set(data);
      return seen;
    });
    this.#outputs = run.outputs.map(({ data }) => this.#seen(data));
    this.#partials = run.sums.map(({ length }) => {
      const all = this.#allocate(length * shards.length);
      return shards.map(({ index }) => all.subarray(index * length, (index + 1) * length));
    });
  }

  arraysOf({ index, first, count }: Shard): ShardArrays {
    const sums = this.#partials.map((shards) => shards[index]);
    return { inputs: this.#inputs, outputs: this.#outputs, sums, first, count, population: this.#run.population };
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
  for (let element = 0; element < data.length / population; element++)
    packed.set(data.subarray(element * population + first, element * population + first + count), element * count);
  return packed;
}

function unpack(packed: Float64Array, { data, population }: PopulationValues, { first, count }: Shard): void {
  if (population === 1) return data.set(packed);
  for (let element = 0; element < data.length / population; element++)
    data.set(packed.subarray(element * count, (element + 1) * count), element * population + first);
}
