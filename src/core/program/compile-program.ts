/** @file Graph -> scheduled, laid-out scalar code. */
import type { Graph } from '../graph.ts';
import { type Layout, layOut } from './arrange/layout.ts';
import { lower, type LoweringOptions } from './lower/lower.ts';
import { type Schedule, schedule } from './arrange/schedule.ts';
import { segmentsOf } from './arrange/segments.ts';
import type { TileSize } from './arrange/tiles.ts';
import { windowsOf } from './arrange/windows.ts';
import { numbersOfSum } from './record/number-format.ts';
import { isSum, type Kernel, type OutputView } from './record/values.ts';

/** Operations a tile of compiled code has. */
export const defaultTileSize: TileSize = {
  least: 20,
  most: 90,
};

/** Every operation on its own, as the interpreter runs them. */
export const singleOperations: TileSize = { least: 1, most: 1 };

export interface Program {
  readonly kernel: Kernel;
  readonly schedule: Schedule;
}

export function compileProgram(graph: Graph, options: LoweringOptions & { readonly tileSize: TileSize }): Program {
  const kernel = lower(graph, options);
  return { kernel, schedule: schedule(kernel, options.tileSize) };
}

export interface LaidOutProgram extends Program {
  readonly layout: Layout;
  readonly inputs: readonly { readonly base: number; readonly size: number; readonly shared: boolean }[];
  /** Position of lane 0 of each element of each output, or of its first sum. */
  readonly outputs: readonly Int32Array[];
  /** Numbers of an element of each output that is a sum already, over the lanes of groups; 0 of any other. */
  readonly sums: readonly number[];
  /** Where lanes say whether they have a member; `null` where nothing asks. */
  readonly presentAt: number | null;
}

export interface LayoutOptions {
  /** Records of long loops are kept for a segment at a time and made again, which costs time and saves memory. */
  readonly inSegments?: boolean;
  /** Records that do not fit a cache of so many bytes are copied near, a stretch at a time. */
  readonly cacheMemory?: number;
}

export function layOutProgram(
  program: Program,
  lanes: number,
  { inSegments = false, cacheMemory }: LayoutOptions = {},
): LaidOutProgram {
  const { kernel, schedule: scheduled } = program;
  const segments = inSegments ? segmentsOf(kernel, scheduled) : [];
  const inParts = new Set(segments.flatMap(({ producer, consumer }) => [producer, consumer]));
  const windows =
    cacheMemory === undefined ? [] : windowsOf(scheduled, lanes, cacheMemory / kernel.format.bytes, inParts);
  const layout = layOut(kernel, scheduled, lanes, { segments, windows });
  return {
    ...program,
    layout,
    inputs: kernel.inputs.map((array) => ({ base: layout.baseOf(array), size: array.size, shared: array.shared })),
    outputs: kernel.outputs.map((view) => positionsOf(view, layout)),
    sums: kernel.outputs.map((view) => (isSum(view) ? numbersOfSum(kernel.format, lanes) : 0)),
    presentAt: kernel.present && layout.baseOf(kernel.present),
  };
}

function positionsOf({ rows, columns }: OutputView, layout: Layout): Int32Array {
  const positions = new Int32Array(rows * columns.length);
  const addresses = columns.map(({ place, stride }) => ({
    base: layout.addressOf(place).base,
    step: stride * layout.unitOf(place.array),
  }));
  for (let row = 0, i = 0; row < rows; row++)
    for (const { base, step } of addresses) positions[i++] = base + row * step;
  return positions;
}
