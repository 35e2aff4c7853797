/** @file Numbers that go to new values in a short time instead of jumping. */

/** How long a change takes, ms. */
const duration = 120;

/** Values that are shown, on their way to those that were set. */
export class Tween {
  values: Float64Array;
  private from: Float64Array;
  private to: Float64Array;
  private start: number | null = null;
  private isDone = true;

  constructor(count: number) {
    this.values = new Float64Array(count);
    this.from = new Float64Array(count);
    this.to = new Float64Array(count);
  }

  /** Sets where the values go; `atOnce` they are there with the next frame. */
  set(target: ArrayLike<number>, atOnce: boolean): void {
    this.from.set(this.values);
    for (let i = 0; i < this.to.length; i++) this.to[i] = target[i];
    if (atOnce) this.from.set(this.to);
    this.start = null;
    this.isDone = false;
  }

  /** Moves on to the time of a frame, ms. Whether anything changed. */
  advance(now: number): boolean {
    if (this.isDone) return false;
    // the first frame after a change is the change's own: it counts as one frame of a usual screen
    this.start ??= now - 1000 / 60;
    const passed = Math.min(1, (now - this.start) / duration);
    const eased = 1 - (1 - passed) ** 3;
    for (let i = 0; i < this.to.length; i++) this.values[i] = this.from[i] + eased * (this.to[i] - this.from[i]);
    this.isDone = passed === 1;
    return true;
  }
}
