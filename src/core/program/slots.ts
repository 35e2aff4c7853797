/** @file Slots: memory for results that another tile reads, used again when nothing reads them any more. */
import type { ScheduledLoop, Schedule, Step } from './schedule.ts';
import type { Segments } from './segments.ts';
import { operandsOf } from './tiles.ts';
import type { Loop, Operation, Region, Store, Value } from './values.ts';

/** A store whose place keeps what is stored while its region runs. */
export const isHome = ({ place: { anchor } }: Store): boolean => anchor !== 'first' && anchor !== 'last';

interface Slots {
  readonly slotOf: ReadonlyMap<Operation, number>;
  readonly slots: number;
}

/**
 * Slots for results that another tile reads and that no store keeps; free again behind the last tile that reads them. A loop
 * in segments runs again inside of the loop that reads its records: it has slots of its own.
 */
export function allocateSlots({ steps, storesOf }: Schedule, segments: readonly Segments[]): Slots {
  const interval = liveIntervals(steps, segments);
  const waiting = [...interval.entries()]
    .filter(([operation, { begin, end }]) => end > begin && !storesOf.get(operation)?.some(isHome))
    .sort(([, a], [, b]) => a.begin - b.begin);
  const slotOf = new Map<Operation, number>();
  let slots = 0;
  for (const producer of [null, ...segments.map((segment) => segment.producer)]) {
    const own = waiting.filter(([{ region }]) => producerOf(region, segments) === producer);
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
function scan(
  waiting: readonly (readonly [Operation, Interval])[],
  first: number,
  slotOf: Map<Operation, number>,
): number {
  const active: { readonly end: number; readonly slot: number }[] = [];
  const free: number[] = [];
  let next = first;
  for (const [operation, { begin, end }] of waiting) {
    for (let k = active.length - 1; k >= 0; k--)
      if (active[k].end < begin) {
        free.push(active[k].slot);
        active[k] = active[active.length - 1];
        active.pop();
      }
    const slot = free.pop() ?? next++;
    slotOf.set(operation, slot);
    active.push({ end, slot });
  }
  return next;
}

interface Interval {
  readonly begin: number;
  end: number;
}

/** From the tile that makes a value to the last that reads it; what a loop reads from outside lives to its end. */
function liveIntervals(steps: readonly Step[], segments: readonly Segments[]): Map<Operation, Interval> {
  const interval = new Map<Operation, Interval>();
  const defined = new Map<Operation, Region>();
  /** What each loop reads. */
  const readBy = new Map<Loop, ReadonlySet<Value>>();
  let position = 0;
  const extend = (value: Value, end: number): void => {
    if (value.kind !== 'operation') return;
    const live = interval.get(value);
    if (live && live.end < end) live.end = end;
  };
  const visit = (list: readonly Step[]): Set<Value> => {
    const read = new Set<Value>();
    for (const step of list) {
      const at = position++;
      if (step.kind === 'tile') {
        step.items.forEach((item) => {
          operandsOf(item).forEach((operand) => {
            extend(operand, at);
            read.add(operand);
          });
          if (item.kind === 'operation') {
            interval.set(item, { begin: at, end: at });
            defined.set(item, item.region);
          }
        });
      } else if (step.kind === 'scheduledLoop') {
        const inner = visit(step.steps);
        readBy.set(step.loop, new Set(inner));
        // the consumer of a loop in segments runs it again
        const again = segments.find(({ consumer }) => consumer === step.loop);
        if (again) readBy.get(again.producer)!.forEach((value) => inner.add(value));
        const end = position++;
        for (const value of inner) {
          if (value.kind === 'operation' && !isWithin(defined.get(value)!, step)) extend(value, end);
          read.add(value);
        }
      }
    }
    return read;
  };
  visit(steps);
  return interval;
}

const isWithin = (region: Region, { loop }: ScheduledLoop): boolean => region.depth >= loop.body.depth;
