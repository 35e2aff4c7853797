/** @file What the page hears of an optimization: iterations gathered, and drawn as often as the page needs. */
import { memberOf } from '../../../optimize/population-objective.ts';
import type { Progress } from '../../../run/job.ts';
import { handOver } from '../../worker/calls.ts';
import type { Drawing, News } from './calls.ts';
import { arraysOf, bestMotion, motionAt, otherPaths, presentParameters, type Workplace } from './workplace.ts';

/** Iterations are told of at most this often, however fast they are, so that the page stays smooth, ms. */
const reportInterval = 30;
/** Rollouts are drawn at most this often while optimizing, ms. */
const motionInterval = 200;
/** Rest after a drawing, times what it took: where drawing is slow, learning still gets most of the time. */
const drawingRest = 4;

/** Gathers iterations, and tells of them and draws them as often as the page needs. */
export class Reporter {
  readonly #tell: (news: News) => void;
  #workplace: Workplace;
  #news: Progress[] = [];
  #reported = performance.now();
  /** Gradients that the page has been told of. */
  #gradients = 0;
  #drawAfter = -Infinity;
  /** Parameters of a run alone before its last iteration, which is what that iteration tells of; and after it. */
  #begun: Float64Array | null = null;
  #present: Float64Array;

  constructor(workplace: Workplace, tell: (news: News) => void) {
    this.#tell = tell;
    this.#workplace = workplace;
    this.#present = memberOf(workplace.job.x, 0);
    this.#restartClock();
  }

  /** From now on it is this that is told of; what was not told yet of the one before is of no interest any more. */
  turnTo(workplace: Workplace): void {
    this.#workplace = workplace;
    this.#news = [];
    this.#begun = null;
    this.#present = memberOf(workplace.job.x, 0);
    this.#restartClock();
  }

  add(progress: Progress): void {
    const { job, restarts, compiled } = this.#workplace;
    // what diverged was no iteration
    if (job.end?.outcome === 'diverged') return;
    this.#news.push(progress);
    this.#begun = this.#present;
    this.#present = memberOf(job.x, 0);
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
    const gradients = this.#workplace.job.gradients - this.#gradients;
    const drawing = now > this.#drawAfter ? this.#draw() : null;
    const news = {
      iterations: this.#news,
      gradients,
      elapsed,
      parameters: presentParameters(this.#workplace),
      drawing,
    };
    this.#tell(handOver(news, drawing ? arraysOf(drawing.motion, drawing.paths) : []));
    this.#news = [];
    this.#restartClock();
  }

  #draw(): Drawing {
    const begun = performance.now();
    const isAlone = this.#workplace.restarts === 1;
    const motion = isAlone && this.#begun ? motionAt(this.#workplace, this.#begun) : bestMotion(this.#workplace);
    const paths = otherPaths(this.#workplace);
    const ended = performance.now();
    this.#drawAfter = ended + Math.max(motionInterval, drawingRest * (ended - begun));
    return { motion, paths };
  }

  #restartClock(): void {
    this.#reported = performance.now();
    this.#gradients = this.#workplace.job.gradients;
  }
}
