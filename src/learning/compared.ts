/** @file Derivatives beside differences of the loss: of the parameters, and of what moves the rollout from outside. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import { TracedFunction } from '../core/compile.ts';
import { type Difference, leastSlope } from '../core/derivative/check-gradients.ts';
import { largest } from '../core/largest.ts';
import type { ParameterLayout } from '../core/parameters.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { mapTree } from '../core/tree.ts';
import { type Problem, rolledOut } from '../rollout/problem.ts';
import { type Noise, stillness } from '../rollout/scenario.ts';
import type { Goals } from '../robot/goal.ts';
import { floorPart, slopeAlong, withinEntries } from './directions.ts';
import type { Pace } from './pace.ts';
import { slopeOf } from './slopes.ts';

/** Two derivatives beside one another. */
export interface Comparison {
  /** Relative to the terms that they are made of. */
  readonly error: number;
  readonly tolerance: number;
  readonly ok: boolean;
}

/** Slopes agree to this where differences can be taken well. */
const leastTolerance = 1e-7;
/** A difference may be so many times worse than it seems. */
const safety = 100;
/** What can be compared no better says nothing, and does not agree. */
export const mostTolerance = 1e-3;

function compared(found: number, { value, error }: Difference, size: number, least: number): Comparison {
  const scale = Math.max(size, Math.abs(value), least, Number.MIN_VALUE);
  const off = Math.abs(found - value) / scale;
  const tolerance = Math.min(mostTolerance, Math.max(leastTolerance, (safety * error) / scale));
  return { error: off, tolerance, ok: off <= tolerance };
}

/** What a rollout is moved by from outside. */
type Moves = { readonly noise: Required<Noise>; readonly goals: Goals };

/** One entry of such derivatives: what it was found to be, where it is, and the usual size of a move. */
export interface MovedEntry {
  readonly name: string;
  readonly found: number;
  /** Of the tensor among the moves, and its entry: `noise.tau`, `goals.point.position`. */
  readonly path: string;
  readonly entry: number;
  readonly extent: number;
}

/** The loss of a problem about flat parameters, for differences. */
export class MovedLoss {
  readonly #layout: ParameterLayout<ControllerParameters>;
  readonly #x: Float64Array;
  readonly #moves: Moves;
  readonly #loss: TracedFunction<[ControllerParameters, Moves], PopulationTensor>;
  readonly #pace: Pace;
  readonly #extent: number;
  #value: number | undefined;

  constructor(
    problem: Problem<ControllerParameters>,
    layout: ParameterLayout<ControllerParameters>,
    x: Float64Array,
    { growth, pace }: { readonly growth: number; readonly pace: Pace },
  ) {
    const { scenario, model, steps } = problem;
    this.#layout = layout;
    this.#x = x;
    this.#pace = pace;
    // what grows so much leaves the straight part of its way so much sooner
    this.#extent = 1 / Math.max(1, growth);
    this.#moves = { noise: { ...stillness(model, steps), ...scenario.noise }, goals: scenario.goals };
    this.#loss = new TracedFunction(
      (parameters: ControllerParameters, moves: Moves) =>
        rolledOut(problem, parameters, { ...scenario, ...moves }).loss,
      [layout.fromVector(x), this.#moves],
      { checkFinite: false },
    );
  }

  /** A gradient's slope along some entries of a direction against differences. */
  async compareAlong(gradient: Float64Array, direction: Float64Array, entries: readonly number[]): Promise<Comparison> {
    const { slope, size } = slopeAlong(gradient, direction, entries);
    const within = withinEntries(direction, entries);
    const lossAt = (offset: number): number => {
      const moved = this.#x.map((value, i) => value + offset * within[i]);
      return this.#loss.call(this.#layout.fromVector(moved), this.#moves).item();
    };
    const difference = await slopeOf(lossAt, { extent: this.#extent, size }, this.#pace);
    return compared(slope, difference, size, this.#leastOf(size));
  }

  /** Derivatives by what moves the rollout against differences: the worst of them, and those that do not agree. */
  async compareMoves(entries: readonly MovedEntry[]): Promise<Comparison & { readonly wrong: readonly MovedEntry[] }> {
    const floor =
      floorPart *
      largest(
        0,
        entries.map(({ found }) => Math.abs(found)),
      );
    const wrong: MovedEntry[] = [];
    let worst: Comparison = { error: 0, tolerance: leastTolerance, ok: true };
    for (const entry of entries) {
      const size = Math.max(Math.abs(entry.found), floor);
      const difference = await slopeOf(
        this.#lossMoved(entry),
        { extent: entry.extent * this.#extent, size },
        this.#pace,
      );
      const one = compared(entry.found, difference, size, this.#leastOf(size));
      if (!one.ok) wrong.push(entry);
      if (!(one.error / one.tolerance <= worst.error / worst.tolerance)) worst = one;
    }
    return { ...worst, ok: wrong.length === 0, wrong };
  }

  /** The least slope that is compared by relative to itself. Where all terms are rounding of the loss, its slope is compared with it as a whole. */
  #leastOf(size: number): number {
    this.#value ??= this.#loss.call(this.#layout.fromVector(this.#x), this.#moves).item();
    const least = leastSlope(this.#value);
    return size <= leastTolerance * least ? Math.abs(this.#value) : least;
  }

  #lossMoved({ path, entry }: MovedEntry): (offset: number) => number {
    const parameters = this.#layout.fromVector(this.#x);
    return (offset) => {
      const moves = mapTree(this.#moves, (leaf, own) =>
        own === path ? new PopulationTensor(leaf, leaf.data.with(entry, leaf.data[entry] + offset)) : leaf,
      );
      return this.#loss.call(parameters, moves).item();
    };
  }
}
