/** @file A graph as stages: kernels that run member by member, and what stands between them because it looks across members. */
import { type Application, applicationsOf } from '../application.ts';
import type { Graph } from '../graph.ts';
import type { PopulationTensor } from '../population-tensor.ts';
import { isMemberwise } from './lower/lower.ts';

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
  const parts = partsOf(graph, order, memberwise, levels);
  return parts.flatMap((part, level): Stage[] => {
    const kernel = part.own.length > 0 ? [kernelOf(part)] : [];
    const nodes = (parts[level + 1]?.across ?? []).filter((application) => !part.sums.has(application));
    return [...kernel, ...nodes.map((application): Stage => ({ kind: 'node', application }))];
  });
}

/** How many looks across the members an application comes after. */
function levelsOf(
  order: readonly Application[],
  memberwise: ReadonlySet<Application>,
): ReadonlyMap<Application, number> {
  const levels = new Map<Application, number>();
  for (const application of order) {
    let before = 0;
    for (const input of application.inputs)
      before = Math.max(before, (input.application && levels.get(input.application)) ?? 0);
    levels.set(application, before + (memberwise.has(application) ? 0 : 1));
  }
  return levels;
}

const keyOf = ({ application, outputIndex }: PopulationTensor): string => `${application!.id}.${outputIndex}`;

/** The applications of one level, and what others ask of those that run member by member. */
interface Part {
  readonly own: Application[];
  /** Those that look across the members of the level before. */
  readonly across: Application[];
  readonly outputs: Map<string, PopulationTensor>;
  /** Sums over the members, and the tensor by which others refer to each. */
  readonly sums: Map<Application, PopulationTensor | null>;
}

/** All levels; one walk, since both nodes and levels may be many. */
function partsOf(
  graph: Graph,
  order: readonly Application[],
  memberwise: ReadonlySet<Application>,
  levels: ReadonlyMap<Application, number>,
): readonly Part[] {
  const parts: Part[] = [];
  const partAt = (level: number): Part => {
    while (parts.length <= level) parts.push({ own: [], across: [], outputs: new Map(), sums: new Map() });
    return parts[level];
  };
  /** The level of what is asked for, where it is made member by member. */
  const levelAsked = ({ application }: PopulationTensor): number | undefined =>
    application && memberwise.has(application) ? levels.get(application) : undefined;
  const demand = (tensor: PopulationTensor, from: number): void => {
    const { application } = tensor;
    const sums = application?.primitive.form?.kind === 'populationSum' && parts[levels.get(application)! - 1]?.sums;
    if (sums && sums.get(application) === null) sums.set(application, tensor);
    const level = levelAsked(tensor);
    if (level !== undefined && level < from) partAt(level).outputs.set(keyOf(tensor), tensor);
  };
  for (const application of order) {
    const level = levels.get(application)!;
    const [input] = application.inputs;
    const isMember = memberwise.has(application);
    partAt(level)[isMember ? 'own' : 'across'].push(application);
    const isSum = application.primitive.form?.kind === 'populationSum' && levelAsked(input) !== undefined;
    if (isSum) parts[level - 1].sums.set(application, null);
    else application.inputs.forEach((tensor) => demand(tensor, level));
  }
  graph.outputs.forEach((tensor) => demand(tensor, Infinity));
  return parts;
}

/** A level as a graph of its own: cut where it reads what other stages have made. */
function kernelOf({ own, outputs, sums }: Part): KernelStage {
  const isOwn = new Set(own);
  const inputs = new Map<string, PopulationTensor>();
  const captured = new Set<PopulationTensor>();
  for (const application of own)
    for (const input of application.inputs) {
      if (!input.application) {
        if (input.population > 1 && !input.sharedValue) captured.add(input);
      } else if (!isOwn.has(input.application)) inputs.set(keyOf(input), input);
    }
  const members = [...outputs.values()];
  const summed = [...sums.keys()];
  return {
    kind: 'kernel',
    graph: { inputs: [...inputs.values()], outputs: [...members, ...summed.map(({ inputs: [input] }) => input)] },
    captured: [...captured],
    sums: new Map(summed.map((application, i) => [members.length + i, sums.get(application)!])),
  };
}
