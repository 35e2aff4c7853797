/** @file Operations of two operands take no third in silence, and serve as callbacks of lists. */
import { describe, expect, it } from 'vitest';
import * as adjoint from '../../src/index.ts';

const { add, eye, mul, sin, tensor } = adjoint;

const elementwise = [
  'add',
  'atan2',
  'div',
  'equal',
  'greater',
  'greaterEqual',
  'less',
  'lessEqual',
  'maximum',
  'minimum',
  'mul',
  'pow',
  'sub',
] as const;
const ofMatrices = ['cross', 'dot', 'matmul', 'outer', 'solve', 'solveCholesky'] as const;

describe('operations of two operands', () => {
  it.each([...elementwise, ...ofMatrices])('%s refuses a third', (name) => {
    const more = adjoint[name] as (...operands: readonly unknown[]) => unknown;
    const operands =
      name === 'cross' || name === 'outer'
        ? [
            [1, 2, 3],
            [1, 2, 3],
          ]
        : [eye(2), eye(2)];
    expect(() => more(...operands)).not.toThrow();
    expect(() => more(...operands, 3)).toThrow(
      `${name}: found more than two operands; expected two operands; fix: combine more by xs.reduce(${name})`,
    );
    expect(() => more(...operands, tensor(1), [tensor(1)])).toThrow('found more than two operands');
  });

  it('are callbacks of reduce, and those of one operand of map', () => {
    const xs = [1, 2, 3, 4].map((x) => tensor(x));
    expect(xs.reduce(add).item()).toBe(10);
    expect(xs.reduce(mul, tensor(2)).item()).toBe(48);
    expect(xs.reduceRight(add).item()).toBe(10);
    expect(xs.map(sin).map((x) => x.item())).toEqual(xs.map((x) => sin(x).item()));
  });
});
