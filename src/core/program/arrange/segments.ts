/** @file Checkpoints: records of a loop that are kept for one segment of steps at a time, and made again when the loop that reads them comes to it. */
import { type ScheduledLoop, type Schedule, visitPlaces } from './schedule.ts';
import { type BlockArray, type Kernel, layoutArray, type Loop, type Place, writesTo } from '../record/values.ts';

/**
 * A loop forwards in time whose records only one loop backwards reads. The carry is kept where each segment begins; the
 * backward loop restores it and runs the segment again. The same operations on the same numbers: the bits do not change.
 */
export interface Segments {
  readonly producer: Loop;
  readonly consumer: Loop;
  /** Steps of a segment. */
  readonly steps: number;
  readonly count: number;
  /** The carry at the beginning of each segment, and at the end of the last. */
  readonly checkpoints: BlockArray;
  readonly finals: BlockArray;
  /** Elements of the arrays that hold one segment. */
  readonly sizes: ReadonlyMap<BlockArray, number>;
  readonly producerSteps: ScheduledLoop;
}

/**
 * Pairs of loops of the schedule that can be run so, in segments of about the square root of their steps. A loop that reads
 * the records of several others makes only those of one of them again: of the one with the most.
 */
export function segmentsOf(kernel: Kernel, schedule: Schedule): Segments[] {
  const { steps } = schedule;
  const readers = readersOf(kernel, schedule);
  const initialized = new Set(steps.filter((step) => step.kind === 'copy').map(({ to }) => to.array));
  const byConsumer = new Map<Loop, Segments>();
  for (const step of steps) {
    if (step.kind !== 'scheduledLoop' || hasOtherState(step, initialized) || addsUp(step)) continue;
    const segments = segmentsFrom(step, readers);
    if (!segments) continue;
    const known = byConsumer.get(segments.consumer);
    if (!known || known.producer.carrySize < step.loop.carrySize) byConsumer.set(segments.consumer, segments);
  }
  return [...byConsumer.values()];
}

function segmentsFrom(producerSteps: ScheduledLoop, readers: ReadonlyMap<BlockArray, Readers>): Segments | null {
  const { loop: producer } = producerSteps;
  const { length, carrySize, carry, reverse, body } = producer;
  if (reverse || !producer.keepsCarries || length < 4) return null;
  const items = new Set(producer.streams.filter(({ role }) => role === 'item').map(({ array }) => array));
  const records = [carry, ...[...items].filter((array) => array !== carry && writesTo(producer, array))];
  const steps = Math.ceil(Math.sqrt(length));
  const rowOf = (array: BlockArray): number => (array === carry ? carrySize : array.size / length);
  // at each step it reads the record of that step
  const isConsumer = (loop: Loop): boolean =>
    loop.reverse &&
    loop.length === length &&
    loop.body.parent === body.parent &&
    loop.streams.every(({ array, stride }) => !records.includes(array) || stride === rowOf(array));
  const consumers = new Set<Loop>();
  const sizes = new Map<BlockArray, number>();
  for (const array of records) {
    const { loops, isReadWhole } = readers.get(array) ?? { loops: new Set<Loop>(), isReadWhole: false };
    const others = [...loops].filter((loop) => loop !== producer);
    if (isReadWhole || !others.every(isConsumer)) {
      if (array === carry) return null;
      continue;
    }
    others.forEach((loop) => consumers.add(loop));
    sizes.set(array, rowOf(array) * (array === carry ? steps + 1 : steps));
  }
  const [consumer] = consumers;
  if (consumers.size !== 1) return null;
  const count = Math.ceil(length / steps);
  return {
    producer,
    consumer,
    steps,
    count,
    checkpoints: layoutArray(count * carrySize, body.parent!),
    finals: layoutArray(carrySize, body.parent!),
    sizes,
    producerSteps,
  };
}

/** Whether the steps hand on an array that is filled before the loop begins, besides the carry's records. */
const hasOtherState = ({ steps }: ScheduledLoop, initialized: ReadonlySet<BlockArray>): boolean =>
  steps.some((step) => step.kind === 'copy' && initialized.has(step.to.array));

/** Whether the steps add to sums, which they may not do again. */
const addsUp = ({ steps }: ScheduledLoop): boolean =>
  steps.some((step) => step.kind === 'accumulate' || (step.kind === 'scheduledLoop' && addsUp(step)));

/** Who reads an array: loops as they go along, or anyone at a fixed place. */
interface Readers {
  readonly loops: Set<Loop>;
  isReadWhole: boolean;
}

function readersOf({ outputs }: Kernel, schedule: Schedule): ReadonlyMap<BlockArray, Readers> {
  const readers = new Map<BlockArray, Readers>();
  const read = ({ array, anchor }: Place): void => {
    const own = readers.get(array) ?? { loops: new Set(), isReadWhole: false };
    readers.set(array, own);
    if (typeof anchor !== 'string') own.loops.add(anchor.loop);
    else if (anchor === 'fixed') own.isReadWhole = true;
  };
  visitPlaces(schedule, (place, { isWritten }) => isWritten || read(place));
  for (const { columns } of outputs) columns.forEach(({ place }) => read(place));
  return readers;
}
