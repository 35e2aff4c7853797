/** @file The best parameters of each member: those that met what was asked before those that did not, then by the lowest loss. */
import { PopulationTensor } from '../core/population-tensor.ts';
import type { PopulationEvaluation } from './population-objective.ts';
import { rowIn } from './iteration-values.ts';
import type { Best, RunState } from './run-state.ts';

export class BestSoFar {
  readonly #shape: readonly number[];
  readonly #members: number;
  readonly #x: Float64Array;
  readonly #loss: Float64Array;
  /** -1 before the first. */
  readonly #iteration: Int32Array;
  /** What the evaluation said of it: 1 or 0, -1 where it said nothing. */
  readonly #reached: Int8Array;

  /** `x`: starts, [size], of P members. */
  constructor({ shape, population, data }: PopulationTensor) {
    this.#shape = shape;
    this.#members = population;
    this.#x = data.slice();
    this.#loss = new Float64Array(population).fill(Infinity);
    this.#iteration = new Int32Array(population).fill(-1);
    this.#reached = new Int8Array(population).fill(-1);
  }

  /** Takes over what the members had found. */
  restore(saved: readonly RunState[]): void {
    saved.forEach(({ best, history }, m) => {
      if (!best) return;
      best.parameters.forEach((value, i) => (this.#x[i * this.#members + m] = value));
      this.#loss[m] = history.loss[rowIn(history, best.iteration)];
      this.#iteration[m] = best.iteration;
      this.#reached[m] = best.reached === undefined ? -1 : Number(best.reached);
    });
  }

  /** Keeps the parameters of the marked members that are better than all before; marks those by 1. */
  update(
    { data }: PopulationTensor,
    { loss, reached }: PopulationEvaluation,
    marked: Uint8Array,
    iteration: number,
  ): Uint8Array {
    const members = this.#members;
    const better = marked.map((mark, m) => (mark && this.#isBetter(m, loss[m], reached?.[m] === 1) ? 1 : 0));
    for (let at = 0; at < data.length; at += members)
      for (let m = 0; m < members; m++) if (better[m]) this.#x[at + m] = data[at + m];
    for (let m = 0; m < members; m++) {
      if (!better[m]) continue;
      this.#loss[m] = loss[m];
      this.#iteration[m] = iteration;
      if (reached) this.#reached[m] = reached[m];
    }
    return better;
  }

  /** [size], of P members. */
  get x(): PopulationTensor {
    return new PopulationTensor({ shape: this.#shape, population: this.#members }, this.#x.slice());
  }

  /** P; Infinity of a member that has made no iteration. */
  get loss(): Float64Array {
    return this.#loss.slice();
  }

  /** The member with the best of all; the first of them. */
  get member(): number {
    let best = 0;
    for (let m = 1; m < this.#members; m++) if (this.#isBetter(best, this.#loss[m], this.#reached[m] === 1)) best = m;
    return best;
  }

  /** Whether a rollout of such a loss is better than a member's best. */
  #isBetter(member: number, loss: number, hasReached: boolean): boolean {
    const before = this.#reached[member] === 1;
    return hasReached === before ? loss < this.#loss[member] : hasReached;
  }

  /** Null where a member has made no iteration. */
  of(member: number): Best | null {
    const iteration = this.#iteration[member];
    if (iteration < 0) return null;
    const { length } = this.#x;
    const parameters = Float64Array.from(
      { length: length / this.#members },
      (_, i) => this.#x[i * this.#members + member],
    );
    const reached = this.#reached[member];
    return { iteration, parameters, ...(reached >= 0 && { reached: reached === 1 }) };
  }
}
