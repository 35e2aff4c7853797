/** @file A plan as something to run: its numbers, its reference, its graph, each made once when it is asked for. */
import type { PopulationTensor } from '../../../src/index.ts';
import * as adjoint from '../../../src/index.ts';
import { Executable, type ExecutableOptions } from '../../../src/core/backend/executable.ts';
import { type Graph, trace } from '../../../src/core/graph.ts';
import { Random } from '../random.ts';
import type { Plan } from './plan.ts';
import { capturedOf, type Inputs, inputsOf, programOf, type Results } from './program.ts';
import { inferPlan, type Types } from './types.ts';

/** Results as one list: values, then derivatives. */
export type List = readonly PopulationTensor[];

const listOf = ({ values, derivatives }: Results): List => [...values, ...derivatives];

let trials = 0;

/** A number of its own makes programs of a trial different from those of all others, so that it does not see their kernels. */
type Salted = Results & { readonly salt: PopulationTensor };

export class Trial {
  readonly plan: Plan;
  readonly types: Types;
  readonly inputs: Inputs;
  readonly captured: Inputs;
  readonly #salt: number;
  #graph: Graph | undefined;
  #reference: List | undefined;
  #compiled: List | undefined;
  #perturbed: readonly List[] | undefined;

  /** Throws `IllTyped` where the plan is no program. */
  constructor(plan: Plan, salt = ++trials) {
    this.plan = plan;
    this.types = inferPlan(plan);
    this.inputs = inputsOf(plan);
    this.captured = capturedOf(plan);
    this.#salt = salt * 1e-6;
    if (plan.before) compileAndRun(new Trial(plan.before, salt));
  }

  /** The function of the inputs. */
  program(loops: 'scan' | 'written out'): (x: Inputs) => Salted {
    const f = programOf(this.plan, this.captured, { loops, types: this.types });
    const salted = (x: Inputs): PopulationTensor => adjoint.add(adjoint.sum(Object.values(x)[0]), this.#salt);
    return (x) => ({ ...f(x), salt: salted(x) });
  }

  eager(loops: 'scan' | 'written out'): List {
    return listOf(programOf(this.plan, this.captured, { loops, types: this.types })(this.inputs));
  }

  get reference(): List {
    return (this.#reference ??= this.eager('written out'));
  }

  /** References whose operations each have errors as large as those of float32: what differs is not to be known any better. */
  get perturbed(): readonly List[] {
    this.#perturbed ??= [1, 2, 3].map((seed) => {
      const random = new Random(seed);
      const after = (value: PopulationTensor): PopulationTensor =>
        adjoint.mul(
          value,
          adjoint.tensor(
            Float64Array.from({ length: value.size }, () => 1 + random.uniform(-1e-7, 1e-7)),
            value.shape,
          ),
        );
      return listOf(
        programOf(this.plan, this.captured, { loops: 'written out', types: this.types, after })(this.inputs),
      );
    });
    return this.#perturbed;
  }

  get graph(): Graph {
    return (this.#graph ??= trace(this.program('scan'), this.inputs));
  }

  /** The program's graph run with other options. */
  execute(options: ExecutableOptions = {}): List {
    return new Executable(this.graph, options).run(Object.values(this.inputs)).slice(0, -1);
  }

  get compiled(): List {
    return (this.#compiled ??= this.compile('scan'));
  }

  compile(loops: 'scan' | 'written out'): List {
    const f = adjoint.compile(this.program(loops), [this.inputs], { checkFinite: false });
    return listOf(f(this.plan.reordered ? backwards(this.inputs) : this.inputs));
  }
}

/** The same tree with its keys in another order. */
const backwards = (x: Inputs): Inputs => Object.fromEntries(Object.entries(x).toReversed());

/** What it computes is judged where the plan is judged for itself. */
function compileAndRun(trial: Trial): void {
  try {
    void trial.compiled;
  } catch {
    // it is of interest only for what it leaves behind
  }
}
