/** @file What became of a graph: operations behind each pass, what crosses tiles, memory, size of the code. */
import { emitProgram } from '../backend/wasm/emit-program.ts';
import { nodesOf } from '../graph.ts';
import { compileProgram, defaultTileSize, layOutProgram } from './compile-program.ts';
import { liveOperations, type Step, type Tile } from './schedule.ts';
import type { KernelStage } from './stages.ts';
import { operandsOf } from './tiles.ts';
import type { Operation, Region, Value } from './values.ts';

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
  /** Slots for values that live across tiles. */
  readonly slots: number;
  /** Memory of one block of members, bytes. */
  readonly memoryBytes: number;
  readonly functions: number;
  readonly codeBytes: number;
}

/** Explains the program of a stage for blocks of `lanes` members. */
export function explainProgram({ graph, captured }: KernelStage, lanes: number): ProgramReport {
  const passes: PassReport[] = [];
  const program = compileProgram(graph, {
    expands: true,
    captured,
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
  const laidOut = layOutProgram(program, lanes);
  const { bytes, memoryBytes, functions } = emitProgram(laidOut);
  const regions: RegionReport[] = [];
  reportSteps(laidOut.schedule.steps, 1, false, laidOut, regions);
  return {
    nodes: nodesOf(graph).length,
    passes,
    regions,
    lanes,
    slots: laidOut.layout.slots,
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

type LaidOut = ReturnType<typeof layOutProgram>;

function reportSteps(
  steps: readonly Step[],
  times: number,
  isReverse: boolean,
  program: LaidOut,
  regions: RegionReport[],
): void {
  const tiles = steps.filter((step) => step.kind === 'tile');
  if (tiles.length > 0) regions.push(reportTiles(tiles, times, isReverse, program));
  for (const step of steps)
    if (step.kind === 'scheduledLoop')
      reportSteps(step.steps, times * step.loop.length, step.loop.reverse, program, regions);
}

function reportTiles(
  tiles: readonly Tile[],
  steps: number,
  isReverse: boolean,
  { layout, schedule }: LaidOut,
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
