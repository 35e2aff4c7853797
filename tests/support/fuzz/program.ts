/** @file The function that a plan stands for: values, and the derivative on top. */
import * as adjoint from '../../../src/index.ts';
import type { PopulationTensor } from '../../../src/index.ts';
import { named, runSteps, type Style, type Values } from './interpret.ts';
import { tensorOf } from './numbers.ts';
import type { Derivative, Name, Plan } from './plan.ts';

export type Inputs = Readonly<Record<Name, PopulationTensor>>;
export type Outputs = readonly PopulationTensor[];

export const inputsOf = (plan: Plan): Inputs => named(plan.inputs.map((input) => [input.name, tensorOf(input)]));
export const capturedOf = (plan: Plan): Inputs => named(plan.captured.map((tensor) => [tensor.name, tensorOf(tensor)]));

type F<R> = (x: Inputs) => R;

/** Values of the outputs. */
export const valueOf =
  ({ steps, outputs }: Plan, captured: Inputs, style: Style): F<Outputs> =>
  (x) => {
    const values: Values = new Map([...Object.entries(x), ...Object.entries(captured)]);
    runSteps(steps, values, style);
    return outputs.map((name) => values.get(name)!);
  };

/** A scalar that depends on every element of the outputs, curved in each. */
export const lossOf =
  (value: F<Outputs>): F<PopulationTensor> =>
  (x) =>
    value(x)
      .map((output, k) => adjoint.sum(adjoint.sin(adjoint.add(output, 0.3 * k))))
      .reduce((total, term) => adjoint.add(total, term));

/** Directions of derivatives, which move with the inputs. */
export const directionOf = (x: Inputs): Inputs => adjoint.mapTree(x, (leaf) => adjoint.cos(adjoint.stopGradient(leaf)));

/** Sum of the products of two trees over everything, members included. */
function inner(a: Inputs, b: Inputs): PopulationTensor {
  const terms = Object.keys(a).map((name) => adjoint.populationSum(adjoint.sum(adjoint.mul(a[name], b[name]))));
  return terms.reduce((total, term) => adjoint.add(total, term));
}

const leaves = (x: Inputs): Outputs => Object.values(x);

/** Forms of the derivative: functions of the inputs to what is asked for. */
export const forms: Readonly<Record<Derivative, (value: F<Outputs>) => F<Outputs>>> = {
  value: (value) => value,
  jvp: (value) => (x) => adjoint.jvp(value, x, directionOf(x)).tangent,
  grad: (value) => (x) => leaves(adjoint.grad(lossOf(value))(x)),
  vjp: (value) => (x) => {
    const { value: y, pullback } = adjoint.vjp(value, x);
    return leaves(pullback(y.map((output) => adjoint.cos(output))));
  },
  hvp: (value) => (x) => leaves(adjoint.hvp(lossOf(value))(x, directionOf(x))),
  'reverse over forward': (value) => (x) =>
    leaves(adjoint.grad((y: Inputs) => adjoint.jvp(lossOf(value), y, directionOf(x)).tangent)(x)),
  'reverse over reverse': (value) => (x) =>
    leaves(adjoint.grad((y: Inputs) => inner(adjoint.grad(lossOf(value))(y), directionOf(x)))(x)),
  'gradient norm': (value) => (x) => {
    const squares = (y: Inputs): PopulationTensor => {
      const gradient = adjoint.grad(lossOf(value))(y);
      return adjoint.mul(0.1, inner(gradient, gradient));
    };
    return leaves(adjoint.grad(squares)(x));
  },
};

export type Results = {
  readonly values: Outputs;
  /** Empty where values alone are asked for. */
  readonly derivatives: Outputs;
};

/** The whole program. */
export function programOf(plan: Plan, captured: Inputs, style: Style): F<Results> {
  const value = valueOf(plan, captured, style);
  return (x) => ({
    values: value(x),
    derivatives: plan.derivative === 'value' ? [] : forms[plan.derivative](value)(x),
  });
}
