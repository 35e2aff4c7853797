/** @file Slots: memory for results that another tile reads, used again when nothing reads them any more. */
import type { Schedule, Step } from './schedule.ts';
import type { Segments } from './segments.ts';
import { operandsOf } from './tiles.ts';
import type { Loop, Operation, Region, Store } from '../record/values.ts';

/** A store whose place keeps what is stored while its region runs. */
export const isHome = ({ place: { anchor } }: Store): boolean => anchor !== 'first' && anchor !== 'last';

interface Slots {
  readonly slotOf: ReadonlyMap<Operation, number>;
  readonly slots: number;
}

const known = new WeakMap<Schedule, Slots>();

/** The same for every layout without segments, whatever its lanes. */
export function slotsOf(schedule: Schedule, segments: readonly Segments[]): Slots {
  if (segments.length > 0) return allocateSlots(schedule, segments);
  const slots = known.get(schedule) ?? allocateSlots(schedule, segments);
  known.set(schedule, slots);
  return slots;
}

/**
 * Slots for results that another tile reads and that no store keeps; free again behind the last tile that reads them. A loop
 * in segments runs again inside of the loop that reads its records: it has slots of its own.
 */
function allocateSlots({ steps, storesOf }: Schedule, segments: readonly Segments[]): Slots {
  const waiting = liveIntervals(steps, segments).filter(({ operation }) => !storesOf.get(operation)?.some(isHome));
  const slotOf = new Map<Operation, number>();
  let slots = 0;
  for (const producer of [null, ...segments.map((segment) => segment.producer)]) {
    const own = waiting.filter(({ operation }) => producerOf(operation.region, segments) === producer);
    slots = scan(own, slots, slotOf);
  }
  return { slotOf, slots };
}

/** The loop in segments that a region belongs to. */
function producerOf(region: Region, segments: readonly Segments[]): Loop | null {
  for (let at: Region | null = region; at; at = at.parent)
    for (const { producer } of segments) if (producer.body === at) return producer;
  return null;
}

/** Linear scan: slots from `first` on; returns the first that is not used. */
function scan(waiting: readonly Interval[], first: number, slotOf: Map<Operation, number>): number {
  const active = new ActiveIntervals();
  const free: number[] = [];
  let next = first;
  waiting.forEach((interval) => {
    active.endBefore(interval.begin, ({ operation }) => free.push(slotOf.get(operation)!));
    slotOf.set(interval.operation, free.pop() ?? next++);
    active.add(interval);
  });
  return next;
}

/** Intervals that have begun, found by their end: there may be as many as there are results. */
class ActiveIntervals {
  readonly #active: Interval[] = [];
  readonly #placeOf = new Map<Interval, number>();
  readonly #endingAt = new Map<number, Interval[]>();
  /** All that end before have been taken out. */
  #position = 0;

  add(interval: Interval): void {
    this.#placeOf.set(interval, this.#active.length);
    this.#active.push(interval);
    const ending = this.#endingAt.get(interval.end);
    if (ending) ending.push(interval);
    else this.#endingAt.set(interval.end, [interval]);
  }

  /** Takes out what ends before `begin`, the last in the list first; the last of the others moves up. */
  endBefore(begin: number, visit: (interval: Interval) => void): void {
    const ended: Interval[] = [];
    for (; this.#position < begin; this.#position++) {
      const ending = this.#endingAt.get(this.#position);
      if (!ending) continue;
      this.#endingAt.delete(this.#position);
      for (const interval of ending) ended.push(interval);
    }
    const placeOf = (interval: Interval): number => this.#placeOf.get(interval)!;
    ended.sort((a, b) => placeOf(b) - placeOf(a));
    for (const interval of ended) {
      visit(interval);
      const last = this.#active.pop()!;
      const place = placeOf(interval);
      this.#placeOf.delete(interval);
      if (last === interval) continue;
      this.#active[place] = last;
      this.#placeOf.set(last, place);
    }
  }
}

interface Interval {
  readonly operation: Operation;
  readonly begin: number;
  end: number;
}

/**
 * Of results that another tile reads, in the order in which they are made: from the tile that makes it to the last that reads
 * it; what a loop reads from outside lives to its end.
 */
function liveIntervals(steps: readonly Step[], segments: readonly Segments[]): Interval[] {
  const madeAt = new Map<Operation, number>();
  const intervals = new Map<Operation, Interval>();
  /** What each loop reads of what lies outside. */
  const readBy = new Map<Loop, ReadonlySet<Operation>>();
  let position = 0;
  /** What the steps of a region of this depth read of shallower ones. */
  const visit = (list: readonly Step[], depth: number): Set<Operation> => {
    const outside = new Set<Operation>();
    const read = (operation: Operation, at: number): void => {
      const begin = madeAt.get(operation)!;
      const interval = intervals.get(operation);
      if (interval) interval.end = at;
      else if (begin < at) intervals.set(operation, { operation, begin, end: at });
      if (operation.region.depth < depth) outside.add(operation);
    };
    list.forEach((step) => {
      const at = position++;
      if (step.kind === 'tile') {
        step.items.forEach((item) => {
          const operands = operandsOf(item);
          for (let k = 0; k < operands.length; k++) {
            const operand = operands[k];
            if (operand.kind === 'operation') read(operand, at);
          }
          if (item.kind === 'operation') madeAt.set(item, at);
        });
      } else if (step.kind === 'scheduledLoop') {
        const inner = visit(step.steps, step.loop.body.depth);
        readBy.set(step.loop, new Set(inner));
        // the consumer of a loop in segments runs it again
        const again = segments.find(({ consumer }) => consumer === step.loop);
        if (again) readBy.get(again.producer)!.forEach((operation) => inner.add(operation));
        const end = position++;
        inner.forEach((operation) => read(operation, end));
      }
    });
    return outside;
  };
  visit(steps, 0);
  return [...madeAt.keys()].flatMap((operation) => intervals.get(operation) ?? []);
}
