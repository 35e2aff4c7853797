/** @file Straight-line code cut into tiles where few values cross, each in an order that keeps few values alive. */
import type { Item } from './schedule.ts';
import type { BlockArray, Operation, Place, Store, Value } from '../record/values.ts';

/** Bounds on the operations of a tile. The result is flat between 60 and 220 (measured). */
export interface TileSize {
  readonly least: number;
  readonly most: number;
}

/** What a call of a tile costs, in loads. */
const callCost = 6;

/** What an item reads. */
export const operandsOf = (item: Item): readonly Value[] =>
  item.kind === 'operation' ? item.operands : [item.store.value];

/** What is written as soon as an operation is done. */
export type StoresOf = ReadonlyMap<Operation, readonly Store[]>;

/** Cuts a run by dynamic programming, so that loads and stores between tiles are fewest. */
export function cutIntoTiles(
  run: readonly Item[],
  crossing: ReadonlySet<Value>,
  storesOf: StoresOf,
  { least, most }: TileSize,
): Item[][] {
  const count = run.length;
  if (count <= least) return count > 0 ? [depthFirst(run, storesOf)] : [];
  const { operands, operandsAt, firstEnding, nextEnding, isKept, values } = usesWithin(run, crossing);
  const cost = new Float64Array(count + 1).fill(Infinity);
  const from = new Int32Array(count + 1);
  const loadedSince = new Int32Array(values).fill(-1);
  cost[0] = 0;
  for (let begin = 0; begin < count; begin++) {
    if (cost[begin] === Infinity) continue;
    const last = Math.min(count, begin + most);
    let crossings = 0;
    for (let end = begin; end < last; end++) {
      for (let k = operandsAt[end]; k < operandsAt[end + 1]; k++) {
        const value = operands[k];
        // numbers below `count` are those of the run itself
        if ((value >= begin && value < count) || loadedSince[value] === begin) continue;
        loadedSince[value] = begin;
        crossings++;
      }
      for (let item = firstEnding[end]; item >= begin; item = nextEnding[item]) crossings--;
      crossings += isKept[end];
      if (end + 1 - begin < least && end + 1 < count) continue;
      const total = cost[begin] + crossings + callCost;
      if (total < cost[end + 1]) {
        cost[end + 1] = total;
        from[end + 1] = begin;
      }
    }
  }
  const tiles: Item[][] = [];
  for (let end = count; end > 0; end = from[end]) tiles.push(depthFirst(run.slice(from[end], end), storesOf));
  return tiles.reverse();
}

interface Uses {
  /**
   * Operands of item i, constants apart, from `operandsAt[i]` to before `operandsAt[i + 1]`: the index of an item of the run,
   * or a number from `run.length` on.
   */
  readonly operands: Int32Array;
  readonly operandsAt: Int32Array;
  /** Numbers that are used for values. */
  readonly values: number;
  /** Items whose result is read for the last time by item i: the latest of them, the one before each; -1 where there is none. */
  readonly firstEnding: Int32Array;
  readonly nextEnding: Int32Array;
  /** 1 of items whose result is read by a later item, or outside of the run. */
  readonly isKept: Uint8Array;
}

function usesWithin(run: readonly Item[], crossing: ReadonlySet<Value>): Uses {
  const count = run.length;
  const numbers = new Map<Value, number>();
  const operands = new Int32Array(3 * count);
  const operandsAt = new Int32Array(count + 1);
  const last = new Int32Array(count).fill(-1);
  let values = count;
  let filled = 0;
  run.forEach((item, i) => {
    const own = operandsOf(item);
    for (let k = 0; k < own.length; k++) {
      if (own[k].kind === 'constant') continue;
      const number = numbers.get(own[k]) ?? values++;
      if (number >= count) numbers.set(own[k], number);
      else last[number] = i;
      operands[filled++] = number;
    }
    operandsAt[i + 1] = filled;
    if (item.kind === 'operation') numbers.set(item, i);
  });
  const firstEnding = new Int32Array(count).fill(-1);
  const nextEnding = new Int32Array(count).fill(-1);
  const isKept = new Uint8Array(count);
  run.forEach((item, i) => {
    if (item.kind !== 'operation') return;
    if (crossing.has(item)) isKept[i] = 1;
    else if (last[i] >= 0) {
      isKept[i] = 1;
      nextEnding[i] = firstEnding[last[i]];
      firstEnding[last[i]] = i;
    }
  });
  return { operands, operandsAt, values, firstEnding, nextEnding, isKept };
}

