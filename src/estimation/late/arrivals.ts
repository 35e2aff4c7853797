/** @file What has come of sensors: how much was taken, how late it was, and what was lost. */

/** What has come of one sensor. */
export interface SensorArrivals {
  readonly sensor: string;
  /** Readings that were taken in. */
  readonly taken: number;
  /** Readings that came later than the lag allows, and were dropped. */
  readonly tooLate: number;
  /** Readings without a number: nothing was told. */
  readonly absent: number;
  /** s from a stamp to its arrival, at most. */
  readonly longestDelay: number;
}

/** Counts them. */
export class ArrivalCounts {
  #bySensor: SensorArrivals[];

  constructor(sensors: readonly string[]) {
    this.#bySensor = sensors.map((sensor) => ({ sensor, taken: 0, tooLate: 0, absent: 0, longestDelay: 0 }));
  }

  get bySensor(): readonly SensorArrivals[] {
    return this.#bySensor;
  }

  /** s. */
  get longestDelay(): number {
    return this.#bySensor.reduce((longest, { longestDelay }) => Math.max(longest, longestDelay), 0);
  }

  /** `delay`: s from its stamp to its arrival. */
  count(
    place: number,
    { delay, isAbsent, isLate }: { readonly delay: number; readonly isAbsent: boolean; readonly isLate: boolean },
  ): void {
    const counts = this.#bySensor[place];
    const kind = isAbsent ? 'absent' : isLate ? 'tooLate' : 'taken';
    this.#bySensor = this.#bySensor.with(place, {
      ...counts,
      [kind]: counts[kind] + 1,
      longestDelay: Math.max(counts.longestDelay, delay),
    });
  }
}
