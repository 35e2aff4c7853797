/** @file withAdjoint: attaches a hand-derived derivative to a plain algorithm, whose text stays the only definition of the value. */
import { ArgumentError } from '../../errors.ts';
import { type Application, withSource } from '../application.ts';
import { requireFunction, requireOptions, requireText } from '../arguments.ts';
import { alias, evaluateMember, type Graph, nodesOf, replayForMembers, resolve, symbol, trace } from '../graph.ts';
import { largest } from '../largest.ts';
import { spread, unifyPopulations } from '../ops/structural.ts';
import { apply, type ForwardContext, type Primitive, type ReverseContext, type Tangent } from '../primitive.ts';
import { PopulationTensor, zeros } from '../population-tensor.ts';
import type { Arithmetic } from '../scalar/arithmetic.ts';
import { sameShape } from '../shape.ts';
import { leavesOf, matchLeaves, matchTensors, requireShape, type Tree, type TreeOf, unflatten } from '../tree.ts';
import { forwardSweep } from './forward.ts';
import { guardedResults } from './guarded-results.ts';
import { guardOfGraph } from './guards.ts';
import { reverseSweep } from './reverse.ts';

/** Whether the derivative with respect to a leaf of x is asked for: the rest need not be computed. */
export type Needed = (leaf: PopulationTensor) => boolean;

/** Derivatives of `y = plain(x)`; a rule left out is taken from the traced plain algorithm. */
export interface AdjointRule<X extends TreeOf<X>, Y extends TreeOf<Y>> {
  /** J' ybar, a tree like x; leaves that are not needed may hold anything. */
  readonly vjp?: (x: X, y: Y, ybar: Y, needed: Needed) => X;
  /** J xdot, a tree like y; leaves that do not move hold zeros, and `moves` is false of them. */
  readonly jvp?: (x: X, y: Y, xdot: X, moves: Needed) => Y;
}

/** What is promised of an algorithm and its rules, so that they cost less. */
export interface AdjointOptions {
  /**
   * The text and its rules read nothing besides x that could ever change, so that it is recorded once for calls of one kind.
   * Default false: each call records it as it is then.
   */
  readonly isClosed?: boolean;
  /**
   * The rules give finite derivatives wherever x is finite. Default false: a derivative that was masked to 0 downstream (by
   * clamp, relu, abs) then stays 0, for some operations more.
   */
  readonly isRegular?: boolean;
}

/** One use of a plain algorithm: trees to and from the flat inputs and outputs of a node. */
interface Use {
  /** The plain algorithm, recorded for one member. Known numbers that all members share are no inputs: they stay constants. */
  readonly graph: Graph;
  readonly isRegular: boolean;
  readonly vjp?: (
    inputs: readonly PopulationTensor[],
    y: readonly PopulationTensor[],
    ybar: readonly PopulationTensor[],
    needed: readonly boolean[],
  ) => PopulationTensor[];
  readonly jvp?: (
    inputs: readonly PopulationTensor[],
    y: readonly PopulationTensor[],
    xdot: readonly Tangent[],
  ) => PopulationTensor[];
}

const algorithms = new WeakSet<Primitive>();

const useOf = (application: Application): Use => application.attributes as Use;

/** The given tangents with zeros for those that are structurally zero. */
const filled = (tangents: readonly Tangent[], like: readonly PopulationTensor[]): PopulationTensor[] =>
  tangents.map((tangent, i) => tangent ?? zeros(like[i].shape, like[i].population));

/** What a node of `withAdjoint` computes, node by node at its inputs' population: where an explanation looks inside. */
export function insideOf(application: Application): Graph | undefined {
  if (!algorithms.has(application.primitive)) return undefined;
  const inputs = application.inputs.map((input) => symbol(input));
  const outputs = withSource(application.source, () => replayForMembers(useOf(application).graph, inputs));
  return { inputs, outputs };
}

/** Inputs and outputs of a node; of as many members as its cotangents have, which of shared values may be in parts. */
function atMembersOf(
  application: Application,
  outputs: readonly PopulationTensor[],
  cotangents: readonly Tangent[],
): { readonly inputs: PopulationTensor[]; readonly outputs: PopulationTensor[] } {
  const members = largest(
    outputs[0].population,
    cotangents.map((bar) => bar?.population ?? 1),
  );
  const widened = (tensors: readonly PopulationTensor[]): PopulationTensor[] =>
    tensors.map((tensor) => spread(tensor, members));
  return { inputs: widened(application.inputs), outputs: widened(outputs) };
}

