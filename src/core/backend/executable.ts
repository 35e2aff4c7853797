/** @file A graph ready to run on tensors: its stages in order, the kernels block of members by block of members. */
import type { Application } from '../application.ts';
import type { Graph } from '../graph.ts';
import { PopulationTensor } from '../population-tensor.ts';
import { computeConcrete } from '../primitive.ts';
import { type NumberFormat, numberFormats } from '../program/record/number-format.ts';
import { type KernelStage, type Stage, stagesOf } from '../program/stages.ts';
import { KernelFactory, type KernelOptions } from './kernel-factory.ts';
import { type Allocate, newArray, ReusedResults } from './reused-results.ts';
import { emptyOutputs, outputTypes, runBlocks, runUnsummed } from './run-blocks.ts';

/** Runs a kernel stage for its inputs, those that were captured behind the graph's own, and writes its outputs. */
type RunStage = (
  factory: KernelFactory,
  inputs: readonly PopulationTensor[],
  outputs: readonly PopulationTensor[],
) => Promise<unknown>;

/** Results by node and output. */
class Values {
  readonly #values = new Map<Application, (PopulationTensor | undefined)[]>();

  set({ application, outputIndex }: PopulationTensor, value: PopulationTensor): void {
    const present = this.#values.get(application!) ?? [];
    present[outputIndex] = value;
    this.#values.set(application!, present);
  }

  readonly of = (tensor: PopulationTensor): PopulationTensor =>
    tensor.application ? this.#values.get(tensor.application)![tensor.outputIndex]! : tensor;
}

export interface ExecutableOptions extends KernelOptions {
  /** Outputs are overwritten by a later run, though not before a run that reads them has ended. */
  readonly reuseResults?: boolean;
}

/** The tensors that one call's stages write to. */
interface Results {
  readonly outputsFor: (factory: KernelFactory) => readonly PopulationTensor[];
  readonly end: () => void;
}

export class Executable {
  readonly graph: Graph;
  readonly stages: readonly Stage[];
  /** Kernels of the stages, in order. */
  readonly factories: readonly KernelFactory[];
  readonly #factories = new Map<KernelStage, KernelFactory>();
  readonly #reused: ReusedResults | null;
  /** Of the numbers that the kernels compute with. */
  readonly format: NumberFormat;

  constructor(graph: Graph, { reuseResults = false, ...options }: ExecutableOptions = {}) {
    this.graph = graph;
    this.format = numberFormats[options.precision ?? 'float64'];
    this.stages = stagesOf(graph);
    for (const stage of this.stages)
      if (stage.kind === 'kernel') this.#factories.set(stage, new KernelFactory(stage, options));
    this.factories = [...this.#factories.values()];
    this.#reused = reuseResults ? new ReusedResults(this.factories.map(outputTypes)) : null;
  }

  /** Outputs for concrete inputs of the graph's types. */
  run(inputs: readonly PopulationTensor[]): PopulationTensor[] {
    const values = this.#start(inputs);
    const results = this.#resultsOf(inputs, newArray);
    try {
      for (const stage of this.stages) {
        if (stage.kind === 'node') this.#runNode(stage.application, values);
        else {
          const factory = this.#factories.get(stage)!;
          const outputs = results.outputsFor(factory);
          runBlocks(factory, this.#given(stage, values), outputs);
          this.#take(stage, outputs, values);
        }
      }
    } finally {
      results.end();
    }
    return this.graph.outputs.map(values.of);
  }

  /** The same where the blocks of a stage are run elsewhere, by `runStage`; `allocate` makes the memory of results that are used again. */
  async runBy(
    inputs: readonly PopulationTensor[],
    runStage: RunStage,
    allocate: Allocate = newArray,
  ): Promise<PopulationTensor[]> {
    const values = this.#start(inputs);
    const results = this.#resultsOf(inputs, allocate);
    try {
      for (const stage of this.stages) {
        if (stage.kind === 'node') this.#runNode(stage.application, values);
        else {
          const factory = this.#factories.get(stage)!;
          const outputs = results.outputsFor(factory);
          await runStage(factory, this.#given(stage, values), outputs);
          this.#take(stage, outputs, values);
        }
      }
    } finally {
      results.end();
    }
    return this.graph.outputs.map(values.of);
  }

  /** New tensors, or such of earlier calls: of all stages at once, so that what a call writes is its own from its beginning. */
  #resultsOf(inputs: readonly PopulationTensor[], allocate: Allocate): Results {
    if (!this.#reused) return { outputsFor: emptyOutputs, end: () => undefined };
    const { outputs, end } = this.#reused.begin(inputs, allocate);
    const { factories } = this;
    return { outputsFor: (factory) => outputs[factories.indexOf(factory)], end };
  }

  /** All members of every tensor that enters or leaves a stage for these inputs, before it is added up. */
  record(inputs: readonly PopulationTensor[]): (tensor: PopulationTensor) => PopulationTensor {
    const values = this.#start(inputs);
    for (const stage of this.stages) {
      if (stage.kind === 'node') this.#runNode(stage.application, values);
      else {
        const outputs = runUnsummed(this.#factories.get(stage)!, this.#given(stage, values));
        outputs.forEach((value, i) => values.set(stage.graph.outputs[i], value));
        for (const sum of stage.sums.values()) this.#runNode(sum.application!, values);
      }
    }
    return values.of;
  }

  #given({ graph, captured }: KernelStage, values: Values): PopulationTensor[] {
    return [...graph.inputs.map(values.of), ...captured];
  }

  #start(inputs: readonly PopulationTensor[]): Values {
    const values = new Values();
    this.graph.inputs.forEach((input, i) => input.application && values.set(input, inputs[i]));
    return values;
  }

  #runNode(application: Application, values: Values): void {
    computeConcrete(application, application.inputs.map(values.of)).forEach((value, outputIndex) =>
      values.set(new PopulationTensor(value, { application, outputIndex }), value),
    );
  }

  #take({ graph, sums }: KernelStage, results: readonly PopulationTensor[], values: Values): void {
    results.forEach((result, i) => values.set(sums.get(i) ?? graph.outputs[i], result));
  }
}
