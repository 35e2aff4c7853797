/** @file What a scan is made of: its node, the step that it repeats, and the form of the function itself. */
import type { TreeOf } from './tree.ts';
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

/** How values of some kind go through a loop. */
interface Walk<V> {
  /** Item `t` of sequence `i`. */
  readonly itemOf: (sequence: V, t: number, i: number) => V;
  /** Results of the body. */
  readonly evaluate: (inputs: readonly V[]) => readonly V[];
  /** Keeps row `t` of an output that is stacked. */
  readonly put: (output: number, row: V, t: number) => void;
}

/** Walks through the steps of a loop, and gives the carries as they leave it. */
export function walkScan<V>(
  { body, carries, sequences, length, reverse }: ScanAttributes,
  inputs: readonly V[],
  { itemOf, evaluate, put }: Walk<V>,
): readonly V[] {
  const stacked = inputs.slice(carries, carries + sequences);
  const constants = inputs.slice(carries + sequences);
  let carry = inputs.slice(0, carries);
  for (let step = 0; step < length; step++) {
    const t = reverse ? length - 1 - step : step;
    const results = evaluate([...carry, ...stacked.map((sequence, i) => itemOf(sequence, t, i)), ...constants]);
    results.slice(carries).forEach((row, i) => put(carries + i, row, t));
    carry.forEach((row, i) => put(body.outputs.length + i, row, t));
    carry = results.slice(0, carries);
  }
  return carry;
}

/** How a loop runs. */
export interface ScanOptions {
  /** Number of steps; needed where there are no sequences. */
  readonly length?: number;
  /** Runs from the last item to the first; outputs stand where their items do. Default false. */
  readonly reverse?: boolean;
}

/** One step of a loop: the carry for the next, and the output, [] where there is none. */
export type ScanStep<C extends TreeOf<C>, X extends TreeOf<X>, Y extends TreeOf<Y>> = (
  carry: C,
  input: X,
) => { readonly carry: C; readonly output: Y };

/** The function `scan` itself, which stands above its derivatives. */
export type Scan = <C extends TreeOf<C>, X extends TreeOf<X>, Y extends TreeOf<Y>>(
  step: ScanStep<C, X, Y>,
  carry: C,
  inputs: X,
  options?: ScanOptions,
) => { readonly carry: C; readonly outputs: Y };
