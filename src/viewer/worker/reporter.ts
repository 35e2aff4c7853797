/** @file What the page hears of an optimization: iterations gathered, and drawn as often as the page needs. */
import type { Trajectory } from '../../rollout/trajectory.ts';
import type { Experiment } from '../../scene/assemble.ts';
import type { PageJob } from './optimization.ts';
import type { Drawing, MemberPaths, Motion, Progress, WorkerMessage } from './protocol.ts';

/** Iterations are told of at most this often, however fast they are, so that the page stays smooth, ms. */
const reportInterval = 30;
/** Rollouts are drawn at most this often while optimizing, ms. */
const motionInterval = 200;
/** Rest after a drawing, times what it took: where drawing is slow, learning still gets most of the time. */
const drawingRest = 4;

/** Sends a message; the buffers are handed over, not copied. */
export type Post = (message: WorkerMessage, transfer: Transferable[]) => void;

/** What is optimized, and how it is drawn. */
export interface Workplace {
  readonly experiment: Experiment;
  readonly draw: (trajectory: Trajectory) => Motion;
  readonly optimization: PageJob;
  /** Whether everything that an iteration runs has been compiled. */
  isCompiled: boolean;
}

/** What is handed over with a drawing. */
export const buffersOf = (motion: Motion, paths: MemberPaths | null = null): Transferable[] =>
  [motion.poses, motion.endEffector, ...(paths ? [paths.positions] : [])].map(({ buffer }) => buffer as ArrayBuffer);

/** Gathers iterations, and tells of them and draws them as often as the page needs. */
export class Reporter {
  readonly #workplace: Workplace;
  readonly #request: number;
  readonly #post: Post;
  #news: Progress[] = [];
  #reported = performance.now();
  /** Gradients that the page has been told of. */
  #gradients: number;
  #drawAfter = -Infinity;

  constructor(workplace: Workplace, request: number, post: Post) {
    this.#workplace = workplace;
    this.#request = request;
    this.#post = post;
    this.#gradients = workplace.optimization.gradients;
  }

  add(progress: Progress): void {
    this.#news.push(progress);
    if (!this.#workplace.isCompiled) {
      this.#workplace.isCompiled = true;
      this.#restartClock();
    } else if (performance.now() - this.#reported > reportInterval) this.report();
  }

  /** Tells of what is new, if anything is. */
  report(): void {
    if (this.#news.length === 0) return;
    const { optimization } = this.#workplace;
    const now = performance.now();
    const elapsed = (now - this.#reported) / 1000;
    const gradients = optimization.gradients - this.#gradients;
    const drawing = now > this.#drawAfter ? this.#draw() : null;
    const { diverged, parameters } = optimization;
    this.#post(
      { type: 'iterations', request: this.#request, iterations: this.#news, gradients, elapsed, diverged, parameters, drawing }, // prettier-ignore
      drawing ? buffersOf(drawing.motion, drawing.paths) : [],
    );
    this.#news = [];
    this.#restartClock();
  }

  #draw(): Drawing {
    const { optimization, experiment, draw } = this.#workplace;
    const begun = performance.now();
    const motion = draw(experiment.simulate(optimization.shown));
    const paths = optimization.otherPaths();
    const ended = performance.now();
    this.#drawAfter = ended + Math.max(motionInterval, drawingRest * (ended - begun));
    return { motion, paths };
  }

  #restartClock(): void {
    this.#reported = performance.now();
    this.#gradients = this.#workplace.optimization.gradients;
  }
}
