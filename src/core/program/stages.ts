/** @file A graph as stages: kernels that run member by member, and what stands between them because it looks across members. */
import { largest } from '../largest.ts';
import { type Application, applicationsOf } from '../application.ts';
import type { Graph } from '../graph.ts';
import type { PopulationTensor } from '../population-tensor.ts';
import { isMemberwise } from './lower.ts';

/** A graph that is run member by member. */
export interface KernelStage {
  readonly kind: 'kernel';
  readonly graph: Graph;
  /** Concrete tensors with members among its nodes. */
  readonly captured: readonly PopulationTensor[];
  /** Outputs of which only the sum over the members is asked for, by the tensor that stands for the sum. */
  readonly sums: ReadonlyMap<number, PopulationTensor>;
}

/** A node that is evaluated on whole tensors. */
export interface NodeStage {
  readonly kind: 'node';
  readonly application: Application;
}

export type Stage = KernelStage | NodeStage;

/** Stages in the order they run; each reads inputs of the graph and outputs of stages before. */
export function stagesOf(graph: Graph): Stage[] {
  const given = new Set(graph.inputs.map(({ application }) => application));
  const order = applicationsOf(graph.outputs, given as ReadonlySet<Application>);
  const memberwise = new Set(order.filter(isMemberwise));
  const levels = levelsOf(order, memberwise);
  const last = largest(0, levels.values());
  const stages: Stage[] = [];
  for (let level = 0; level <= last; level++) {
    const own = order.filter((application) => levels.get(application) === level && memberwise.has(application));
    const kernel = kernelOf(graph, order, own, level, levels);
    if (kernel) stages.push(kernel.stage);
    for (const application of order)
      if (levels.get(application) === level + 1 && !memberwise.has(application) && !kernel?.sums.has(application))
        stages.push({ kind: 'node', application });
  }
  return stages;
}

/** How many looks across the members an application comes after. */
function levelsOf(
  order: readonly Application[],
  memberwise: ReadonlySet<Application>,
): ReadonlyMap<Application, number> {
  const levels = new Map<Application, number>();
  for (const application of order) {
    const before = application.inputs.map((input) => (input.application && levels.get(input.application)) ?? 0);
    levels.set(application, largest(0, before) + (memberwise.has(application) ? 0 : 1));
  }
  return levels;
}

const keyOf = ({ application, outputIndex }: PopulationTensor): string => `${application!.id}.${outputIndex}`;

/** The applications of one level as a graph of its own: cut where it reads what other stages have made. */
function kernelOf(
  graph: Graph,
  order: readonly Application[],
  own: readonly Application[],
  level: number,
  levels: ReadonlyMap<Application, number>,
): { readonly stage: KernelStage; readonly sums: ReadonlySet<Application> } | null {
  if (own.length === 0) return null;
  const isOwn = new Set(own);
  const inputs = new Map<string, PopulationTensor>();
  const captured = new Set<PopulationTensor>();
  for (const application of own)
    for (const input of application.inputs) {
      if (!input.application) {
        if (input.population > 1 && !input.sharedValue) captured.add(input);
      } else if (!isOwn.has(input.application)) inputs.set(keyOf(input), input);
    }
  const outputs = new Map<string, PopulationTensor>();
  const demand = (tensor: PopulationTensor): void => {
    if (tensor.application && isOwn.has(tensor.application)) outputs.set(keyOf(tensor), tensor);
  };
  const summed: Application[] = [];
  for (const application of order) {
    if (levels.get(application)! <= level) continue;
    const [input] = application.inputs;
    const isSum = application.primitive.form?.kind === 'populationSum';
    if (isSum && input.application && isOwn.has(input.application)) summed.push(application);
    else application.inputs.forEach(demand);
  }
  graph.outputs.forEach(demand);
  const members = [...outputs.values()];
  const sums = new Map(
    summed.map((application, i) => [members.length + i, sumTensor(application, order, graph)] as const),
  );
  const all = [...members, ...summed.map(({ inputs: [input] }) => input)];
  const stage: KernelStage = {
    kind: 'kernel',
    graph: { inputs: [...inputs.values()], outputs: all },
    captured: [...captured],
    sums,
  };
  return { stage, sums: new Set(summed) };
}

/** The tensor by which others refer to the result of a sum. */
function sumTensor(sum: Application, order: readonly Application[], graph: Graph): PopulationTensor {
  for (const { inputs } of order) for (const input of inputs) if (input.application === sum) return input;
  return graph.outputs.find(({ application }) => application === sum)!;
}
