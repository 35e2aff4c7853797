/** @file Memory that nothing reads is not written: work on rows often takes the place of what a loop has stacked. */
import {
  type Anchor,
  type BlockArray,
  type Kernel,
  type Operation,
  operandPlaces,
  type Place,
  type Region,
  resultPlace,
  type Value,
} from '../record/values.ts';
import { ValueMarks } from '../record/value-marks.ts';

type Writer = (read: (place: Place) => void) => void;

/** Removes every store and statement from which no output follows. */
export function dropUnread({ root, outputs }: Pick<Kernel, 'root' | 'outputs'>): void {
  const writers = new Map<BlockArray, Writer[]>();
  const isRead = new Set<BlockArray>();
  const anchors = new Set<Anchor>();
  const keptCarries = new Set<BlockArray>();
  const pending: BlockArray[] = [];
  const read = ({ array, anchor }: Place): void => {
    anchors.add(anchor);
    if (array.carryOf && (anchor === 'fixed' || (typeof anchor !== 'string' && anchor.role === 'item')))
      keptCarries.add(array);
    if (isRead.has(array)) return;
    isRead.add(array);
    pending.push(array);
  };
  collectWriters(root, writers);
  for (const { columns } of outputs) columns.forEach(({ place }) => read(place));
  for (let array = pending.pop(); array; array = pending.pop()) writers.get(array)?.forEach((write) => write(read));
  drop(root, { isRead, anchors, keptCarries });
}

/** What has to be read for every array that is written. */
function collectWriters(region: Region, writers: Map<BlockArray, Writer[]>, seen = new ValueMarks()): void {
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

function readValue(value: Value, seen: ValueMarks, read: (place: Place) => void): void {
  const stack: Operation[] = [];
  const visit = (next: Value): void => {
    if (!seen.add(next)) return;
    if (next.kind === 'load') read(next.place);
    else if (next.kind === 'operation') stack.push(next);
  };
  visit(value);
  for (let next = stack.pop(); next; next = stack.pop()) next.operands.forEach(visit);
}

interface Needed {
  readonly isRead: ReadonlySet<BlockArray>;
  /** How what is read, or written to be read, moves. */
  readonly anchors: Set<Anchor>;
  /** Carries of which a record besides the present ones is read. */
  readonly keptCarries: ReadonlySet<BlockArray>;
}

/** Keeps what writes arrays that are read, and the streams that it moves with. */
function drop(region: Region, needed: Needed): void {
  const { isRead, anchors, keptCarries } = needed;
  const isNeeded = ({ array, anchor }: Place): boolean => {
    if (isRead.has(array)) anchors.add(anchor);
    return isRead.has(array);
  };
  keep(region.stores, ({ place }) => isNeeded(place));
  keep(region.statements, (statement) => {
    if (statement.kind !== 'loop') return isNeeded(resultPlace(statement));
    const { body, streams, carry, carrySize } = statement;
    drop(body, needed);
    if (statement.keepsCarries && !keptCarries.has(carry)) {
      statement.keepsCarries = false;
      carry.size = 2 * carrySize;
    }
    keep(streams, (stream) => anchors.has(stream));
    return body.stores.length + body.statements.length > 0;
  });
}

function keep<T>(list: T[], isKept: (item: T) => boolean): void {
  const kept = list.filter(isKept);
  kept.forEach((item, i) => (list[i] = item));
  list.length = kept.length;
}
