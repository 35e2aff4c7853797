/** @file What became of a graph: operations behind each pass, what crosses tiles, memory, size of the code. */
import { type EmitOptions, emitProgram } from './wasm/emit-program.ts';
import { nodesOf } from '../graph.ts';
import { compileProgram, defaultTileSize, type LaidOutProgram, layOutProgram } from '../program/compile-program.ts';
import { liveOperations, type Step, type Tile } from '../program/arrange/schedule.ts';
import type { KernelStage } from '../program/stages.ts';
import { operandsOf } from '../program/arrange/tiles.ts';
import type { Operation, Region, Value } from '../program/record/values.ts';

export interface PassReport {
  readonly pass: string;
  /** Operations of one member in all, those of a loop counted once. */
  readonly operations: number;
}

/** One stretch of code: what runs once, or the body of a loop. */
export interface RegionReport {
  /** Times that it runs. */
  readonly steps: number;
  readonly isReverse: boolean;
  readonly operations: number;
  /** By instruction, most frequent first. */
  readonly byInstruction: Readonly<Record<string, number>>;
  /** By what they are for, most frequent first. */
  readonly byNote: Readonly<Record<string, number>>;
  readonly tiles: number;
  /** Values that a tile takes from memory, constants apart, and that it leaves there. */
  readonly loads: number;
  readonly constants: number;
  readonly stores: number;
}

export interface ProgramReport {
  readonly nodes: number;
  readonly passes: readonly PassReport[];
  readonly regions: readonly RegionReport[];
  readonly lanes: number;
  /**
   * How the records of loops lie in memory: all of them where they are used; some steps near the core and the rest apart; or
   * those of one segment at a time, made again in the reverse sweep.
   */
  readonly records: 'whole' | 'windows' | 'segments';
  /** Slots for values that live across tiles. */
  readonly slots: number;
  /** Memory of one block of members, bytes. */
  readonly memoryBytes: number;
  readonly functions: number;
  readonly codeBytes: number;
}

/**
 * Explains the program of a stage: as a factory has laid it out to run, or else whole, in float64, for blocks of `lanes`
 * members. `options`: how it is emitted.
 */
export function explainProgram(
  { graph, captured, sums }: KernelStage,
  laidOut: LaidOutProgram | number,
  options?: EmitOptions,
): ProgramReport {
  const passes: PassReport[] = [];
  const compiled = compileProgram(graph, {
    expands: true,
    ...(typeof laidOut !== 'number' && { format: laidOut.kernel.format }),
    captured,
    sums: sums.keys(),
    tileSize: defaultTileSize,
    onPass: (pass, root, requested) => {
      const operations = countOf(liveOperations(root));
      if (pass === 'recorded')
        passes.push(
          { pass: 'asked for by the nodes', operations: requested },
          { pass: 'folded, shared, written out in basic instructions, dead code gone', operations },
        );
      else passes.push({ pass: 'read from memory what an earlier loop has computed', operations });
    },
  });
  const program = typeof laidOut === 'number' ? layOutProgram(compiled, laidOut) : laidOut;
  const { layout, schedule } = program;
  const { bytes, memoryBytes, functions } = emitProgram(program, options);
  const regions: RegionReport[] = [];
  reportSteps(schedule.steps, 1, false, program, regions);
  const inParts = layout.segments.length > 0 ? 'segments' : layout.windows.length > 0 ? 'windows' : 'whole';
  return {
    nodes: nodesOf(graph).length,
    passes,
    regions,
    lanes: layout.lanes,
    records: inParts,
    slots: layout.slots,
    memoryBytes,
    functions,
    codeBytes: bytes.length,
  };
}

function countOf(operations: ReadonlyMap<Region, readonly Operation[]>): number {
  let count = 0;
  for (const list of operations.values()) count += list.length;
  return count;
}

function reportSteps(
  steps: readonly Step[],
  times: number,
  isReverse: boolean,
  program: LaidOutProgram,
  regions: RegionReport[],
): void {
  const tiles = steps.filter((step) => step.kind === 'tile');
  if (tiles.length > 0) regions.push(reportTiles(tiles, times, isReverse, program));
  for (const step of steps)
    if (step.kind === 'scheduledLoop') {
      const { loop } = step;
      // what is kept for one segment at a time is made once on the way forth and once on the way back
      const runs = program.layout.segments.some(({ producer }) => producer === loop) ? 2 : 1;
      reportSteps(step.steps, times * loop.length * runs, loop.reverse, program, regions);
    }
}

function reportTiles(
  tiles: readonly Tile[],
  steps: number,
  isReverse: boolean,
  { layout, schedule }: LaidOutProgram,
): RegionReport {
  const byInstruction = new Map<string, number>();
  const byNote = new Map<string, number>();
  const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);
  let [operations, loads, constants, stores] = [0, 0, 0, 0];
  for (const { items } of tiles) {
    const known = new Set<Value>();
    for (const item of items) {
      const operands = operandsOf(item);
      for (const operand of operands)
        if (operand.kind === 'constant') constants++;
        else if (!known.has(operand)) {
          known.add(operand);
          loads++;
        }
      if (item.kind === 'move') {
        stores++;
        continue;
      }
      known.add(item);
      operations++;
      stores += (schedule.storesOf.get(item)?.length ?? 0) + (layout.slotOf(item) ? 1 : 0);
      count(byInstruction, item.instruction.name);
      const { note = 'other', adjoint } = item.source;
      count(byNote, adjoint ? `adjoint of ${note}` : note);
    }
  }
  return {
    steps,
    isReverse,
    operations,
    byInstruction: sorted(byInstruction),
    byNote: sorted(byNote),
    tiles: tiles.length,
    loads,
    constants,
    stores,
  };
}

const sorted = (counts: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
