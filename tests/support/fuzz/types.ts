/** @file Shapes and populations of all values of a plan, found without running it: what `scan` has to find, too. */
import type { PopulationTensor } from '../../../src/index.ts';
import * as adjoint from '../../../src/index.ts';
import { symbol } from '../../../src/core/graph.ts';
import type { DerivativeStep, LoopStep, Name, Plan, Step, TensorPlan } from './plan.ts';
import { rules } from './rules.ts';

export interface Type {
  readonly shape: readonly number[];
  readonly population: number;
}
export type Types = Map<Name, Type>;

/** A plan that is no program: shrinking makes such ones, and leaves them. */
export class IllTyped extends Error {}

const isSame = (a: readonly number[], b: readonly number[]): boolean => a.join() === b.join();

export function typeOf(types: Types, name: Name): Type {
  const type = types.get(name);
  if (!type) throw new IllTyped(`${name} is not defined`);
  return type;
}

export function inferPlan({ inputs, captured, steps, outputs }: Plan): Types {
  const types: Types = new Map(
    [...inputs, ...captured].map(({ name, shape, population }: TensorPlan) => [name, { shape, population }]),
  );
  inferSteps(steps, types);
  outputs.forEach((name) => typeOf(types, name));
  return types;
}

export function inferSteps(steps: readonly Step[], types: Types): void {
  for (const step of steps)
    if (step.kind === 'scan') inferLoop(step, types);
    else if (step.kind === 'derivative') inferDerivative(step, types);
    else {
      const operands = step.args.map((name): PopulationTensor => symbol(typeOf(types, name)));
      const { shape, population } = apply(step.op, operands, step.numbers);
      types.set(step.name, { shape, population });
    }
}

function apply(op: string, operands: readonly PopulationTensor[], numbers: readonly number[]): Type {
  try {
    return rules[op].apply(adjoint, operands, numbers);
  } catch (error) {
    throw new IllTyped(`${op}: ${String(error)}`, { cause: error });
  }
}

/** The least populations that the loop can have: a carry has members as soon as its next value does. */
function inferLoop({ length, carries, sequences, body, outputs }: LoopStep, types: Types): void {
  const populations = carries.map(({ initial }) => typeOf(types, initial).population);
  sequences.forEach(({ from, item }) => {
    const { shape, population } = typeOf(types, from);
    if (shape[0] !== length) throw new IllTyped(`${from} is no sequence of length ${length}`);
    types.set(item, { shape: shape.slice(1), population });
  });
  for (let isStable = false; !isStable;) {
    isStable = true;
    carries.forEach(({ initial, symbol: name }, i) =>
      types.set(name, { shape: typeOf(types, initial).shape, population: populations[i] }),
    );
    inferSteps(body, types);
    carries.forEach(({ initial, next }, i) => {
      const { shape, population } = typeOf(types, next);
      if (!isSame(shape, typeOf(types, initial).shape)) throw new IllTyped(`${next} does not fit its carry`);
      if (population <= populations[i]) return;
      populations[i] = population;
      isStable = false;
    });
  }
  carries.forEach(({ initial, final }, i) =>
    types.set(final, { shape: typeOf(types, initial).shape, population: populations[i] }),
  );
  outputs.forEach(({ value, stacked }) => {
    const { shape, population } = typeOf(types, value);
    types.set(stacked, { shape: [length, ...shape], population });
  });
}

function inferDerivative({ mode, at, body, output, tangent }: DerivativeStep, types: Types): void {
  at.forEach(({ value, symbol: name, direction }) => {
    const type = typeOf(types, value);
    const moved = direction === null ? type : typeOf(types, direction);
    if (!isSame(moved.shape, type.shape) || moved.population !== type.population)
      throw new IllTyped(`${direction} is no direction of ${value}`);
    types.set(name, type);
  });
  inferSteps(body, types);
  const found = typeOf(types, output);
  if (mode === 'jvp') types.set(tangent, found);
  else at.forEach(({ value, result }) => types.set(result, typeOf(types, value)));
}

export function isTyped(plan: Plan): boolean {
  try {
    inferPlan(plan);
    return true;
  } catch (error) {
    if (error instanceof IllTyped) return false;
    throw error;
  }
}
