/** @file Results that are overwritten by later calls: as few arrays of each as keep what is still read apart from what is written. */
import type { TensorType } from '../application.ts';
import { PopulationTensor } from '../population-tensor.ts';
import { sizeOf } from '../shape.ts';

/** Makes the memory of a result. */
export type Allocate = (length: number) => Float64Array;

export const newArray: Allocate = (length) => new Float64Array(length);

export const emptyTensor = ({ shape, population }: TensorType, allocate: Allocate): PopulationTensor =>
  new PopulationTensor({ shape, population }, allocate(sizeOf(shape) * population));

/** The memory that a concrete tensor is read from; what members share is spread over them by now, before it is overwritten. */
const memoryOf = ({ data }: PopulationTensor): ArrayBufferLike => data.buffer;

/** What one call writes; its memory is nobody else's until it ends. */
export interface ResultsOfCall {
  /** By stage, and by output of the stage. */
  readonly outputs: readonly (readonly PopulationTensor[])[];
  end(): void;
}

export class ReusedResults {
  /** Arrays of each output of each stage, made when they are needed. */
  readonly #tensors: readonly (readonly { readonly type: TensorType; readonly known: PopulationTensor[] }[])[];
  /** Memory that calls under way read and write. */
  readonly #inUse = new Set<ReadonlySet<ArrayBufferLike>>();

  constructor(types: readonly (readonly TensorType[])[]) {
    this.#tensors = types.map((outputs) => outputs.map((type) => ({ type, known: [] })));
  }

  /**
   * Results for a call that reads `read`. A result of an earlier call may be among them: it is written anew only when no
   * call reads it any more, so that x = f(x) takes two arrays in turn, and calls at the same time have one each.
   */
  begin(read: readonly PopulationTensor[], allocate: Allocate): ResultsOfCall {
    const own = new Set(read.map(memoryOf));
    const isFree = (tensor: PopulationTensor): boolean => {
      const memory = memoryOf(tensor);
      return !own.has(memory) && [...this.#inUse].every((used) => !used.has(memory));
    };
    const outputs = this.#tensors.map((stage) =>
      stage.map(({ type, known }) => {
        const free = known.find(isFree);
        if (free) return free;
        const tensor = emptyTensor(type, allocate);
        known.push(tensor);
        return tensor;
      }),
    );
    outputs.flat().forEach((tensor) => own.add(memoryOf(tensor)));
    this.#inUse.add(own);
    return { outputs, end: () => void this.#inUse.delete(own) };
  }
}
