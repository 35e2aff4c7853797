/** @file Order of work: dead code gone, straight-line code cut into tiles where few values cross. */
import type { ArrayOperation, Kernel, Loop, Operation, Region, Statement, Store, Value } from './values.ts';

/** A store of what is no operation of the same region: a number that is only moved. */
export interface Move {
  readonly kind: 'move';
  readonly id: number;
  readonly store: Store;
}

export type Item = Operation | Move;

/** A run of operations that is looped over the lanes of a block. */
export interface Tile {
  readonly kind: 'tile';
  readonly items: readonly Item[];
}

export interface ScheduledLoop {
  readonly kind: 'scheduledLoop';
  readonly loop: Loop;
  readonly steps: readonly Step[];
}

export type Step = Tile | ScheduledLoop | ArrayOperation;

export interface Schedule {
  readonly steps: readonly Step[];
  /** Where the result of an operation has to be written. */
  readonly storesOf: ReadonlyMap<Operation, readonly Store[]>;
  readonly operations: number;
}

/** Bounds on the operations of a tile. The result is flat between 60 and 220 (measured). */
export interface TileSize {
  readonly least: number;
  readonly most: number;
}

interface Content {
  readonly operations: ReadonlyMap<Region, Operation[]>;
  readonly moves: ReadonlyMap<Region, Move[]>;
  readonly storesOf: ReadonlyMap<Operation, Store[]>;
  /** Operations that another region reads. */
  readonly crossing: ReadonlySet<Value>;
}

export function schedule({ root }: Kernel, size: TileSize): Schedule {
  const content = collect(root);
  const steps = scheduleRegion(root, content, size);
  let operations = 0;
  for (const list of content.operations.values()) operations += list.length;
  return { steps, storesOf: content.storesOf, operations };
}

function regionsOf(root: Region): Region[] {
  const regions = [root];
  for (const region of regions)
    for (const statement of region.statements) if (statement.kind === 'loop') regions.push(statement.body);
  return regions;
}

/** Operations that the stores need, by region. */
export const liveOperations = (root: Region): ReadonlyMap<Region, readonly Operation[]> => collect(root).operations;

/** Everything that the stores need, region by region. */
function collect(root: Region): Content {
  const operations = new Map<Region, Operation[]>();
  const moves = new Map<Region, Move[]>();
  const storesOf = new Map<Operation, Store[]>();
  const crossing = new Set<Value>();
  const seen = new Set<Operation>();
  const stack: Operation[] = [];
  const visit = (value: Value, from: Region): void => {
    if (value.kind !== 'operation') return;
    if (value.region !== from) crossing.add(value);
    if (seen.has(value)) return;
    seen.add(value);
    stack.push(value);
  };
  const append = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
    const list = map.get(key);
    if (list) list.push(value);
    else map.set(key, [value]);
  };
  for (const region of regionsOf(root))
    for (const store of region.stores) {
      const { value } = store;
      visit(value, region);
      if (value.kind === 'operation' && value.region === region) append(storesOf, value, store);
      else append(moves, region, { kind: 'move', id: store.id, store });
    }
  for (let operation = stack.pop(); operation; operation = stack.pop()) {
    append(operations, operation.region, operation);
    for (const operand of operation.operands) visit(operand, operation.region);
  }
  return { operations, moves, storesOf, crossing };
}

function scheduleRegion(region: Region, content: Content, size: TileSize): Step[] {
  const items: (Item | Statement)[] = [
    ...(content.operations.get(region) ?? []),
    ...(content.moves.get(region) ?? []),
    ...region.statements,
  ];
  items.sort((a, b) => a.id - b.id);
  const steps: Step[] = [];
  let run: Item[] = [];
  const close = (): void => {
    for (const tile of cut(run, content.crossing, size)) steps.push({ kind: 'tile', items: tile });
    run = [];
  };
  // what a later run of the region reads must be stored as well
  markAcrossRuns(items, content.crossing as Set<Value>);
  for (const item of items) {
    if (item.kind === 'operation' || item.kind === 'move') {
      run.push(item);
      continue;
    }
    close();
    steps.push(
      item.kind === 'loop'
        ? { kind: 'scheduledLoop', loop: item, steps: scheduleRegion(item.body, content, size) }
        : item,
    );
  }
  close();
  return steps;
}

