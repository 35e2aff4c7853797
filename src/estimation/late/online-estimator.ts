/** @file An estimator at work: readings come in any order, and what is believed is what it would be had each come at its stamp. */
import { requireFiniteNumber, requireNumbers, requireOptions, requireParts } from '../../core/arguments.ts';
import { tensor } from '../../core/population-tensor.ts';
import type { Tree } from '../../core/tree.ts';
import { ArgumentError } from '../../errors.ts';
import type { Draws, Filter, FilterMemory } from '../filters/filter.ts';
import type { Gaussian } from '../gaussian.ts';
import type { Reading } from '../state-model.ts';
import { ArrivalCounts, type SensorArrivals } from './arrivals.ts';
import { type CompiledSteps, compiledSteps } from './compiled-steps.ts';

/** How time is cut, and how far back readings are taken. */
export interface OnlineOptions {
  /** s, of a tick of the filter's model. */
  readonly tick: number;
  /** s that a reading may come after its stamp; later ones are dropped and counted. */
  readonly lag: number;
  /** s at the start. Default 0. */
  readonly time?: number;
  /** What acts as the first readings are taken. Default: nothing. */
  readonly sensed?: Tree;
  /** Random numbers of a tick, by its number: the same whenever it is asked for. Default: none. */
  readonly draws?: (tick: number) => Draws;
}

/** What came of a sensor. */
export interface Arrival {
  /** The sensor's name. */
  readonly sensor: string;
  /** s, when it was so; of the tick nearest to it. */
  readonly stamp: number;
  /** What was told; channels that are no number told nothing. */
  readonly value: readonly number[];
}

/** What was done with a reading. */
export type Taken = 'taken' | 'absent' | 'too late';

interface PastTick {
  /** Before the tick's readings; computed when it is asked for. */
  memory: FilterMemory | null;
  readonly sensed: Tree;
  /** From this tick to the next; not known of the newest. */
  acting: Tree;
  /** By the sensor's place in the model, each in the order of their numbers. */
  readonly readings: Map<number, (readonly number[])[]>;
}

/** Whole ticks in a time; rounding is forgiven. */
const ticksIn = (time: number, tick: number): number => Math.floor(time / tick + 1e-9);

/** Smaller first, number by number; what is no number last. */
function order(a: readonly number[], b: readonly number[]): number {
  const rank = (x: number): number => (Number.isNaN(x) ? Infinity : x);
  const first = a.findIndex((x, i) => !Object.is(x, b[i]));
  return first < 0 ? 0 : rank(a[first]) < rank(b[first]) ? -1 : 1;
}

/**
 * Runs a filter on plain numbers as they come. A reading is put to the tick of its stamp, and all since then is computed again with
 * what acted: within the lag the belief has the same bits in whatever order readings came. Readings of one tick are taken in the
 * order of the model's sensors, those of one sensor in the order of their numbers. Time may stand still, and never runs back.
 */
export class OnlineEstimator<M extends FilterMemory = FilterMemory> {
  readonly #filter: Filter;
  readonly #options: Required<OnlineOptions>;
  readonly #ticks: PastTick[];
  /** The number of the oldest tick that is kept. */
  #oldest = 0;
  readonly #counts: ArrivalCounts;
  readonly #steps: CompiledSteps;

  /** Throws where there is no filter, a time is none, or a sensor has a negative deviation. */
  constructor(given: Filter<M>, start: Gaussian, options: OnlineOptions) {
    const filter = given as unknown as Filter;
    requireParts('filter', filter, { begin: 'a function', correct: 'a function', predict: 'a function' });
    requireOptions('OnlineEstimator', options, ['tick', 'lag', 'time', 'sensed', 'draws']);
    requireFiniteNumber('tick', options.tick, ' of seconds');
    requireFiniteNumber('lag', options.lag, ' of seconds');
    if (options.tick <= 0) throw new ArgumentError('tick', `${options.tick} s`, 'a time above 0 s');
    if (options.lag < 0) throw new ArgumentError('lag', `${options.lag} s`, 'a time of at least 0 s');
    requireDeviations(filter);
    this.#filter = filter;
    this.#steps = compiledSteps(filter);
    this.#options = { time: 0, sensed: [], draws: () => ({}), ...options };
    this.#ticks = [{ memory: filter.begin(start), sensed: this.#options.sensed, acting: [], readings: new Map() }];
    this.#counts = new ArrivalCounts(filter.model.sensors.map(({ name }) => name));
  }

  /** s. */
  get time(): number {
    const { time, tick } = this.#options;
    return time + this.#newest * tick;
  }

