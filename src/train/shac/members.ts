/** @file The members of a training by windows: where each was cut, how far its rollout is, and which scenario it is in. */
import { spread } from '../../core/ops/structural.ts';
import { PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { mapTree, tensorsOf, unflatten } from '../../core/tree.ts';
import { type Kept, startOf } from '../../rollout/closed-loop.ts';
import type { Scenario } from '../../rollout/scenario.ts';
import type { Lesson } from '../trainer.ts';

/** Members as a training's state keeps them: their numbers in the last axis, of population 1, as files do. */
export type MembersState = {
  readonly kept: Kept;
  /** Windows of its horizon that a member has behind it, [members]. */
  readonly windows: PopulationTensor;
  /** 1 where a member starts anew in the next window, else 0, [members]. */
  readonly begins: PopulationTensor;
  /** The iteration in which a member last started, by which its scenario was drawn, [members]. */
  readonly drawn: PopulationTensor;
  /** The next iteration, []; where it is not, steps were refused. */
  readonly next: PopulationTensor;
};

/** What a window is made of besides parameters: each leaf with its members. */
export type Cut = {
  readonly kept: Kept;
  readonly begins: PopulationTensor;
  /** s since the start of each member's rollout, []. */
  readonly elapsed: PopulationTensor;
  /** 1 where the horizon is over with the window, else 0, []. */
  readonly ends: PopulationTensor;
};

/** Members of windows, `perHorizon` of which are a rollout. */
export class Members {
  readonly #lesson: Lesson;
  readonly #count: number;
  readonly #perHorizon: number;
  /** Scenarios of all members by the iteration that they were drawn for, those that are in use. */
  #known = new Map<number, Scenario>();

  constructor(lesson: Lesson, count: number, perHorizon: number) {
    this.#lesson = lesson;
    this.#count = count;
    this.#perHorizon = perHorizon;
  }

  /** Members that are spread over the horizon: a window of all of them then has seen all of it. */
  start(x: Float64Array): MembersState {
    const { layout, fixed, settings } = this.#lesson;
    const kept = startOf(settings, { ...fixed, ...layout.fromVector(x) }, this.#drawnFor(0));
    return {
      kept: mapTree(kept, (leaf) => asRows(spread(leaf, this.#count))),
      windows: this.#each((member) => member % this.#perHorizon),
      begins: this.#each(() => 1),
      drawn: this.#each(() => 0),
      next: tensor(0),
    };
  }

  /** What the window of an iteration goes on from. After a step that was refused all start anew: they would only be refused again. */
  cut(
    state: MembersState,
    iteration: number,
  ): { readonly cut: Cut; readonly scenario: Scenario; readonly drawn: PopulationTensor } {
    const wasRefused = state.next.item() !== iteration;
    const begins = state.begins.data.map((begin) => (wasRefused ? 1 : begin));
    const drawn = state.drawn.data.map((known, member) => (begins[member] === 1 ? iteration : known));
    const { windows } = state;
    const { steps, dt } = this.#lesson.settings;
    const member = (valueOf: (member: number) => number): PopulationTensor => asMembers(this.#each(valueOf));
    return {
      cut: {
        kept: mapTree(state.kept, asMembers),
        begins: member((i) => begins[i]),
        elapsed: member((i) => (windows.data[i] * steps * dt) / this.#perHorizon),
        ends: member((i) => (windows.data[i] + 1 === this.#perHorizon ? 1 : 0)),
      },
      scenario: this.#scenarioOf(drawn),
      drawn: tensor(drawn),
    };
  }

  /** The members after the window of an iteration. */
  after(
    state: MembersState,
    { kept, drawn }: { readonly kept: Kept; readonly drawn: PopulationTensor },
    iteration: number,
  ): MembersState {
    const done = state.windows.data.map((windows) => windows + 1);
    return {
      kept: mapTree(kept, (leaf) => asRows(spread(leaf, this.#count))),
      windows: tensor(done.map((windows) => windows % this.#perHorizon)),
      begins: tensor(done.map((windows) => (windows === this.#perHorizon ? 1 : 0))),
      drawn,
      next: tensor(iteration + 1),
    };
  }

  #each(valueOf: (member: number) => number): PopulationTensor {
    return tensor(Float64Array.from({ length: this.#count }, (_, member) => valueOf(member)));
  }

  #drawnFor(step: number): Scenario {
    const { sampler, seed } = this.#lesson;
    return sampler.draw({ set: 'training', seed, step, count: this.#count });
  }

  /** Each member in the scenario that was drawn for it in its own iteration. */
  #scenarioOf(drawn: Float64Array): Scenario {
    const steps = [...new Set(drawn)].sort((a, b) => a - b);
    this.#known = new Map(steps.map((step) => [step, this.#known.get(step) ?? this.#drawnFor(step)]));
    const scenarios = steps.map((step) => this.#known.get(step)!);
    const places = Array.from(drawn, (step) => steps.indexOf(step));
    const leaves = scenarios.map((scenario) => tensorsOf(scenario));
    return unflatten(
      scenarios[0],
      leaves[0].map((_, leaf) =>
        together(
          leaves.map((list) => list[leaf]),
          places,
        ),
      ),
    );
  }
}

/** Member i of the population that `places[i]` says. */
function together(populations: readonly PopulationTensor[], places: readonly number[]): PopulationTensor {
  const [{ shape, population, size }] = populations;
  if (population === 1 || populations.length === 1) return populations[0];
  const data = new Float64Array(size * population);
  for (let element = 0; element < size; element++)
    for (let member = 0; member < population; member++) {
      const i = element * population + member;
      data[i] = populations[places[member]].data[i];
    }
  return new PopulationTensor({ shape, population }, data);
}

/** Members in the last axis, and back: the same numbers in the same order. */
const asRows = ({ shape, population, data }: PopulationTensor): PopulationTensor =>
  new PopulationTensor({ shape: [...shape, population], population: 1 }, data);
const asMembers = ({ shape, data }: PopulationTensor): PopulationTensor =>
  new PopulationTensor({ shape: shape.slice(0, -1), population: shape.at(-1)! }, data);
