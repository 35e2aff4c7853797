/** @file Forward mode through a whole rollout: slopes of the loss, and how much the horizon makes of a moved start. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import { TracedFunction } from '../core/compile.ts';
import { jvp } from '../core/derivative/functions.ts';
import { norm } from '../core/member-norms.ts';
import { at } from '../core/ops/indexing.ts';
import type { ParameterLayout } from '../core/parameters.ts';
import { type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { mapTree } from '../core/tree.ts';
import { type Problem, rolledOut } from '../rollout/problem.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import type { Pace } from './pace.ts';

type Moved = { readonly parameters: ControllerParameters; readonly initial: State };
type Tangents = { readonly loss: PopulationTensor; readonly end: State };

/** Derivatives of one rollout by forward mode, of one program. */
export class ForwardMode {
  readonly #layout: ParameterLayout<ControllerParameters>;
  readonly #at: Moved;
  readonly #still: Moved;
  readonly #tangents: TracedFunction<[Moved, Moved], Tangents>;

  constructor(problem: Problem<ControllerParameters>, layout: ParameterLayout<ControllerParameters>, x: Float64Array) {
    const { scenario, steps } = problem;
    this.#layout = layout;
    this.#at = { parameters: layout.fromVector(x), initial: scenario.initial };
    this.#still = mapTree(this.#at, ({ shape }) => zeros(shape));
    const found = ({ parameters, initial }: Moved): Tangents => {
      const { loss, states } = rolledOut(problem, parameters, { ...scenario, initial });
      return { loss, end: { q: at(states.q, steps - 1), v: at(states.v, steps - 1) } };
    };
    this.#tangents = new TracedFunction(
      (point: Moved, by: Moved) => jvp(found, point, by).tangent,
      [this.#at, this.#still],
      {
        checkFinite: false,
      },
    );
  }

  /** Slope of the loss along a direction of the flat parameters. */
  slope(direction: Float64Array): number {
    const by = { ...this.#still, parameters: this.#layout.fromVector(direction) };
    return this.#tangents.call(this.#at, by).loss.item();
  }

  /** Frobenius norm of d x_T / d x_0, column by column. */
  async stateGrowth(pace: Pace): Promise<number> {
    const columns: number[] = [];
    for (const part of ['q', 'v'] as const) {
      const still = this.#still.initial[part].data;
      for (let i = 0; i < still.length; i++) {
        await pace.step();
        const initial = { ...this.#still.initial, [part]: tensor(still.with(i, 1), [still.length]) };
        const { end } = this.#tangents.call(this.#at, { ...this.#still, initial });
        columns.push(norm(end.q.data), norm(end.v.data));
      }
    }
    return norm(Float64Array.from(columns));
  }
}
