/** @file Records scalar code: constants folded, structural zeros and ones gone, common subexpressions shared. */
import type { Source } from '../application.ts';
import type { Arithmetic } from '../scalar/arithmetic.ts';
import * as scalar from '../scalar/basic.ts';
import type { ScalarInstruction } from '../scalar/instruction.ts';
import type { Value } from './program.ts';

const isConstant = (value: Value, number?: number): boolean =>
  value.kind === 'constant' && (number === undefined || value.value === number);

/** The operand of a negation, or nothing. */
const negated = (value: Value): Value | undefined =>
  value.kind === 'operation' && value.instruction === scalar.neg ? value.operands[0] : undefined;

/**
 * An arithmetic whose numbers are values of a program. Equal operations on equal operands are one value. Rewrites keep
 * the bits of every finite result, up to the sign of zero; a product with a constant 0 is 0 whatever the other factor.
 */
export class ProgramBuilder implements Arithmetic<Value> {
  /** Label of the operations recorded next. */
  source: Source = {};
  #nextId = 0;
  readonly #constants = new Map<string, Value>();
  readonly #operations = new Map<string, Value>();
  readonly inputs: Value[] = [];

  input(): Value {
    const value: Value = { kind: 'input', id: this.#nextId++ };
    this.inputs.push(value);
    return value;
  }

  constant(value: number): Value {
    const key = Object.is(value, -0) ? '-0' : String(value);
    let constant = this.#constants.get(key);
    if (!constant) {
      constant = { kind: 'constant', id: this.#nextId++, value };
      this.#constants.set(key, constant);
    }
    return constant;
  }

  apply(instruction: ScalarInstruction, x: Value, y?: Value, z?: Value): Value {
    const operands = [x, y, z].slice(0, instruction.arity) as Value[];
    if (operands.every((operand) => operand.kind === 'constant')) {
      const [a, b, c] = operands.map((operand) => operand.value);
      return this.constant(instruction.value(a, b, c));
    }
    return this.#simplify(instruction, operands) ?? this.record(instruction, operands);
  }

  #simplify(instruction: ScalarInstruction, [x, y, z]: readonly Value[]): Value | undefined {
    switch (instruction) {
      case scalar.add:
        return this.#simplifySum(x, y);
      case scalar.sub:
        return this.#simplifyDifference(x, y);
      case scalar.mul:
        return this.#simplifyProduct(x, y);
      case scalar.div:
        if (isConstant(y, 1)) return x;
        if (isConstant(y, -1)) return this.apply(scalar.neg, x);
        return isConstant(x, 0) ? this.constant(0) : undefined;
      case scalar.neg:
        return negated(x);
      case scalar.select:
        if (x.kind === 'constant') return x.value !== 0 ? y : z;
        return y === z ? y : undefined;
      default:
        return undefined;
    }
  }

  #simplifySum(x: Value, y: Value): Value | undefined {
    if (isConstant(x, 0)) return y;
    if (isConstant(y, 0)) return x;
    const [minusX, minusY] = [negated(x), negated(y)];
    if (minusX && minusY) return this.apply(scalar.neg, this.apply(scalar.add, minusX, minusY));
    if (minusY) return this.apply(scalar.sub, x, minusY);
    return minusX && this.apply(scalar.sub, y, minusX);
  }

  #simplifyDifference(x: Value, y: Value): Value | undefined {
    if (isConstant(y, 0)) return x;
    if (isConstant(x, 0)) return this.apply(scalar.neg, y);
    const [minusX, minusY] = [negated(x), negated(y)];
    if (minusX && minusY) return this.apply(scalar.sub, minusY, minusX);
    if (minusY) return this.apply(scalar.add, x, minusY);
    return minusX && this.apply(scalar.neg, this.apply(scalar.add, minusX, y));
  }

  #simplifyProduct(x: Value, y: Value): Value | undefined {
    if (isConstant(x, 0) || isConstant(y, 0)) return this.constant(0);
    if (isConstant(x, 1)) return y;
    if (isConstant(y, 1)) return x;
    if (isConstant(x, -1)) return this.apply(scalar.neg, y);
    if (isConstant(y, -1)) return this.apply(scalar.neg, x);
    const [minusX, minusY] = [negated(x), negated(y)];
    if (!minusX && !minusY) return undefined;
    const product = this.apply(scalar.mul, minusX ?? x, minusY ?? y);
    return minusX && minusY ? product : this.apply(scalar.neg, product);
  }

  /** Records an operation as it is; only an equal one on equal operands is shared. */
  record(instruction: ScalarInstruction, operands: readonly Value[]): Value {
    const commutes = instruction === scalar.add || instruction === scalar.mul;
    const ordered = commutes && operands[0].id > operands[1].id ? [operands[1], operands[0]] : operands;
    const key = `${instruction.name} ${ordered.map(({ id }) => id).join(' ')}`;
    const known = this.#operations.get(key);
    if (known) return known;
    const value: Value = { kind: 'operation', id: this.#nextId++, instruction, operands: ordered, source: this.source };
    this.#operations.set(key, value);
    return value;
  }
}
