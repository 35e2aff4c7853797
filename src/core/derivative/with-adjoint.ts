/** @file withAdjoint: attaches a hand-derived derivative to a plain algorithm, whose text stays the only definition of the value. */
import { ArgumentError } from '../../errors.ts';
import { type Application, withSource } from '../application.ts';
import { alias, evaluateMember, type Graph, nodesOf, trace } from '../graph.ts';
import { unifyPopulations } from '../ops/structural.ts';
import { apply, type Primitive, type ReverseContext, type Tangent } from '../primitive.ts';
import { PopulationTensor, zeros } from '../population-tensor.ts';
import type { Arithmetic } from '../scalar/arithmetic.ts';
import { sameShape } from '../shape.ts';
import { leavesOf, type Tree, tensorsOf, unflatten } from '../tree.ts';
import { forwardSweep } from './forward.ts';
import { reverseSweep } from './reverse.ts';

/** Whether the derivative with respect to a leaf of x is asked for: the rest need not be computed. */
export type Needed = (leaf: PopulationTensor) => boolean;

/** Derivatives of `y = plain(x)`; a rule left out is taken from the traced plain algorithm. */
export interface AdjointRule<X extends Tree, Y extends Tree> {
  /** J' ybar, a tree like x; leaves that are not needed may hold anything. */
  readonly vjp?: (x: X, y: Y, ybar: Y, needed: Needed) => X;
  /** J xdot, a tree like y; leaves that do not move hold zeros, and `moves` is false of them. */
  readonly jvp?: (x: X, y: Y, xdot: X, moves: Needed) => Y;
}

/** One use of a plain algorithm: trees to and from the flat inputs and outputs of a node. */
interface Use {
  /** The plain algorithm of the inputs. Known numbers that all members share are no inputs: they stay constants. */
  readonly plain: (inputs: readonly PopulationTensor[]) => PopulationTensor[];
  /** The same, recorded for one member. */
  readonly graph: Graph;
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
  const { plain } = useOf(application);
  return withSource(application.source, () =>
    trace((...inputs: PopulationTensor[]) => plain(inputs), ...application.inputs),
  );
}

function tracedVjp(
  application: Application,
  cotangents: readonly Tangent[],
  { needed, guarded }: ReverseContext,
): Tangent[] {
  const at = application.inputs.map((input, i) => (needed[i] ? alias(input) : input));
  const asked = at.filter((_, i) => needed[i]);
  const bars = reverseSweep(useOf(application).plain(at), cotangents, asked, { guarded });
  return at.map((input, i) => (needed[i] ? bars[asked.indexOf(input)] : null));
}

function tracedJvp(application: Application, tangents: readonly Tangent[]): Tangent[] {
  const at = application.inputs.map((input, i) => (tangents[i] ? alias(input) : input));
  return forwardSweep(useOf(application).plain(at), at, tangents);
}

/** Operations of the plain text keep its labels, where an arithmetic has any. */
const labelling = <T>(arithmetic: Arithmetic<T>): ((entered: Application) => void) | undefined =>
  'source' in arithmetic ? ({ source }) => (arithmetic.source = source) : undefined;

const algorithmPrimitive = (name: string): Primitive => ({
  name,
  content: (application) => ({ graphs: [useOf(application).graph] }),
  compute: (arithmetic, inputs, application) =>
    evaluateMember(useOf(application).graph, arithmetic, inputs, labelling(arithmetic)),
  computeConcrete: (inputs, application) => useOf(application).plain(inputs),
  jvp: (application, outputs, tangents) => {
    const { jvp } = useOf(application);
    return jvp ? jvp(application.inputs, outputs, tangents) : tracedJvp(application, tangents);
  },
  vjp: (application, outputs, cotangents, context) => {
    const { vjp } = useOf(application);
    if (!vjp) return tracedVjp(application, cotangents, context);
    const bars = vjp(application.inputs, outputs, filled(cotangents, outputs), context.needed);
    return bars.map((bar, i) => (context.needed[i] ? bar : null));
  },
});

/** The tree with other leaves. Parts in which none changes are the same objects, so that what is known of them stays known. */
function withLeaves<X extends Tree>(tree: X, leaves: readonly PopulationTensor[]): X {
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
function record<X extends Tree, Y extends Tree>(
  name: string,
  plain: (x: X) => Y,
  { vjp, jvp }: AdjointRule<X, Y>,
  x: X,
  places: readonly number[],
): Pick<Recorded<Y>, 'use' | 'yOf'> {
  const leaves = tensorsOf(x);
  const treeOf = (values: readonly PopulationTensor[]): X => {
    const all = [...leaves];
    places.forEach((place, k) => (all[place] = values[k]));
    return withLeaves(x, all);
  };
  const still = unflatten(
    x,
    leaves.map(({ shape }) => zeros(shape)),
  );
  const moving = (xdot: readonly PopulationTensor[]): X => {
    const all = tensorsOf(still);
    places.forEach((place, k) => (all[place] = xdot[k]));
    return unflatten(x, all);
  };
  const inputsOf = (tree: X): PopulationTensor[] => {
    const all = tensorsOf(tree);
    return places.map((i) => all[i]);
  };
  const inputs = places.map((i) => leaves[i]);
  const { graph, result } = recordedForOneMember(name, (values) => plain(treeOf(values)), inputs);
  const yOf = (values: readonly PopulationTensor[]): Y => unflatten(result, values);
  const use: Use = {
    plain: (values) => tensorsOf(plain(treeOf(values))),
    graph,
    ...(vjp && {
      vjp: (values, y, ybar, needed): PopulationTensor[] =>
        inputsOf(vjp(treeOf(values), yOf(y), yOf(ybar), marked(values, needed))),
    }),
    ...(jvp && {
      jvp: (values, y, xdot): PopulationTensor[] =>
        tensorsOf(jvp(treeOf(values), yOf(y), moving(filled(xdot, values)), marked(values, xdot.map(Boolean)))),
    }),
  };
  return { use, yOf };
}

/**
 * The function `plain` as one node with a hand-derived derivative. The plain text must not read symbolic values other
 * than x, and computes one member's value from that member's inputs. It is recorded once for calls of one kind.
 */
export function withAdjoint<X extends Tree, Y extends Tree>(
  name: string,
  plain: (x: X) => Y,
  rule: AdjointRule<X, Y> = {},
): (x: X) => Y {
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
    if (!latest || latest.paths !== paths || !isSameKind(latest, template, places))
      latest = { paths, template, places, ...record(name, plain, rule, withLeaves(x, template), places) };
    const inputs = unifyPopulations(
      name,
      places.map((i) => leaves[i]),
    );
    const { use, yOf } = latest;
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

function recordedForOneMember<Y extends Tree>(
  name: string,
  plain: (inputs: readonly PopulationTensor[]) => Y,
  inputs: readonly PopulationTensor[],
): { readonly graph: Graph; readonly result: Y } {
  const one = inputs.map(({ shape }) => zeros(shape));
  const graph = trace((...symbols: PopulationTensor[]) => plain(symbols), ...one);
  if (nodesOf(graph).some(({ primitive: { computePopulation } }) => computePopulation))
    throw new ArgumentError(
      name,
      'a loop or a sum over the population',
      'an algorithm of one member',
      'attach the rule to the step instead',
    );
  return { graph, result: graph.result };
}
