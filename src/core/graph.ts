/** @file Graphs: what a function records when it is called with symbols; their replay with other inputs, and their values. */
import { ArgumentError } from '../errors.ts';
import { type Application, applicationsOf, type Graph, withSource } from './application.ts';
import { apply, computeConcrete, computeMembers, membersOf, type MemberValues, type Primitive } from './primitive.ts';
import type { PopulationTensor } from './population-tensor.ts';
import type { Arithmetic } from './scalar/arithmetic.ts';
import { unifyPopulations } from './ops/structural.ts';
import { mapTree, type TreeOf, tensorsOf, unflatten } from './tree.ts';
import type { TensorType } from './application.ts';

export type { Graph } from './application.ts';

const orders = new WeakMap<Graph, readonly Application[]>();

/** All nodes of a graph, in topological order. */
export function nodesOf(graph: Graph): readonly Application[] {
  let order = orders.get(graph);
  if (!order) {
    order = applicationsOf(graph.outputs);
    orders.set(graph, order);
  }
  return order;
}

const unreachable = (): never => {
  throw new ArgumentError('symbol', 'no value', 'a value for every input of the graph', 'pass all arguments');
};

const symbolPrimitive: Primitive = {
  name: 'symbol',
  alwaysSymbolic: true,
  compute: unreachable,
  jvp: () => [null],
  vjp: () => [],
};

/** Identity that stays a node: what a derivative is taken with respect to, also where the value is known. */
const aliasPrimitive: Primitive = {
  name: 'alias',
  form: { kind: 'identity' },
  alwaysSymbolic: true,
  compute: (_, [x]) => [x],
  jvp: (_, __, [dx]) => [dx],
  vjp: (_, __, [bar]) => [bar],
};

/** An unknown of the given type. */
export const symbol = (type: TensorType): PopulationTensor =>
  apply(symbolPrimitive, [], [{ shape: type.shape, population: type.population }])[0];

export const alias = (x: PopulationTensor): PopulationTensor => apply(aliasPrimitive, [x], [x])[0];

const namedPrimitive: Primitive = {
  ...aliasPrimitive,
  name: 'named',
  // a name changes nothing that is computed
  content: () => ({}),
  alwaysSymbolic: false,
};

/** x as a node with a name, by which a derivative can be asked for it. */
export const named = (name: string, x: PopulationTensor): PopulationTensor => apply(namedPrimitive, [x], [x], name)[0];

/** Name of a named node. */
export const nameOf = ({ primitive, attributes }: Application): string | undefined =>
  primitive === namedPrimitive ? (attributes as string) : undefined;

/** Aliases whose derivative is still being recorded: what depends on them must stay a graph although its value is known. */
const open = new WeakSet<Application>();

/** Runs `body` on aliases of the tensors, which stay symbolic until it returns. */
export function withOpenAliases<X extends TreeOf<X>, R>(
  x: X,
  body: (aliases: X) => R,
): { readonly at: X; readonly result: R } {
  const at = mapTree(x, alias);
  const applications = tensorsOf(at).flatMap(({ application }) => application ?? []);
  applications.forEach((application) => open.add(application));
  try {
    return { at, result: body(at) };
  } finally {
    applications.forEach((application) => open.delete(application));
  }
}

const isSymbol = (application: Application): boolean => application.primitive === symbolPrimitive;

/** Whether the value of a node is unknown for now: a symbol, or an alias whose derivative is being recorded. */
export const isUnknown = (application: Application): boolean => isSymbol(application) || open.has(application);

/** Unknown nodes that a graph reads besides its inputs. */
export function unknownsOf(graph: Graph): readonly Application[] {
  const inputs = new Set(graph.inputs.map(({ application }) => application));
  return nodesOf(graph).filter((application) => isUnknown(application) && !inputs.has(application));
}

/** Records what `f` does to arguments of the types of the examples. Trees are flattened in order. */
export function trace<A extends readonly TreeOf<A[number]>[], R extends TreeOf<R>>(
  f: (...args: A) => R,
  ...examples: A
): Graph & { readonly result: R } {
  const inputs = examples.flatMap((example) => tensorsOf(example).map((leaf) => symbol(leaf)));
  let position = 0;
  const args = examples.map((example) => {
    const count = tensorsOf(example).length;
    return unflatten(example, inputs.slice(position, (position += count)));
  });
  const result = f(...(args as unknown as A));
  return { inputs, outputs: tensorsOf(result), result };
}

/** How a node is applied again to other inputs. */
type Reapply = (application: Application, inputs: readonly PopulationTensor[]) => PopulationTensor[];

const asRecorded: Reapply = ({ primitive, outputs, attributes }, inputs) =>
  apply(primitive, inputs, outputs, attributes);

/** A node that computes one member's value gives as many members as its inputs have. */
const forMembers: Reapply = ({ primitive, outputs, attributes }, given) => {
  const inputs = unifyPopulations(primitive.name, given);
  const { population } = inputs[0];
  const types = outputs.map(({ shape }) => ({ shape, population }));
  return apply(primitive, inputs, types, attributes);
};

/**
 * The outputs of a graph for other inputs of the same types: its nodes applied again, with their labels. An input may be
 * any tensor the graph is cut at: a symbol, an inner node, or a constant.
 */
export const replay = (graph: Graph, inputs: readonly PopulationTensor[]): PopulationTensor[] =>
  replayBy(asRecorded, graph, inputs);

