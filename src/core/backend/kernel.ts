/** @file What runs scalar code on one block of members. */

export interface KernelInput {
  /** Position of the first element's lane 0 in memory. */
  readonly base: number;
  readonly size: number;
  /** One number for all lanes, elements side by side; else `lanes` numbers an element. */
  readonly shared: boolean;
}

export interface Kernel {
  readonly lanes: number;
  readonly memory: Float64Array;
  readonly inputs: readonly KernelInput[];
  /** Position of lane 0 of each element of each output. */
  readonly outputs: readonly Int32Array[];
  /** Runs the block on whatever the inputs hold. */
  run(): void;
}
