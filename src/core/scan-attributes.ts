/** @file What a recorded scan carries with it: its body and how its inputs and outputs are laid out. */
import type { Application } from './application.ts';
import type { Graph } from './graph.ts';

/** Inputs of a scan: carries, sequences (stacked on axis 0), constants. Outputs: final carries, stacked outputs, stacked carries. */
export interface ScanAttributes {
  /** Inputs [carries, one item of each sequence, constants]; outputs [next carries, one item of each output]. */
  readonly body: Graph;
  readonly carries: number;
  readonly sequences: number;
  readonly length: number;
  /** Walks the sequences from the last item to the first; outputs keep the position of their item. */
  readonly reverse: boolean;
}

export const attributesOf = (application: Application): ScanAttributes => application.attributes as ScanAttributes;
