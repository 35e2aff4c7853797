/** @file Memory that nothing reads is not written: work on rows often takes the place of what a loop has stacked. */
import {
  type Anchor,
  type BlockArray,
  type Kernel,
  operandPlaces,
  type Place,
  type Region,
  resultPlace,
  type Value,
} from './values.ts';

type Writer = (read: (place: Place) => void) => void;

/** Removes every store and statement from which no output follows. */
export function dropUnread({ root, outputs }: Pick<Kernel, 'root' | 'outputs'>): void {
  const writers = new Map<BlockArray, Writer[]>();
  const isRead = new Set<BlockArray>();
  const anchors = new Set<Anchor>();
  const pending: BlockArray[] = [];
  const read = ({ array, anchor }: Place): void => {
    anchors.add(anchor);
    if (isRead.has(array)) return;
    isRead.add(array);
    pending.push(array);
  };
  collectWriters(root, writers);
  for (const { columns } of outputs) columns.forEach(({ place }) => read(place));
  for (let array = pending.pop(); array; array = pending.pop()) writers.get(array)?.forEach((write) => write(read));
  drop(root, isRead, anchors);
}

/** What has to be read for every array that is written. */
function collectWriters(region: Region, writers: Map<BlockArray, Writer[]>, seen = new Set<Value>()): void {
  const add = ({ array }: Place, writer: Writer): void => {
    const list = writers.get(array);
    if (list) list.push(writer);
    else writers.set(array, [writer]);
  };
  for (const { place, value } of region.stores) add(place, (read) => readValue(value, seen, read));
  for (const statement of region.statements)
    if (statement.kind === 'loop') collectWriters(statement.body, writers, seen);
    else add(resultPlace(statement), (read) => operandPlaces(statement).forEach(read));
}

function readValue(value: Value, seen: Set<Value>, read: (place: Place) => void): void {
  const stack = [value];
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (next.kind === 'load') read(next.place);
    else if (next.kind === 'operation') next.operands.forEach((operand) => stack.push(operand));
  }
}

/** Keeps what writes arrays that are read, and the streams that it moves with. */
function drop(region: Region, isRead: ReadonlySet<BlockArray>, anchors: Set<Anchor>): void {
  const isNeeded = ({ array, anchor }: Place): boolean => {
    if (isRead.has(array)) anchors.add(anchor);
    return isRead.has(array);
  };
  keep(region.stores, ({ place }) => isNeeded(place));
  keep(region.statements, (statement) => {
    if (statement.kind !== 'loop') return isNeeded(resultPlace(statement));
    const { body, streams } = statement;
    drop(body, isRead, anchors);
    keep(streams, (stream) => anchors.has(stream));
    return body.stores.length + body.statements.length > 0;
  });
}

function keep<T>(list: T[], isKept: (item: T) => boolean): void {
  list.splice(0, list.length, ...list.filter(isKept));
}
