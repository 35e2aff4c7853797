/** @file What runs a scalar program over a block of lanes. */

export interface Kernel {
  /** Lanes from one slot to the next in `registers`; at least the lanes asked for. */
  readonly stride: number;
  /** `registers[slot * stride + lane]`; inputs are written here before, outputs read after a run. */
  readonly registers: Float64Array;
  /** Slots of the outputs; slot i is input i. */
  readonly outputs: Int32Array;
  /** Runs all operations on whatever the input slots hold. */
  run(): void;
}
