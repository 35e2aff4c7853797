/** @file Counts the scalar operations of a graph: constants folded, zeros and ones gone, equal operations once, dead ones not at all. */
import { evaluateMember, type Graph, trace } from '../../src/core/graph.ts';
import type { Arithmetic } from '../../src/core/scalar/arithmetic.ts';
import type { ScalarInstruction } from '../../src/core/scalar/instruction.ts';
import type { Tree } from '../../src/core/tree.ts';

/** A constant, an operation, or an input, which has no operands. */
interface Value {
  readonly id: number;
  readonly constant?: number;
  /** What this is the negation of. */
  readonly negated?: Value;
  readonly operands: readonly Value[];
}

class Counter implements Arithmetic<Value> {
  readonly #known = new Map<string, Value>();
  #next = 0;

  input(): Value {
    return { id: this.#next++, operands: [] };
  }

  constant(value: number): Value {
    return this.#remember(`constant ${value}`, () => ({ id: this.#next++, constant: value, operands: [] }));
  }

  apply({ name, arity, value }: ScalarInstruction, ...given: (Value | undefined)[]): Value {
    const operands = given.slice(0, arity) as Value[];
    if (operands.every(({ constant }) => constant !== undefined)) {
      const [x, y, z] = operands.map(({ constant }) => constant!);
      return this.constant(value(x, y, z));
    }
    const [x, y] = operands;
    if (name === 'neg') return this.#negation(x);
    if (name === 'add') return this.#sum(x, y);
    if (name === 'sub') return this.#sum(x, this.#negation(y));
    if (name === 'mul') return this.#product(x, y);
    return this.#operation(name, operands);
  }

  #negation(x: Value): Value {
    if (x.constant !== undefined) return this.constant(-x.constant);
    return x.negated ?? this.#remember(`neg ${x.id}`, () => ({ id: this.#next++, negated: x, operands: [x] }));
  }

  #sum(x: Value, y: Value): Value {
    if (x.constant === 0) return y;
    if (y.constant === 0) return x;
    if (x.negated && y.negated) return this.#negation(this.#sum(x.negated, y.negated));
    if (y.negated) return this.#operation('sub', [x, y.negated]);
    return x.negated ? this.#operation('sub', [y, x.negated]) : this.#operation('add', [x, y]);
  }

  #product(x: Value, y: Value): Value {
    for (const [factor, other] of [
      [x, y],
      [y, x],
    ]) {
      if (factor.constant === 0) return factor;
      if (factor.constant === 1) return other;
      if (factor.constant === -1) return this.#negation(other);
      if (factor.negated) return this.#negation(this.#product(factor.negated, other));
    }
    return this.#operation('mul', [x, y]);
  }

  #operation(name: string, operands: readonly Value[]): Value {
    const ids = operands.map(({ id }) => id);
    if (name === 'add' || name === 'mul') ids.sort((a, b) => a - b);
    return this.#remember(`${name} ${ids.join(' ')}`, () => ({ id: this.#next++, operands }));
  }

  #remember(key: string, make: () => Value): Value {
    const known = this.#known.get(key) ?? make();
    this.#known.set(key, known);
    return known;
  }
}

function operationsOf(graph: Graph): number {
  const counter = new Counter();
  const inputs = graph.inputs.map(({ size }) => Array.from({ length: size }, () => counter.input()));
  const stack = evaluateMember<Value>(graph, counter, inputs).flatMap((elements) => Array.from(elements));
  const seen = new Set(stack);
  const live = [...seen];
  for (let value = live.pop(); value; value = live.pop())
    for (const operand of value.operands)
      if (!seen.has(operand)) {
        seen.add(operand);
        live.push(operand);
      }
  return [...seen].filter(({ operands }) => operands.length > 0).length;
}

/** Operations of a function of tensors; a negation counts as one. */
export const countOperations = <A extends readonly Tree[]>(f: (...args: A) => Tree, ...examples: A): number =>
  operationsOf(trace(f, ...examples));
