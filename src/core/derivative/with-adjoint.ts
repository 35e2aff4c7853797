/** @file withAdjoint: attaches a hand-derived derivative to a plain algorithm, whose text stays the only definition of the value. */
import { ArgumentError } from '../../errors.ts';
import { type Application, applicationsOf } from '../application.ts';
import { alias, evaluateGraph, type Graph, replay, trace } from '../graph.ts';
import { unifyPopulations } from '../ops/structural.ts';
import { apply, type Primitive, type Tangent } from '../primitive.ts';
import { type PopulationTensor, zeros } from '../population-tensor.ts';
import { type Tree, tensorsOf, unflatten } from '../tree.ts';
import { forwardSweep } from './forward.ts';

/** Derivatives of `y = plain(x)`; a rule left out is taken from the traced plain algorithm. */
export interface AdjointRule<X extends Tree, Y extends Tree> {
  /** J' ybar, a tree like x. */
  readonly vjp: (x: X, y: Y, ybar: Y) => X;
  /** J xdot, a tree like y. */
  readonly jvp?: (x: X, y: Y, xdot: X) => Y;
}

interface CustomAttributes {
  readonly graph: Graph;
  readonly rule: {
    readonly vjp: (y: readonly PopulationTensor[], ybar: readonly PopulationTensor[]) => PopulationTensor[];
    readonly jvp?: (y: readonly PopulationTensor[], xdot: readonly PopulationTensor[]) => PopulationTensor[];
  };
}

const attributesOf = (application: Application): CustomAttributes => application.attributes as CustomAttributes;

/** The given tangents with zeros for those that are structurally zero. */
const filled = (tangents: readonly Tangent[], like: readonly PopulationTensor[]): PopulationTensor[] =>
  tangents.map((tangent, i) => tangent ?? zeros(like[i].shape, like[i].population));

const customPrimitive = (name: string): Primitive => ({
  name,
  compute: (arithmetic, inputs, application) =>
    evaluateGraph(
      attributesOf(application).graph,
      arithmetic,
      inputs.map((input) => [input]),
      undefined,
      1,
    ).map(([elements]) => elements),
  jvp: (application, outputs, tangents) => {
    const { graph, rule } = attributesOf(application);
    if (rule.jvp) return rule.jvp(outputs, filled(tangents, application.inputs));
    const at = application.inputs.map(alias);
    return forwardSweep(replay(graph, at), at, tangents);
  },
  vjp: (application, outputs, cotangents) => attributesOf(application).rule.vjp(outputs, filled(cotangents, outputs)),
});

/** The function `plain` with a hand-derived derivative. The plain text must not read symbolic values other than x. */
export function withAdjoint<X extends Tree, Y extends Tree>(
  name: string,
  plain: (x: X) => Y,
  rule: AdjointRule<X, Y>,
): (x: X) => Y {
  const primitive = customPrimitive(name);
  return (x) => {
    const inputs = unifyPopulations(name, tensorsOf(x));
    if (inputs.every(({ isConcrete }) => isConcrete)) return plain(x);
    const graph = trace(plain, unflatten(x, inputs));
    if (applicationsOf(graph.outputs).some(({ primitive: { computePopulation } }) => computePopulation))
      throw new ArgumentError(
        name,
        'a loop or a sum over the population',
        'an algorithm of one member',
        'attach the rule to the step instead',
      );
    const jvp = rule.jvp;
    const attributes: CustomAttributes = {
      graph,
      rule: {
        vjp: (y, ybar) =>
          tensorsOf(rule.vjp(unflatten(x, inputs), unflatten(graph.result, y), unflatten(graph.result, ybar))),
        ...(jvp && {
          jvp: (y: readonly PopulationTensor[], xdot: readonly PopulationTensor[]) =>
            tensorsOf(jvp(unflatten(x, inputs), unflatten(graph.result, y), unflatten(x, xdot))),
        }),
      },
    };
    return unflatten(
      graph.result,
      apply(
        primitive,
        inputs,
        graph.outputs.map(({ shape, population }) => ({ shape, population })),
        attributes,
      ),
    );
  };
}