function tracedVjp(
  { graph }: Use,
  inputs: readonly PopulationTensor[],
  cotangents: readonly Tangent[],
  { needed, guard, observe }: ReverseContext,
): Tangent[] {
  const at = inputs.map((input, i) => (needed[i] ? alias(input) : input));
  const asked = at.filter((_, i) => needed[i]);
  const bars = reverseSweep(replayForMembers(graph, at), cotangents, asked, { guard, observe });
  return at.map((input, i) => (needed[i] ? bars[asked.indexOf(input)] : null));
}

function tracedJvp(application: Application, tangents: readonly Tangent[], context: ForwardContext): Tangent[] {
  const at = application.inputs.map((input, i) => (tangents[i] ? alias(input) : input));
  return forwardSweep(replayForMembers(useOf(application).graph, at), at, tangents, context);
}

/** Operations of the plain text keep its labels, where an arithmetic has any. */
const labelling = <T>(arithmetic: Arithmetic<T>): ((entered: Application) => void) | undefined =>
  'source' in arithmetic ? ({ source }) => (arithmetic.source = source) : undefined;

const algorithmPrimitive = (name: string): Primitive => ({
  name,
  content: (application) => ({ graphs: [useOf(application).graph] }),
  guards: (application) => guardOfGraph(useOf(application).graph),
  compute: (arithmetic, inputs, application) =>
    evaluateMember(useOf(application).graph, arithmetic, inputs, labelling(arithmetic)),
  computeConcrete: (inputs, application) => resolve(replayForMembers(useOf(application).graph, inputs)),
  jvp: (application, outputs, tangents, context) => {
    const use = useOf(application);
    if (!use.jvp) return tracedJvp(application, tangents, context);
    return guardedResults(tangents, use.jvp(application.inputs, outputs, tangents), context.guard, use);
  },
  vjp: (application, given, cotangents, context) => {
    const use = useOf(application);
    const { inputs, outputs } = atMembersOf(application, given, cotangents);
    if (!use.vjp) return tracedVjp(use, inputs, cotangents, context);
    const bars = use.vjp(inputs, outputs, filled(cotangents, outputs), context.needed);
    const asked = bars.map((bar, i) => (context.needed[i] ? bar : null));
    return guardedResults(cotangents, asked, context.guard, use);
  },
});

/** The tree with other leaves. Parts in which none changes are the same objects, so that what is known of them stays known. */
function withLeaves<X extends TreeOf<X>>(tree: X, leaves: readonly PopulationTensor[]): X {
  let position = 0;
  const visit = (node: Tree): Tree => {
    if (node instanceof PopulationTensor) return leaves[position++];
    const children = Object.entries(node).map(([name, child]: [string, Tree]) => [name, visit(child), child] as const);
    if (children.every(([, child, before]) => child === before)) return node;
    if (Array.isArray(node)) return children.map(([, child]) => child);
    return Object.fromEntries(children.map(([name, child]) => [name, child]));
  };
  return visit(tree) as X;
}

const marked =
  (values: readonly PopulationTensor[], marks: readonly boolean[]): Needed =>
  (leaf) =>
    values.some((value, i) => value === leaf && marks[i]);

/** The numbers that all members share in a leaf, if so: they stay constants of the algorithm. */
function constantOf(leaf: PopulationTensor): PopulationTensor | null {
  const shared = leaf.sharedValue ?? leaf;
  return shared.isConcrete && shared.population === 1 ? shared : null;
}

/** A use that later calls share if their leaves are of the same kind: the same constants, and inputs of the same shapes. */
interface Recorded<Y> {
  readonly paths: string;
  /** Constants, and zeros in place of inputs. */
  readonly template: readonly PopulationTensor[];
  /** Which leaves are inputs. */
  readonly places: readonly number[];
  readonly use: Use;
  readonly yOf: (outputs: readonly PopulationTensor[]) => Y;
}