/**
 * The items of a tile in the order of a walk from its results to what they need, the longer branch first: fewer values are
 * alive at once than in the order of recording, so fewer registers spill (measured: a tenth of the time). Rare cases come
 * first, for what is alive across their calls spills whether they are made or not (a thirtieth of a two-link arm's time).
 */
function depthFirst(items: readonly Item[], storesOf: StoresOf): Item[] {
  const before = memoryOrder(items, storesOf);
  /** Of operations of the tile. */
  const depth = new Map<Value, number>();
  const isRead = new Set<Value>();
  items.forEach((item) => {
    const operands = operandsOf(item);
    let deepest = 0;
    for (let k = 0; k < operands.length; k++) {
      const own = depth.get(operands[k]);
      if (own === undefined) continue;
      isRead.add(operands[k]);
      deepest = Math.max(deepest, own);
    }
    if (item.kind === 'operation') depth.set(item, deepest + 1);
  });
  const order = new Set<Item>();
  const visit = (item: Item): void => {
    if (order.has(item)) return;
    const operands = operandsOf(item);
    let deepest = operands[0];
    for (let k = 1; k < operands.length; k++)
      if ((depth.get(operands[k]) ?? 0) > (depth.get(deepest) ?? 0)) deepest = operands[k];
    if (depth.has(deepest)) visit(deepest as Item);
    for (let k = 0; k < operands.length; k++)
      if (operands[k] !== deepest && depth.has(operands[k])) visit(operands[k] as Item);
    before.get(item)?.forEach(visit);
    order.add(item);
  };
  items.forEach((item) => item.kind === 'operation' && item.instruction.rare && visit(item));
  items.forEach((item) => (item.kind === 'move' || !isRead.has(item)) && visit(item));
  return [...order];
}

/** A place that an item reads or writes. */
interface Access {
  readonly item: Item;
  readonly place: Place;
  readonly isWritten: boolean;
}

/** Whether two places of one array may be one: records of a loop are others than those that it enters or leaves in this step. */
const mayMeet = (a: Place, b: Place): boolean =>
  a.anchor === b.anchor ? a.offset === b.offset : typeof a.anchor === 'string' && typeof b.anchor === 'string';

const storesOfItem = (item: Item, storesOf: StoresOf): readonly Store[] =>
  item.kind === 'move' ? [item.store] : (storesOf.get(item) ?? []);

/**
 * Items that must come before another although they are none of its operands: those that write what it reads, as a loop's
 * output may be read again behind the loop, and those that read or write what it writes.
 */
function memoryOrder(items: readonly Item[], storesOf: StoresOf): ReadonlyMap<Item, readonly Item[]> {
  const before = new Map<Item, Item[]>();
  const accesses = new Map<BlockArray, Access[]>();
  for (const item of items) for (const { place } of storesOfItem(item, storesOf)) accesses.set(place.array, []);
  if (accesses.size === 0) return before;
  const note = (access: Access): void => {
    const { item, place, isWritten } = access;
    const earlier = accesses.get(place.array);
    if (!earlier) return;
    for (const other of earlier) {
      if (!mayMeet(other.place, place) || other.item === item || !(isWritten || other.isWritten)) continue;
      before.set(item, [...(before.get(item) ?? []), other.item]);
    }
    earlier.push(access);
  };
  for (const item of items) {
    for (const operand of operandsOf(item))
      if (operand.kind === 'load') note({ item, place: operand.place, isWritten: false });
    for (const { place } of storesOfItem(item, storesOf)) note({ item, place, isWritten: true });
  }
  return before;
}
