/** @file Where everything lies in the memory of one block: slots of values that cross tiles, then arrays. In units of numbers. */
import { type Schedule, visitPlaces } from './schedule.ts';
import type { Segments } from './segments.ts';
import { isHome, slotsOf } from './slots.ts';
import type { Window, Windows } from './windows.ts';
import { numbersOfSum } from '../record/number-format.ts';
import type { Anchor, BlockArray, Kernel, Loop, Operation, Place, Stream } from '../record/values.ts';

/** A number of lane 0; the other lanes lie beside it unless it is shared. A stream's pointer is added where there is one. */
export interface Address {
  readonly base: number;
  readonly stream: Stream | null;
  readonly shared: boolean;
}

export interface Layout {
  readonly lanes: number;
  /** Memory of one block, numbers. */
  readonly size: number;
  readonly slots: number;
  readonly segments: readonly Segments[];
  readonly windows: readonly Windows[];
  /** Arrays of constants and where they begin. */
  readonly constants: readonly { readonly base: number; readonly data: Float64Array }[];
  /** Numbers from an element to the next. */
  readonly unitOf: (array: BlockArray) => number;
  readonly baseOf: (array: BlockArray) => number;
  readonly addressOf: (place: Place) => Address;
  /** Where an operation's result is kept for other tiles besides its stores, if it has to be. */
  readonly slotOf: (operation: Operation) => Address | null;
  /** Where other tiles read an operation's result: in its slot, or where a store has put it. */
  readonly homeOf: (operation: Operation) => Address;
}

/** Whole vectors. */
const padded = (count: number, vectorLanes: number): number => Math.ceil(count / vectorLanes) * vectorLanes;

/** Position of the stream's pointer in step `s` of its loop, in elements and never negative; in a segment, counted from its first step. */
export function streamPosition(stream: Stream, s: number): number {
  const { loop, stride, role } = stream;
  const { length, reverse, keepsCarries } = loop;
  const t = reverse ? length - 1 - s : s;
  if (role === 'item') return t * stride - lowestPosition(stream);
  const isNext = role === 'next';
  if (!keepsCarries) return ((s + (isNext ? 1 : 0)) % 2) * stride;
  return (t + (isNext !== reverse ? 1 : 0)) * stride;
}

/**
 * How far below the item of step 0 a stream goes, as a number of elements that is 0 or negative. It is part of the addresses of
 * the stream's places, so that pointers count from there: they are added to what is unsigned.
 */
const lowestPosition = ({ loop, stride, role }: Stream): number =>
  role === 'item' && stride < 0 ? (loop.length - 1) * stride : 0;

/** Whether a stream's position alternates between two records, instead of moving on. */
export const alternates = ({ role, loop }: Stream): boolean => role !== 'item' && !loop.keepsCarries;

/** Record of the carry where a loop begins or ends. */
function anchorRecord({ length, reverse, keepsCarries }: Loop, anchor: 'first' | 'last'): number {
  const atEnd = anchor === 'last';
  if (!keepsCarries) return atEnd ? length % 2 : 0;
  return atEnd !== reverse ? length : 0;
}

export interface LayoutChoices {
  /** Loops whose records are kept for one segment at a time. */
  readonly segments?: readonly Segments[];
  /** Loops whose records are copied near. */
  readonly windows?: readonly Windows[];
}

export function layOut(
  kernel: Kernel,
  schedule: Schedule,
  lanes: number,
  { segments = [], windows = [] }: LayoutChoices = {},
): Layout {
  const windowOf = new Map<Anchor, Window>();
  for (const { windows: all } of windows)
    for (const window of all) window.streams.forEach((stream) => windowOf.set(stream, window));
  const { slotOf, slots } = slotsOf(schedule, segments);
  const sizeOf = new Map(segments.flatMap((segment) => [...segment.sizes]));
  const bases = new Map<BlockArray, number>();
  const constants: { base: number; data: Float64Array }[] = [];
  let size = slots * lanes;
  const unitOf = ({ shared, isSum }: BlockArray): number =>
    shared ? 1 : isSum ? numbersOfSum(kernel.format, lanes) : lanes;
  const baseOf = (array: BlockArray): number => {
    let base = bases.get(array);
    if (base === undefined) {
      base = size;
      bases.set(array, base);
      size += padded((sizeOf.get(array) ?? array.size) * unitOf(array), kernel.format.vectorLanes);
      if (array.data) constants.push({ base, data: array.data });
    }
    return base;
  };
  const addressOf = (given: Place): Address => {
    const { array, offset, anchor } = redirected(given, segments, windowOf);
    const unit = unitOf(array);
    const record =
      anchor === 'first' || anchor === 'last' ? anchorRecord(array.carryOf!, anchor) * array.carryOf!.carrySize : 0;
    const stream = typeof anchor === 'string' ? null : anchor;
    const lowest = stream ? lowestPosition(stream) : 0;
    return { base: baseOf(array) + (offset + record + lowest) * unit, stream, shared: array.shared };
  };
  const addressOfSlot = (operation: Operation): Address | null => {
    const slot = slotOf.get(operation);
    return slot === undefined ? null : { base: slot * lanes, stream: null, shared: false };
  };
  const homeOf = (operation: Operation): Address =>
    addressOfSlot(operation) ?? addressOf(schedule.storesOf.get(operation)!.find(isHome)!.place);
  for (const array of arraysOf(kernel, schedule)) baseOf(array);
  for (const { checkpoints, finals } of segments) [checkpoints, finals].forEach(baseOf);
  for (const { near } of windowOf.values()) baseOf(near);
  return {
    lanes,
    get size() {
      return size;
    },
    slots,
    segments,
    windows,
    constants,
    unitOf,
    baseOf,
    addressOf,
    slotOf: addressOfSlot,
    homeOf,
  };
}

/** Where a place is found that is kept apart: in a window; or of the final carry of a loop in segments, as its records are used again. */
function redirected(place: Place, segments: readonly Segments[], windowOf: ReadonlyMap<Anchor, Window>): Place {
  const window = windowOf.get(place.anchor);
  if (window) return { ...place, array: window.near, offset: place.offset - window.first };
  if (place.anchor === 'first' && segments.some(({ producer }) => producer.carry === place.array))
    return { ...place, anchor: 'fixed' };
  if (place.anchor !== 'last') return place;
  const segment = segments.find(({ producer }) => producer.carry === place.array);
  return segment ? { array: segment.finals, offset: place.offset, anchor: 'fixed' } : place;
}

/** All arrays that are written or read, those of inner loops first: they are used most. */
function arraysOf(kernel: Kernel, schedule: Schedule): Set<BlockArray> {
  const arrays = new Set<BlockArray>();
  visitPlaces(schedule, ({ array }) => arrays.add(array));
  kernel.inputs.forEach((array) => arrays.add(array));
  if (kernel.present) arrays.add(kernel.present);
  for (const { columns } of kernel.outputs) columns.forEach(({ place }) => arrays.add(place.array));
  return arrays;
}