/** The use of `plain` and its rules for trees like x, of which only the constants and the shapes are read. */
function record<X extends TreeOf<X>, Y extends TreeOf<Y>>(
  name: string,
  plain: (x: X) => Y,
  { vjp, jvp, isRegular = false }: AdjointRule<X, Y> & AdjointOptions,
  x: X,
  places: readonly number[],
): Pick<Recorded<Y>, 'use' | 'yOf'> {
  const leaves = leavesOf(x);
  const treeOf = (values: readonly PopulationTensor[]): X => {
    const all = leaves.map(({ value }) => value);
    places.forEach((place, k) => (all[place] = values[k]));
    return withLeaves(x, all);
  };
  const still = leaves.map(({ value: { shape } }) => zeros(shape));
  const moving = (xdot: readonly PopulationTensor[]): X => {
    const all = [...still];
    places.forEach((place, k) => (all[place] = xdot[k]));
    return unflatten(x, all);
  };
  /** Cotangents of the inputs; the others may hold anything. */
  const cotangentsOf = (tree: X, needed: readonly boolean[]): PopulationTensor[] => {
    const all = matchLeaves(`rule of ${name}`, tree, x);
    return places.map((place, k) => {
      const { path, value } = all[place];
      if (needed[k]) requireShape(`rule of ${name}`, path, value, leaves[place].value);
      return value;
    });
  };
  const inputs = places.map((i) => leaves[i].value);
  const { graph, result } = recordedForOneMember(name, (values) => plain(treeOf(values)), inputs);
  const yOf = (values: readonly PopulationTensor[]): Y => unflatten(result, values);
  const use: Use = {
    graph,
    isRegular,
    ...(vjp && {
      vjp: (values, y, ybar, needed): PopulationTensor[] =>
        cotangentsOf(vjp(treeOf(values), yOf(y), yOf(ybar), marked(values, needed)), needed),
    }),
    ...(jvp && {
      jvp: (values, y, xdot): PopulationTensor[] =>
        matchTensors(
          `rule of ${name}`,
          jvp(treeOf(values), yOf(y), moving(filled(xdot, values)), marked(values, xdot.map(Boolean))),
          result,
        ),
    }),
  };
  return { use, yOf };
}

/**
 * The function `plain` as one node with a hand-derived derivative. The plain text reads nothing unknown and nothing that
 * differs from member to member besides x, and computes one member's value from that member's inputs. What it reads else is
 * taken as it is when it is called, also by derivatives that are taken later of the text; rules are called later themselves.
 */
export function withAdjoint<X extends TreeOf<X>, Y extends TreeOf<Y>>(
  name: string,
  plain: (x: X) => Y,
  rule: AdjointRule<X, Y> & AdjointOptions = {},
): (x: X) => Y {
  requireText('withAdjoint: name', name);
  requireFunction('withAdjoint: plain', plain);
  requireOptions('withAdjoint', rule, ['vjp', 'jvp', 'isClosed', 'isRegular']);
  for (const derivative of ['vjp', 'jvp'] as const)
    if (rule[derivative] !== undefined) requireFunction(`withAdjoint: ${derivative}`, rule[derivative]);
  const primitive = algorithmPrimitive(name);
  algorithms.add(primitive);
  let latest: Recorded<Y> | undefined;
  return (x) => {
    const named = leavesOf(x);
    const leaves = named.map(({ value }) => value);
    if (leaves.every(({ isConcrete }) => isConcrete)) return plain(x);
    const paths = named.map(({ path }) => path).join();
    const places = leaves.flatMap((leaf, i) => (constantOf(leaf) ? [] : [i]));
    const template = leaves.map((leaf) => constantOf(leaf) ?? zeros(leaf.shape));
    let recorded = latest;
    if (!recorded || recorded.paths !== paths || !isSameKind(recorded, template, places))
      recorded = { paths, template, places, ...record(name, plain, rule, withLeaves(x, template), places) };
    if (rule.isClosed) latest = recorded;
    const inputs = unifyPopulations(
      name,
      places.map((i) => leaves[i]),
    );
    const { use, yOf } = recorded;
    const { population } = inputs[0];
    const types = use.graph.outputs.map(({ shape }) => ({ shape, population }));
    return yOf(apply(primitive, inputs, types, use));
  };
}

const isSameKind = (
  { template, places }: Recorded<unknown>,
  given: readonly PopulationTensor[],
  givenPlaces: readonly number[],
): boolean =>
  places.join() === givenPlaces.join() &&
  given.every((leaf, i) => (places.includes(i) ? sameShape(leaf.shape, template[i].shape) : leaf === template[i]));

function recordedForOneMember<Y extends TreeOf<Y>>(
  name: string,
  plain: (inputs: readonly PopulationTensor[]) => Y,
  inputs: readonly PopulationTensor[],
): { readonly graph: Graph; readonly result: Y } {
  const one = inputs.map(({ shape }) => zeros(shape));
  const graph = trace(plain, one);
  const refuse = (found: string, remedy: string): never => {
    throw new ArgumentError(name, found, 'an algorithm of one member', remedy);
  };
  const nodes = nodesOf(graph);
  if (nodes.some(({ primitive: { computePopulation } }) => computePopulation))
    refuse('a loop or a sum over the population', 'attach the rule to the step instead');
  if ([...nodes.flatMap(({ outputs }) => outputs), ...graph.outputs].some(({ population }) => population > 1))
    refuse('numbers that differ from member to member and are no part of x', 'hand them in as a part of x');
  if (nodes.some(({ id }) => id < graph.inputs[0].application!.id))
    refuse('an unknown value that is no part of x', 'hand it in as a part of x');
  return { graph, result: graph.result };
}
