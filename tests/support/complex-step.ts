/** @file Complex-step derivatives: a traced graph evaluated in complex numbers whose imaginary part carries a derivative without cancellation. */
import type { Arithmetic } from '../../src/core/scalar/arithmetic.ts';
import type { ScalarInstruction } from '../../src/core/scalar/instruction.ts';
import { evaluateGraph, type Graph, trace } from '../../src/core/graph.ts';
import type { PopulationTensor } from '../../src/core/population-tensor.ts';
import { membersOf } from '../../src/core/primitive.ts';

export interface Complex {
  readonly re: number;
  readonly im: number;
}

const complex = (re: number, im = 0): Complex => ({ re, im });

/** Product of a real factor and an imaginary part: exactly 0 where the part is 0, also for an infinite factor. */
const part = (im: number, factor: number): number => (im === 0 ? 0 : im * factor);

/** First-order extension of an analytic function: with im = 1e-30 the next term is 1e-60 relative. */
const extend =
  (value: (x: number) => number, derivative: (x: number) => number) =>
  (x: Complex): Complex =>
    complex(value(x.re), part(x.im, derivative(x.re)));

const sigmoid = (x: number): number => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)));

/** 1 / (x^2 + y^2) times a numerator, scaled. */
function overRadius(numerator: number, y: number, x: number): number {
  const largest = Math.max(Math.abs(x), Math.abs(y));
  const [a, b] = [y / largest, x / largest];
  return numerator / largest / (a * a + b * b) / largest;
}

const functions: Readonly<Record<string, (x: Complex, y: Complex, z: Complex) => Complex>> = {
  add: (x, y) => complex(x.re + y.re, x.im + y.im),
  sub: (x, y) => complex(x.re - y.re, x.im - y.im),
  mul: (x, y) => complex(x.re * y.re, part(x.im, y.re) + part(y.im, x.re)),
  div: (x, y) => complex(x.re / y.re, part(x.im, 1 / y.re) - part(y.im, x.re / y.re / y.re)),
  neg: (x) => complex(-x.re, -x.im),
  abs: (x) => complex(Math.abs(x.re), x.re > 0 ? x.im : x.re < 0 ? -x.im : 0),
  sqrt: extend(Math.sqrt, (x) => 0.5 / Math.sqrt(x)),
  floor: (x) => complex(Math.floor(x.re)),
  less: (x, y) => complex(x.re < y.re ? 1 : 0),
  lessEqual: (x, y) => complex(x.re <= y.re ? 1 : 0),
  equal: (x, y) => complex(x.re === y.re ? 1 : 0),
  select: (condition, x, y) => (condition.re !== 0 ? x : y),
  exp: extend(Math.exp, Math.exp),
  expm1: extend(Math.expm1, Math.exp),
  log: extend(Math.log, (x) => 1 / x),
  log1p: extend(Math.log1p, (x) => 1 / (1 + x)),
  sin: extend(Math.sin, Math.cos),
  cos: extend(Math.cos, (x) => -Math.sin(x)),
  tan: extend(Math.tan, (x) => 1 / Math.cos(x) / Math.cos(x)),
  asin: extend(Math.asin, (x) => 1 / Math.sqrt((1 - x) * (1 + x))),
  acos: extend(Math.acos, (x) => -1 / Math.sqrt((1 - x) * (1 + x))),
  atan: extend(Math.atan, (x) => 1 / (1 + x * x)),
  atan2: (y, x) =>
    complex(
      Math.atan2(y.re, x.re),
      x.re === 0 && y.re === 0
        ? 0
        : part(y.im, overRadius(x.re, y.re, x.re)) - part(x.im, overRadius(y.re, y.re, x.re)),
    ),
  tanh: extend(Math.tanh, (x) => 1 / Math.cosh(x) / Math.cosh(x)),
  sigmoid: extend(sigmoid, (x) => sigmoid(x) * sigmoid(-x)),
  softplus: extend((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), sigmoid),
  pow: (x, y) =>
    complex(
      x.re ** y.re,
      part(x.im, y.re === 0 ? 0 : y.re * x.re ** (y.re - 1)) +
        part(y.im, x.re === 0 && y.re > 0 ? 0 : x.re ** y.re * Math.log(x.re)),
    ),
};

/** Complex numbers for every instruction that ops use. */
export const complexArithmetic: Arithmetic<Complex> = {
  constant: (value) => complex(value),
  apply: (instruction: ScalarInstruction, x, y = x, z = x) => {
    const evaluate = functions[instruction.name];
    if (!evaluate) throw new Error(`the complex oracle does not know ${instruction.name}`);
    return evaluate(x, y, z);
  },
};

const step = 1e-30;

/** d outputs / d (leaf, element, member) of a graph with the inputs moved along one imaginary direction. */
export function complexTangent(
  graph: Graph,
  inputs: readonly PopulationTensor[],
  direction: (input: number, element: number, member: number) => number,
): number[][][] {
  const values = inputs.map((input, i) =>
    membersOf(input).map((elements, member) =>
      Array.from(elements, (re, element) => complex(re, step * direction(i, element, member))),
    ),
  );
  return evaluateGraph(graph, complexArithmetic, values).map((members) =>
    members.map((elements) => Array.from(elements, ({ im }) => im / step)),
  );
}

/** Jacobian of a function of one tensor to one tensor, both of one member: rows of outputs. */
export function complexStepJacobian(f: (x: PopulationTensor) => PopulationTensor, x: PopulationTensor): number[][] {
  const graph = trace(f, x);
  const columns = Array.from(
    { length: x.size },
    (_, element) => complexTangent(graph, [x], (_i, e) => (e === element ? 1 : 0))[0][0],
  );
  return Array.from({ length: graph.outputs[0].size }, (_, row) => columns.map((column) => column[row]));
}
