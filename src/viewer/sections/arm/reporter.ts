/** @file What the page hears of an optimization: iterations gathered, with the parameters of each. */
import type { Progress } from '../../../run/job.ts';
import { portableStates } from '../../../run/portable-state.ts';
import { handOver } from '../../worker/calls.ts';
import { pool } from '../../worker/pool.ts';
import type { News } from './calls.ts';
import type { Workplace } from './workplace.ts';

/** Iterations are told of at most this often, however fast they are, so that the page stays smooth, ms. */
const reportInterval = 30;
/** Paths of the other restarts are made at most this often while optimizing, ms. */
const pathInterval = 200;
/** States to go on from are sent at most this often, ms. */
const stateInterval = 500;
/** Rest after what is not made every time, times what it took: where it is slow, learning still gets most of the time. */
const restFactor = 4;

/** Says when something is due that takes its time, at most once an interval. */
class Occasion {
  readonly #interval: number;
  #after = -Infinity;

  /** ms. */
  constructor(interval: number) {
    this.#interval = interval;
  }

  /** What `make` gives where it is due; null elsewhere. */
  take<T>(make: () => T): T | null {
    const begun = performance.now();
    if (begun <= this.#after) return null;
    const made = make();
    const ended = performance.now();
    this.#after = ended + Math.max(this.#interval, restFactor * (ended - begun));
    return made;
  }
}

/** Gathers iterations, and tells of them as often as the page needs. */
export class Reporter {
  readonly #tell: (news: News) => void;
  #workplace: Workplace;
  #news: Progress[] = [];
  /** Parameters that each of them is of. */
  #tracks: Float64Array[] = [];
  #columns: Readonly<Record<string, number>>[] = [];
  #reported = performance.now();
  /** Gradients that the page has been told of. */
  #gradients = 0;
  readonly #paths = new Occasion(pathInterval);
  readonly #states = new Occasion(stateInterval);

  constructor(workplace: Workplace, tell: (news: News) => void) {
    this.#tell = tell;
    this.#workplace = workplace;
    this.#restartClock();
  }

  /** From now on it is this that is told of; what was not told yet of the one before is of no interest any more. */
  turnTo(workplace: Workplace): void {
    this.#workplace = workplace;
    this.#news = [];
    this.#tracks = [];
    this.#columns = [];
    this.#restartClock();
  }

  add(progress: Progress): void {
    const { work, restarts, compiled } = this.#workplace;
    // what diverged was no iteration
    if (work.job.end?.outcome === 'diverged') return;
    this.#news.push(progress);
    this.#tracks.push(work.track());
    this.#columns.push(work.columns());
    if (!compiled.has(restarts)) {
      compiled.add(restarts);
      this.#restartClock();
    } else if (performance.now() - this.#reported > reportInterval) this.report();
  }

  /** Tells of what is new, if anything is. */
  report(): void {
    if (this.#news.length === 0) return;
    const now = performance.now();
    const elapsed = (now - this.#reported) / 1000;
    const { work } = this.#workplace;
    const gradients = work.gradients() - this.#gradients;
    const paths = this.#paths.take(work.paths);
    const states = this.#states.take(() => portableStates(work.states()));
    const tracks = joined(this.#tracks);
    const parameters = work.present();
    const news = {
      iterations: this.#news,
      tracks,
      columns: this.#columns,
      gradients,
      elapsed,
      parameters,
      states,
      paths,
      notice: pool.takeNotice(),
    };
    this.#tell(handOver(news, paths ? [tracks, paths.positions] : [tracks]));
    this.#news = [];
    this.#tracks = [];
    this.#columns = [];
    this.#restartClock();
  }

  #restartClock(): void {
    this.#reported = performance.now();
    this.#gradients = this.#workplace.work.gradients();
  }
}

/** Vectors of one length, one after another. */
function joined(vectors: readonly Float64Array[]): Float64Array {
  const size = vectors[0]?.length ?? 0;
  const all = new Float64Array(size * vectors.length);
  vectors.forEach((vector, i) => all.set(vector, i * size));
  return all;
}