  get #newest(): number {
    return this.#oldest + this.#ticks.length - 1;
  }

  /**
   * Time goes on to the last tick that is not after `time`, s, under what acts until then; `sensed` acts as readings of the new
   * ticks are taken. It may stand still. Throws where it would run back.
   */
  advance(time: number, { acting = [], sensed = [] }: { readonly acting?: Tree; readonly sensed?: Tree } = {}): void {
    requireFiniteNumber('time', time, ' of seconds');
    const { tick, lag } = this.#options;
    const passed = ticksIn(time - this.time, tick);
    if (passed < 0)
      throw new ArgumentError(
        'time',
        `${time} s`,
        `at least ${this.time} s, the present`,
        'time does not run backwards',
      );
    for (let k = 0; k < passed; k++) {
      this.#ticks.at(-1)!.acting = acting;
      this.#ticks.push({ memory: null, sensed, acting: [], readings: new Map() });
    }
    // what is before the lag is never changed again, so only its result is kept
    const kept = ticksIn(lag, tick) + 1;
    if (this.#ticks.length <= kept) return;
    const begin = this.#ticks.length - kept;
    this.#memoryBefore(begin);
    this.#ticks.splice(0, begin);
    this.#oldest += begin;
  }

  /** Takes a reading in at its stamp. Throws where the sensor is none of the model's, numbers are missing, or the stamp is to come. */
  measure({ sensor, stamp, value }: Arrival): Taken {
    const place = this.#placeOf(sensor);
    const { size } = this.#filter.model.sensors[place].space;
    requireNumbers('value', value);
    if (value.length !== size)
      throw new ArgumentError('value', `${value.length} numbers of ${sensor}`, `${size}, as it has channels`);
    const tick = this.#tickOf(stamp, sensor);
    const isAbsent = value.every((number) => !Number.isFinite(number));
    const isLate = tick < this.#oldest;
    const delay = Math.max(0, this.time - stamp);
    this.#counts.count(place, { delay, isAbsent, isLate });
    if (isAbsent) return 'absent';
    if (isLate) return 'too late';
    const at = tick - this.#oldest;
    const { readings } = this.#ticks[at];
    readings.set(place, [...(readings.get(place) ?? []), [...value]].sort(order));
    for (let i = at + 1; i < this.#ticks.length; i++) this.#ticks[i].memory = null;
    return 'taken';
  }

  /** What is believed now, given all readings that have come. */
  get belief(): Gaussian {
    const last = this.#ticks.length - 1;
    return this.#filter.belief(this.#corrected(this.#memoryBefore(last), last));
  }

  /** What has come of each sensor, in the model's order: how much was taken, late, too late, or no number. */
  get arrivals(): readonly SensorArrivals[] {
    return this.#counts.bySensor;
  }

  /** s that would have let in all that has come: the longest delay yet, in whole ticks. */
  get suggestedLag(): number {
    const { tick } = this.#options;
    return Math.ceil(this.#counts.longestDelay / tick - 1e-9) * tick;
  }

  #placeOf(sensor: string): number {
    const names = this.#filter.model.sensors.map(({ name }) => name);
    const place = names.indexOf(sensor);
    if (place < 0) throw new ArgumentError('sensor', JSON.stringify(sensor), names.join(' or '));
    return place;
  }

  #tickOf(stamp: number, sensor: string): number {
    requireFiniteNumber('stamp', stamp, ' of seconds');
    const { time, tick } = this.#options;
    const nearest = Math.round((stamp - time) / tick);
    if (nearest > this.#newest)
      throw new ArgumentError(
        'stamp',
        `${stamp} s of ${sensor}`,
        `at most ${this.time} s, the present`,
        'advance before you measure, or set the clocks alike',
      );
    return nearest;
  }

  /** The memory before the readings of a kept tick: all since the last that is known is computed again. */
  #memoryBefore(at: number): FilterMemory {
    let known = at;
    while (this.#ticks[known].memory === null) known--;
    for (; known < at; known++) {
      const { acting, memory } = this.#ticks[known];
      const after = this.#corrected(memory!, known);
      const draws = this.#options.draws(this.#oldest + known);
      this.#ticks[known + 1].memory = this.#steps.predict({ memory: after, input: acting, draws });
    }
    return this.#ticks[at].memory!;
  }

  #corrected(before: FilterMemory, at: number): FilterMemory {
    const { readings, sensed } = this.#ticks[at];
    const draws = this.#options.draws(this.#oldest + at);
    let memory = before;
    this.#filter.model.sensors.forEach(({ space }, place) => {
      for (const value of readings.get(place) ?? []) {
        const reading = readingOf(value, space.dimension);
        memory = this.#steps.correct({ memory, reading, input: sensed, draws }, place);
      }
    });
    return this.#steps.settle(memory);
  }
}

/** Channels of which a number is told; where a point has more numbers than tangents, all or none. */
function readingOf(value: readonly number[], dimension: number): Reading {
  const isWhole = value.every(Number.isFinite);
  const present = Array.from({ length: dimension }, (_, i) =>
    isWhole || (value.length === dimension && Number.isFinite(value[i])) ? 1 : 0,
  );
  return { value: tensor(value.map((number) => (Number.isFinite(number) ? number : 0))), present: tensor(present) };
}

/** Refuses a deviation that is none, by sensor, channel and number, before the first tick. */
function requireDeviations({ model: { sensors } }: Filter): void {
  for (const { name, deviation } of sensors)
    if (deviation.isConcrete)
      deviation.toArray().forEach((number, channel) => {
        if (!(number >= 0 && number < Infinity))
          throw new ArgumentError(
            `deviation of ${name}, channel ${channel}, at tick 0`,
            String(number),
            'a finite number of at least 0: its square is a variance',
          );
      });
}
