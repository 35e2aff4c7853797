/** @file Output error: what a robot with certain numbers would have told under the recorded forces, less what was told, in standard deviations of the sensors. */
import { compile } from '../core/compile.ts';
import { PopulationTensor, tensor } from '../core/population-tensor.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import type { Equations, SegmentEquations } from './chains.ts';
import { type Rows, stacked, triangular } from './elimination.ts';
import { type Segment, type SegmentRows, rowsOf } from './segments.ts';
import {
  coordinatesOf,
  hasOwnStarts,
  hasUnknownStarts,
  keptForces,
  type OutputModel,
  type Sensitive,
  sensitive,
  simulated,
  type Told,
} from './sensitivities.ts';
import type { Steps } from './steps.ts';

/** Standard deviations of what is told, a number a joint; and of the gaps between segments. */
export interface Deviations {
  readonly q: Float64Array;
  readonly v: Float64Array;
  /** Of a gap, as a part of those: what keeps segments together. */
  readonly gap: number;
}

/** Where a search stands: coordinates that are shared, and the start (q, v) of each segment. */
export interface Point {
  readonly x: Float64Array;
  readonly starts: readonly Float64Array[];
}

/** Squares of the residuals in deviations. */
export interface Squares {
  readonly sum: number;
  /** Of gaps between segments alone. */
  readonly gaps: number;
}

/** Rows that are made triangular at a time. */
const chunk = 400;

/** What a set of recordings says of a robot. */
export class OutputError {
  readonly output: OutputModel;
  readonly recordings: readonly Steps[];
  readonly segments: readonly Segment[];
  readonly shared: number;
  /** Numbers of each segment's own: 2 nv where some starts are unknown, else 0. */
  readonly own: number;
  /** Numbers that were told. */
  readonly told: number;
  /** Simulations made so far, of all segments each. */
  simulations = 0;
  /** Of those, with sensitivities. */
  linearizations = 0;
  readonly #deviations: Deviations;
  readonly #rows: SegmentRows;
  #plain: ((x: PopulationTensor, start: State, rows: SegmentRows) => Told) | undefined;
  #sensitive: ((x: PopulationTensor, start: State, rows: SegmentRows) => Sensitive) | undefined;

  constructor(output: OutputModel, recordings: readonly Steps[], segments: readonly Segment[], deviations: Deviations) {
    this.output = output;
    this.recordings = recordings;
    this.segments = segments;
    this.#deviations = deviations;
    this.shared = coordinatesOf(output);
    this.own = hasOwnStarts(output) ? 2 * output.model.nv : 0;
    this.#rows = rowsOf(recordings, segments, output.model.nv, keptForces(output));
    this.told = segments.reduce((sum, _, i) => {
      let count = 0;
      this.#eachTold(i, () => count++);
      return sum + count;
    }, 0);
  }

  #arguments({ x, starts }: Point): [PopulationTensor, State, { forces: PopulationTensor; told: PopulationTensor }] {
    const { nv } = this.output.model;
    const members = starts.length;
    const part = (from: number): PopulationTensor => {
      const data = new Float64Array(nv * members);
      starts.forEach((start, member) => {
        for (let j = 0; j < nv; j++) data[j * members + member] = start[from + j];
      });
      return new PopulationTensor({ shape: [nv], population: members }, data);
    };
    return [tensor(x), { q: part(0), v: part(nv) }, this.#rows as { forces: PopulationTensor; told: PopulationTensor }];
  }

