/** @file Straight-line code cut into tiles where few values cross, each in an order that keeps few values alive. */
import type { Item } from './schedule.ts';
import type { Value } from './values.ts';

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

/** Cuts a run by dynamic programming, so that loads and stores between tiles are fewest. */
export function cutIntoTiles(run: readonly Item[], crossing: ReadonlySet<Value>, { least, most }: TileSize): Item[][] {
  const count = run.length;
  if (count <= least) return count > 0 ? [depthFirst(run)] : [];
  const { operands, endingAt, isKept, values } = usesWithin(run, crossing);
  const cost = new Float64Array(count + 1).fill(Infinity);
  const from = new Int32Array(count + 1);
  const loadedSince = new Int32Array(values).fill(-1);
  cost[0] = 0;
  for (let begin = 0; begin < count; begin++) {
    if (cost[begin] === Infinity) continue;
    let crossings = 0;
    for (let end = begin; end < Math.min(count, begin + most); end++) {
      for (let k = 3 * end; k < 3 * end + 3; k++) {
        const value = operands[k];
        // numbers below `count` are those of the run itself
        if (value < 0 || (value >= begin && value < count) || loadedSince[value] === begin) continue;
        loadedSince[value] = begin;
        crossings++;
      }
      for (const index of endingAt[end]) if (index >= begin) crossings--;
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
  for (let end = count; end > 0; end = from[end]) tiles.push(depthFirst(run.slice(from[end], end)));
  return tiles.reverse();
}

interface Uses {
  /** Three operands an item, -1 where there is none or a constant: the index of an item of the run, or a number from `run.length` on. */
  readonly operands: Int32Array;
  /** Numbers that are used for values. */
  readonly values: number;
  /** Items whose result is read for the last time by each item. */
  readonly endingAt: readonly (readonly number[])[];
  /** 1 of items whose result is read by a later item, or outside of the run. */
  readonly isKept: Uint8Array;
}

const none: readonly number[] = [];

function usesWithin(run: readonly Item[], crossing: ReadonlySet<Value>): Uses {
  const count = run.length;
  const numbers = new Map<Value, number>();
  const operands = new Int32Array(3 * count).fill(-1);
  const last = new Int32Array(count).fill(-1);
  let values = count;
  run.forEach((item, i) => {
    operandsOf(item).forEach((operand, k) => {
      if (operand.kind === 'constant') return;
      let number = numbers.get(operand);
      if (number === undefined) {
        number = values++;
        numbers.set(operand, number);
      }
      operands[3 * i + k] = number;
      if (number < count) last[number] = i;
    });
    if (item.kind === 'operation') numbers.set(item, i);
  });
  const endingAt: (readonly number[])[] = new Array<readonly number[]>(count).fill(none);
  const isKept = new Uint8Array(count);
  run.forEach((item, i) => {
    if (item.kind !== 'operation') return;
    if (crossing.has(item)) isKept[i] = 1;
    else if (last[i] >= 0) {
      isKept[i] = 1;
      endingAt[last[i]] = [...endingAt[last[i]], i];
    }
  });
  return { operands, values, endingAt, isKept };
}

/**
 * The items of a tile in the order of a walk from its results to what they need, the longer branch first: fewer values are
 * alive at once than in the order of recording, so fewer registers spill (measured: a tenth of the time).
 */
function depthFirst(items: readonly Item[]): Item[] {
  const depth = new Map<Value, number>();
  const isRead = new Set<Value>();
  items.forEach((item) => {
    let deepest = 0;
    operandsOf(item).forEach((operand) => {
      isRead.add(operand);
      deepest = Math.max(deepest, depth.get(operand) ?? 0);
    });
    if (item.kind === 'operation') depth.set(item, deepest + 1);
  });
  const order = new Set<Item>();
  const visit = (item: Item): void => {
    if (order.has(item)) return;
    const operands = operandsOf(item);
    const deepest = operands.reduce((a, b) => ((depth.get(b) ?? 0) > (depth.get(a) ?? 0) ? b : a));
    if (depth.has(deepest)) visit(deepest as Item);
    operands.forEach((operand) => operand !== deepest && depth.has(operand) && visit(operand as Item));
    order.add(item);
  };
  items.forEach((item) => (item.kind === 'move' || !isRead.has(item)) && visit(item));
  return [...order];
}