function markAcrossRuns(items: readonly (Item | Statement)[], crossing: Set<Value>): void {
  const runOf = new Map<Value, number>();
  let run = 0;
  for (const item of items) {
    if (item.kind === 'operation') {
      for (const operand of item.operands) if ((runOf.get(operand) ?? run) !== run) crossing.add(operand);
      runOf.set(item, run);
    } else if (item.kind !== 'move') run++;
  }
}

const operandsOf = (item: Item): readonly Value[] => (item.kind === 'operation' ? item.operands : [item.store.value]);

/** What a call of a tile costs, in loads. */
const callCost = 6;

/** Cuts a run by dynamic programming, so that loads and stores between tiles are fewest. */
function cut(run: readonly Item[], crossing: ReadonlySet<Value>, { least, most }: TileSize): Item[][] {
  const count = run.length;
  if (count <= least) return count > 0 ? [depthFirst(run)] : [];
  const { position, endingAt, isKept } = usesWithin(run, crossing);
  const cost = new Float64Array(count + 1).fill(Infinity);
  const from = new Int32Array(count + 1);
  const stamp = new Map<Value, number>();
  cost[0] = 0;
  for (let begin = 0; begin < count; begin++) {
    if (cost[begin] === Infinity) continue;
    let loads = 0;
    let stores = 0;
    for (let end = begin; end < Math.min(count, begin + most); end++) {
      for (const operand of operandsOf(run[end])) {
        if (operand.kind === 'constant' || (position.get(operand) ?? -1) >= begin || stamp.get(operand) === begin)
          continue;
        stamp.set(operand, begin);
        loads++;
      }
      for (const index of endingAt[end]) if (index >= begin) stores--;
      if (isKept[end]) stores++;
      if (end + 1 - begin < least && end + 1 < count) continue;
      const total = cost[begin] + loads + stores + callCost;
      if (total < cost[end + 1]) {
        cost[end + 1] = total;
        from[end + 1] = begin;
      }
    }
  }
  const tiles: Item[][] = [];
  for (let end = count; end > 0; end = from[end]) tiles.push(depthFirst(run.slice(from[end], end)));
  return tiles.reverse();
}

/**
 * The items of a tile in the order of a walk from its results to what they need, the longer branch first: fewer values are
 * alive at once than in the order of recording, so fewer registers spill (measured: a tenth of the time).
 */
function depthFirst(items: readonly Item[]): Item[] {
  const own = new Set<Value | Move>(items);
  const depth = new Map<Value, number>();
  const isRead = new Set<Value>();
  for (const item of items) {
    let deepest = 0;
    for (const operand of operandsOf(item)) {
      isRead.add(operand);
      deepest = Math.max(deepest, depth.get(operand) ?? 0);
    }
    if (item.kind === 'operation') depth.set(item, deepest + 1);
  }
  const order = new Set<Item>();
  const visit = (item: Item): void => {
    if (order.has(item)) return;
    const operands = operandsOf(item).filter((operand): operand is Operation => own.has(operand));
    operands.sort((a, b) => depth.get(b)! - depth.get(a)!).forEach(visit);
    order.add(item);
  };
  for (const item of items) if (item.kind === 'move' || !isRead.has(item)) visit(item);
  return [...order];
}

interface Uses {
  readonly position: ReadonlyMap<Value, number>;
  /** Items whose result is read for the last time by each item. */
  readonly endingAt: readonly (readonly number[])[];
  /** Items whose result is read by a later item, or outside of the run. */
  readonly isKept: readonly boolean[];
}

function usesWithin(run: readonly Item[], crossing: ReadonlySet<Value>): Uses {
  const position = new Map<Value, number>();
  const last = new Int32Array(run.length).fill(-1);
  run.forEach((item, i) => {
    for (const operand of operandsOf(item)) {
      const at = position.get(operand);
      if (at !== undefined) last[at] = i;
    }
    if (item.kind === 'operation') position.set(item, i);
  });
  const endingAt = run.map((): number[] => []);
  const isKept = run.map((item, i) => {
    if (item.kind !== 'operation') return false;
    if (crossing.has(item)) return true;
    if (last[i] >= 0) endingAt[last[i]].push(i);
    return last[i] >= 0;
  });
  return { position, endingAt, isKept };
}