  /** Squares of all residuals; not finite where a simulation is not. */
  squares(point: Point): Squares {
    const args = this.#arguments(point);
    this.#plain ??= compile((...[x, start, rows]: typeof args) => simulated(this.output, x, start, rows), args, {
      checkFinite: false,
      reuseResults: true,
    });
    this.simulations++;
    const told = this.#plain(...args);
    let [sum, gaps] = [0, 0];
    this.segments.forEach((segment, member) => {
      this.#eachTold(member, (row, j, isVelocity) => (sum += this.#residual(told, member, row, j, isVelocity) ** 2));
      if (segment.goesOn && this.own > 0)
        gaps += this.#gap(told, point, member).reduce((all, gap) => all + gap * gap, 0);
    });
    return { sum: sum + gaps, gaps };
  }

  /** The residuals as equations of a step. */
  linearized(point: Point): Equations {
    const args = this.#arguments(point);
    this.#sensitive ??= compile((...[x, start, rows]: typeof args) => sensitive(this.output, x, start, rows), args, {
      checkFinite: false,
      reuseResults: true,
    });
    this.simulations++;
    this.linearizations++;
    const told = this.#sensitive(...args);
    const { own, shared } = this;
    return { own, shared, segments: this.segments.map((_, member) => this.#equations(told, point, member)) };
  }

  /** Calls for every number that a segment was told. */
  #eachTold(member: number, each: (row: number, joint: number, isVelocity: boolean) => void): void {
    const { nv } = this.output.model;
    const { recording, from, count, goesOn } = this.segments[member];
    const { q, v } = this.recordings[recording];
    // the last row is the first of the segment that goes on
    for (let row = 0; row < count + (goesOn ? 0 : 1); row++)
      for (let j = 0; j < nv; j++) {
        if (!Number.isNaN(q[(from + row) * nv + j])) each(row, j, false);
        if (!Number.isNaN(v[(from + row) * nv + j])) each(row, j, true);
      }
  }

  #residual(told: Told, member: number, row: number, j: number, isVelocity: boolean): number {
    const { nv } = this.output.model;
    const at = (row * nv + j) * this.segments.length + member;
    if (!isVelocity) return told.error.data[at] / this.#deviations.q[j];
    const { recording, from } = this.segments[member];
    return (told.v.data[at] - this.recordings[recording].v[(from + row) * nv + j]) / this.#deviations.v[j];
  }

  /** End of a segment less the next start, in deviations of gaps, [2 nv]. */
  #gap({ q, v }: Told, { starts }: Point, member: number): Float64Array {
    const { nv } = this.output.model;
    const members = this.segments.length;
    const { count } = this.segments[member];
    return Float64Array.from({ length: 2 * nv }, (_, i) => {
      const end = (i < nv ? q : v).data[(count * nv + (i % nv)) * members + member];
      return (end - starts[member + 1][i]) / this.#gapDeviation(i);
    });
  }

  #gapDeviation(i: number): number {
    const { nv } = this.output.model;
    return this.#deviations.gap * (i < nv ? this.#deviations.q[i] : this.#deviations.v[i - nv]);
  }

  #equations(told: Sensitive, point: Point, member: number): SegmentEquations {
    const { own, shared } = this;
    const columns = own + shared + 1;
    let waiting: number[][] = [];
    let factor = new Float64Array(0);
    const flush = (): void => {
      const rows = new Float64Array(waiting.length * columns);
      waiting.forEach((row, i) => rows.set(row, i * columns));
      factor = triangular(stacked(columns, [factor, rows])).data as Float64Array<ArrayBuffer>;
      waiting = [];
    };
    this.#eachTold(member, (row, j, isVelocity) => {
      const { nv } = this.output.model;
      const deviation = (isVelocity ? this.#deviations.v : this.#deviations.q)[j];
      const slopes = isVelocity
        ? this.#slopes(told.stateBy, member, row * 2 * nv + nv + j, deviation)
        : this.#slopes(told.errorBy, member, row * nv + j, deviation);
      slopes.push(-this.#residual(told, member, row, j, isVelocity));
      waiting.push(slopes);
      if (waiting.length === chunk) flush();
    });
    flush();
    const rows = { columns, data: factor };
    if (!this.segments[member].goesOn || own === 0) return { rows };
    const next = Float64Array.from({ length: own }, (_, i) => 1 / this.#gapDeviation(i));
    return { rows, link: { rows: this.#link(told, point, member), next } };
  }

  /** Whether a segment's start is what it is known to be. */
  #isHeld(member: number): boolean {
    return this.segments[member].from === 0 && !hasUnknownStarts(this.output);
  }

  /** A row of derivatives in the order [own | shared]. */
  #slopes(by: PopulationTensor, member: number, row: number, deviation: number): number[] {
    const { own, shared } = this;
    const width = own + shared;
    const members = this.segments.length;
    return Array.from({ length: width }, (_, c) => {
      if (c < own && this.#isHeld(member)) return 0;
      const column = c < own ? shared + c : c - own;
      return by.data[(row * width + column) * members + member] / deviation;
    });
  }

  #link(told: Sensitive, point: Point, member: number): Rows {
    const { nv } = this.output.model;
    const gap = this.#gap(told, point, member);
    const { count } = this.segments[member];
    const rows = Array.from(gap, (value, i) => {
      const slopes = this.#slopes(told.stateBy, member, count * 2 * nv + i, this.#gapDeviation(i));
      return Float64Array.from([...slopes, -value]);
    });
    return stacked(this.own + this.shared + 1, rows);
  }
}
