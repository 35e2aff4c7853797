/** @file Derivatives by complex steps: the graph of one derivative less, in complex numbers whose rules are not the library's. */
import * as adjoint from '../../../src/index.ts';
import { type Graph, nodesOf, trace } from '../../../src/core/graph.ts';
import { complexTangent } from '../complex-step.ts';
import { everyStep, type Plan } from './plan.ts';
import { directionOf, forms, type Inputs, lossOf, type Outputs, valueOf } from './program.ts';
import { rules } from './rules.ts';
import type { Trial } from './trial.ts';

/** Elements of all nodes and members beyond which it takes too long. */
const mostElements = 60_000;

const isConstant = ({ steps }: Plan): boolean =>
  everyStep(steps).some((step) => step.kind === 'op' && rules[step.op].isConstantToDerivatives);

const secondOrder = ['hvp', 'reverse over forward', 'reverse over reverse'];

/** Products with the derivatives are all that can be compared where they are cotangents. */
const paired = ['grad', 'vjp', 'gradient norm'];

/** Results of the oracle and what they should be equal to, number by number; `null` where it cannot tell. */
export function byComplexSteps(trial: Trial): { readonly found: number[]; readonly expected: number[] } | null {
  const { plan, inputs, reference } = trial;
  if (plan.derivative === 'value' || isConstant(plan)) return null;
  const value = valueOf(plan, trial.captured, { loops: 'written out', types: trial.types });
  const derivatives = reference.slice(plan.outputs.length);
  const lower = lowerForm(plan, value);
  const graph = trace((x: Inputs) => lower(x), inputs);
  if (sizeOfAll(graph) > mostElements) return null;
  const direction = Object.values(directionOf(inputs));
  const leaves = Object.values(inputs);
  const tangents = complexTangent(graph, leaves, (i, e, m) => direction[i].data[e * leaves[i].population + m]);
  const flat = tangents.map((members) => members[0].flatMap((_, e) => members.map((elements) => elements[e])));
  if (!paired.includes(plan.derivative))
    return { found: derivatives.flatMap(({ data }) => Array.from(data)), expected: flat.flat() };
  const along = derivatives.flatMap(({ data }, i) => Array.from(data, (bar, k) => bar * direction[i].data[k]));
  const weights =
    plan.derivative === 'vjp' ? reference.slice(0, plan.outputs.length).map((y) => adjoint.cos(y).data) : null;
  const terms = flat.flatMap((numbers, k) => numbers.map((dy, i) => (weights ? weights[k][i] * dy : dy)));
  return { found: [total(along)], expected: [total(terms)] };
}

const total = (terms: readonly number[]): number => terms.reduce((a, b) => a + b, 0);

/** What the derivative is the derivative of. */
function lowerForm({ derivative }: Plan, value: (x: Inputs) => Outputs): (x: Inputs) => Outputs {
  if (secondOrder.includes(derivative)) return forms.grad(value);
  if (derivative === 'grad') return (x) => [lossOf(value)(x)];
  if (derivative !== 'gradient norm') return value;
  return (x) => {
    const gradient = forms.grad(value)(x);
    return gradient.map((g) => adjoint.mul(0.1, adjoint.populationSum(adjoint.sum(adjoint.mul(g, g)))));
  };
}

const sizeOfAll = (graph: Graph): number =>
  nodesOf(graph).reduce(
    (count, { outputs }) =>
      count + outputs.reduce((n, { shape, population }) => n + population * shape.reduce((a, b) => a * b, 1), 0),
    0,
  );