/** The same of a graph that was recorded for one member and looks at nothing else, for inputs of any populations. */
export const replayForMembers = (graph: Graph, inputs: readonly PopulationTensor[]): PopulationTensor[] =>
  replayBy(forMembers, graph, inputs);

function replayBy(reapply: Reapply, graph: Graph, inputs: readonly PopulationTensor[]): PopulationTensor[] {
  const values = new Map<Application, PopulationTensor[]>();
  const replacedConstants = new Map<PopulationTensor, PopulationTensor>();
  graph.inputs.forEach((input, i) => {
    const { application, outputIndex } = input;
    if (!application) replacedConstants.set(input, inputs[i]);
    else if (values.has(application)) values.get(application)![outputIndex] = inputs[i];
    else
      values.set(
        application,
        application.outputs.map((_, output) => (output === outputIndex ? inputs[i] : input)),
      );
  });
  const valueOf = (tensor: PopulationTensor): PopulationTensor =>
    tensor.application
      ? (values.get(tensor.application)?.[tensor.outputIndex] ?? tensor)
      : (replacedConstants.get(tensor) ?? tensor);
  for (const application of nodesOf(graph)) {
    if (values.has(application)) continue;
    const replaced = application.inputs.map(valueOf);
    const changed = replaced.some((value, i) => value !== application.inputs[i]);
    if (!changed) continue;
    values.set(
      application,
      withSource(application.source, () => reapply(application, replaced)),
    );
  }
  return graph.outputs.map(valueOf);
}

/** Numbers for symbolic tensors that depend on no symbol and on no open alias; otherwise the tensors as they are. */
export function resolve(tensors: readonly PopulationTensor[]): PopulationTensor[] {
  const graph: Graph = { inputs: [], outputs: tensors };
  if (nodesOf(graph).some(isUnknown)) return [...tensors];
  return evaluateConcrete(graph, []);
}

/** The same one by one: numbers for each that nothing unknown leads to, as of values whose derivative was taken before. */
export function resolveEach(tensors: readonly PopulationTensor[]): readonly PopulationTensor[] {
  if (tensors.every(({ isConcrete }) => isConcrete)) return tensors;
  const unknown = new Set<Application>();
  const leadsTo = ({ application }: PopulationTensor): boolean => application !== null && unknown.has(application);
  for (const application of applicationsOf(tensors))
    if (isUnknown(application) || application.inputs.some(leadsTo)) unknown.add(application);
  const isKnown = (tensor: PopulationTensor): boolean => !tensor.isConcrete && !leadsTo(tensor);
  const values = evaluateConcrete({ inputs: [], outputs: tensors.filter(isKnown) }, []);
  let next = 0;
  return tensors.map((tensor) => (isKnown(tensor) ? values[next++] : tensor));
}

/** Values of some kind of a graph's outputs, node by node. */
function evaluateNodes<V>(
  graph: Graph,
  inputs: readonly V[],
  constantOf: (tensor: PopulationTensor) => V,
  compute: (application: Application, inputs: readonly V[]) => readonly V[],
): V[] {
  const values = new Map<Application, readonly V[]>();
  graph.inputs.forEach((input, i) => input.application && values.set(input.application, [inputs[i]]));
  const valueOf = (tensor: PopulationTensor): V =>
    tensor.application ? values.get(tensor.application)![tensor.outputIndex] : constantOf(tensor);
  nodesOf(graph).forEach((application) => {
    if (!values.has(application)) values.set(application, compute(application, application.inputs.map(valueOf)));
  });
  return graph.outputs.map(valueOf);
}

/** Float64 values of a graph's outputs. */
export const evaluateConcrete = (graph: Graph, inputs: readonly PopulationTensor[]): PopulationTensor[] =>
  evaluateNodes(
    graph,
    inputs,
    (tensor) => tensor,
    (application, values) => computeConcrete(application, values),
  );

/** The numbers that all members share, in another arithmetic; each is made once. */
function constantsIn<T>(arithmetic: Arithmetic<T>): (tensor: PopulationTensor) => MemberValues<T> {
  const known = new Map<PopulationTensor, MemberValues<T>>();
  return (tensor) => {
    let values = known.get(tensor);
    if (!values) {
      values = membersOf(tensor).map((member) => Array.from(member, (value) => arithmetic.constant(value)));
      known.set(tensor, values);
    }
    return values;
  };
}

/**
 * Values of a graph's outputs over any arithmetic, one list of elements a member: `inputs[i][member][element]`.
 * Tests evaluate traced graphs in complex numbers and double-doubles by it.
 */
export const evaluateGraph = <T>(
  graph: Graph,
  arithmetic: Arithmetic<T>,
  inputs: readonly MemberValues<T>[],
): MemberValues<T>[] =>
  evaluateNodes(graph, inputs, constantsIn(arithmetic), (application, values) =>
    computeMembers(arithmetic, values, application),
  );

/**
 * The same of one member, which may stand for all: a lowering "evaluates" in program slots. No node may look across
 * members or own a loop.
 */
export function evaluateMember<T>(
  graph: Graph,
  arithmetic: Arithmetic<T>,
  inputs: readonly ArrayLike<T>[],
  entering: (application: Application) => void = () => undefined,
): ArrayLike<T>[] {
  const constantOf = constantsIn(arithmetic);
  return evaluateNodes<ArrayLike<T>>(
    graph,
    inputs,
    (tensor) => constantOf(tensor)[0],
    (application, values) => {
      entering(application);
      return application.primitive.compute!(arithmetic, values, application);
    },
  );
}
