/** @file A graph ready to run on tensors: its stages in order, the kernels block of members by block of members. */
import type { Application } from '../application.ts';
import type { Graph } from '../graph.ts';
import { PopulationTensor } from '../population-tensor.ts';
import { computeConcrete } from '../primitive.ts';
import { type KernelStage, type Stage, stagesOf } from '../program/stages.ts';
import { KernelFactory, type KernelOptions } from './kernel-factory.ts';
import { emptyOutputs, runBlocks } from './run-blocks.ts';

/** Outputs of a kernel stage for its inputs, those that were captured behind the graph's own. */
type RunStage = (factory: KernelFactory, inputs: readonly PopulationTensor[]) => Promise<readonly PopulationTensor[]>;

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
  /** Outputs are overwritten by the next run. */
  readonly reuseResults?: boolean;
}

export class Executable {
  readonly graph: Graph;
  readonly stages: readonly Stage[];
  readonly #factories = new Map<KernelStage, KernelFactory>();
  readonly #outputs = new Map<KernelFactory, readonly PopulationTensor[]>();

  readonly #reusesResults: boolean;

  constructor(graph: Graph, { reuseResults = false, ...options }: ExecutableOptions = {}) {
    this.graph = graph;
    this.#reusesResults = reuseResults;
    this.stages = stagesOf(graph);
    for (const stage of this.stages)
      if (stage.kind === 'kernel') this.#factories.set(stage, new KernelFactory(stage, options));
  }

  /** Kernels of the stages, in order. */
  get factories(): readonly KernelFactory[] {
    return [...this.#factories.values()];
  }

  /** Outputs for concrete inputs of the graph's types. */
  run(inputs: readonly PopulationTensor[]): PopulationTensor[] {
    const values = this.#start(inputs);
    for (const stage of this.stages) {
      if (stage.kind === 'node') this.#runNode(stage.application, values);
      else {
        const given = [...stage.graph.inputs.map(values.of), ...stage.captured];
        const factory = this.#factories.get(stage)!;
        this.#take(stage, runBlocks(factory, given, this.outputsFor(factory)), values);
      }
    }
    return this.graph.outputs.map(values.of);
  }

  /** The same where the blocks of a stage are run elsewhere, by `runStage`. */
  async runBy(inputs: readonly PopulationTensor[], runStage: RunStage): Promise<PopulationTensor[]> {
    const values = this.#start(inputs);
    for (const stage of this.stages) {
      if (stage.kind === 'node') this.#runNode(stage.application, values);
      else {
        const given = [...stage.graph.inputs.map(values.of), ...stage.captured];
        const results = await runStage(this.#factories.get(stage)!, given);
        this.#take(stage, results, values);
      }
    }
    return this.graph.outputs.map(values.of);
  }

  /** Tensors that a stage writes to: new ones, or those of the last run; `allocate` makes their memory. */
  outputsFor(factory: KernelFactory, allocate?: (length: number) => Float64Array): readonly PopulationTensor[] {
    if (!this.#reusesResults) return emptyOutputs(factory);
    const outputs = this.#outputs.get(factory) ?? emptyOutputs(factory, allocate);
    this.#outputs.set(factory, outputs);
    return outputs;
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
