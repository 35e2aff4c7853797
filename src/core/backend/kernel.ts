/** @file What runs scalar code on one block of members. */
import type { NumberArray } from '../program/record/number-format.ts';

export interface KernelInput {
  /** Position of the first element's lane 0 in memory. */
  readonly base: number;
  readonly size: number;
  /** One number for all lanes, elements side by side; else `lanes` numbers an element. */
  readonly shared: boolean;
}

export interface Kernel {
  readonly lanes: number;
  readonly memory: NumberArray;
  readonly inputs: readonly KernelInput[];
  /** Position of lane 0 of each element of each output, or of its first sum. */
  readonly outputs: readonly Int32Array[];
  /** Numbers of an element of each output that is added up over groups of lanes already; 0 of any other. */
  readonly sums: readonly number[];
  /** Where a number a lane is to say whether it has a member, 1 or 0; `null` where nothing asks. */
  readonly presentAt: number | null;
  /** Runs the block on whatever the inputs hold. */
  run(): void;
  /** Where whole chunks of members are laid down and picked up, where the kernel moves its lanes itself. */
  readonly staging: Staging | null;
}

/**
 * Rows of a chunk of members in the kernel's memory, `members` numbers each: those of all inputs that are not shared, in
 * order, and behind them those of all outputs that are no sums.
 */
export interface Staging {
  /** Most members of a chunk, a multiple of the lanes. */
  readonly members: number;
  readonly inputs: NumberArray;
  readonly outputs: NumberArray;
  /** Takes the lanes from member `first` of the chunk on, or leaves them there, in rows of `members` numbers. */
  load(first: number, members: number): void;
  /** Says whether all outputs of these lanes are finite. */
  store(first: number, members: number): boolean;
}
