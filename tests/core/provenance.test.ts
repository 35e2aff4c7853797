import { describe, expect, it } from 'vitest';
import { withSource } from '../../src/core/application.ts';
import { compile } from '../../src/core/compile.ts';
import { grad } from '../../src/core/derivative/functions.ts';
import { div, sqrt, sub } from '../../src/core/ops/arithmetic.ts';
import { add, mul, where } from '../../src/core/ops/elementwise.ts';
import { exp, log } from '../../src/core/ops/exponential.ts';
import { at, stack } from '../../src/core/ops/indexing.ts';
import { matmul } from '../../src/core/ops/linear-algebra.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { populationSum } from '../../src/core/ops/structural.ts';
import { PopulationTensor, population, tensor, zeros } from '../../src/core/population-tensor.ts';
import { scan } from '../../src/core/scan.ts';
import { NonFiniteError, type NonFiniteOrigin } from '../../src/errors.ts';
import { Random, testCases, testSeed } from '../support/random.ts';

/** The origin that a call reports. */
function originOf(call: () => unknown): NonFiniteOrigin {
  try {
    call();
  } catch (error) {
    if (error instanceof NonFiniteError) return error.origin;
    throw error;
  }
  throw new Error('nothing was reported');
}

const joints = ['shoulder', 'elbow', 'wrist'];
/** Ops that turn a finite operand into something else where the fault is 1, and do nothing where it is 0. */
const faults: Readonly<Record<string, (x: PopulationTensor, fault: PopulationTensor) => PopulationTensor>> = {
  div: (x, fault) => div(x, sub(1, fault)),
  log: (x, fault) => add(x, log(sub(1, mul(2, fault)))),
  sqrt: (x, fault) => add(x, sub(sqrt(sub(1, mul(2, fault))), 1)),
  exp: (x, fault) => add(x, sub(exp(mul(800, fault)), 1)),
};

/** Three joints, each with an op of its own, over a number of steps; `items` [steps, 3] says where a fault is. */
function rollout(op: string, items: PopulationTensor, start: PopulationTensor): PopulationTensor {
  return scan(
    (x: PopulationTensor, item: PopulationTensor) => ({
      carry: stack(
        joints.map((joint, i) =>
          withSource({ joint, note: 'test dynamics' }, () => faults[op](mul(0.9, at(x, i)), at(item, i))),
        ),
      ),
      output: x,
    }),
    start,
    items,
  ).carry;
}

describe('the first value that is not finite is reported with op, step, joint and member', () => {
  it('as it was injected, in 200 random places', () => {
    const random = new Random();
    for (let i = 0; i < testCases(200); i++) {
      const [steps, members] = [random.integer(1, 30), random.integer(1, 70)];
      const [step, joint, member] = [
        random.integer(0, steps - 1),
        random.integer(0, 2),
        random.integer(0, members - 1),
      ];
      const op = random.pick(Object.keys(faults));
      const items = new Float64Array(steps * 3 * members);
      items[(step * 3 + joint) * members + member] = 1;
      const input = new PopulationTensor({ shape: [steps, 3], population: members }, items);
      const start = new PopulationTensor(
        { shape: [3], population: members },
        Float64Array.from(random.list(3 * members, 1, 2)),
      );
      const run = compile(
        (x: PopulationTensor, s: PopulationTensor) => populationSum(sum(rollout(op, x, s))),
        [input, start],
      );
      const origin = originOf(() => run(input, start));
      expect(origin, `case ${i} of TEST_SEED=${testSeed}`).toMatchObject({
        operation: op,
        step,
        joint: joints[joint],
        member,
        pass: 'forward',
        note: 'test dynamics',
      });
      expect(origin.operands.every(Number.isFinite)).toBe(true);
    }
  });

  it('in the reverse sweep as well: the slope of a square root at 0, at its own step', () => {
    const f = (start: PopulationTensor, items: PopulationTensor): PopulationTensor =>
      sum(
        scan(
          (x: PopulationTensor, item: PopulationTensor) => ({
            carry: add(
              x,
              withSource({ joint: 'elbow', note: 'cable length' }, () => sqrt(mul(item, item))),
            ),
            output: x,
          }),
          start,
          items,
        ).carry,
      );
    const items = tensor([1, 2, 0, 3]);
    const run = compile((x: PopulationTensor) => grad((y: PopulationTensor) => f(tensor(1), y))(x), [items]);
    expect(originOf(() => run(items))).toMatchObject({
      pass: 'reverse',
      step: 2,
      joint: 'elbow',
      note: 'cable length',
    });
  });

  it('without blaming a branch that was not taken', () => {
    const run = compile(
      (x: PopulationTensor) =>
        add(
          where(0, log(x), x),
          withSource({ note: 'culprit' }, () => div(1, sub(x, x))),
        ),
      [tensor(0)],
    );
    expect(originOf(() => run(tensor(-1)))).toMatchObject({
      operation: 'div',
      note: 'culprit',
      operands: [1, 0],
      value: Infinity,
    });
  });

  it('with advice about a simulation where there is a step or a joint, and only there', () => {
    const alone = compile((x: PopulationTensor) => log(x), [tensor(1)]);
    const ofJoint = compile((x: PopulationTensor) => withSource({ joint: 'elbow' }, () => log(x)), [tensor(1)]);
    const inLoop = compile(
      (x: PopulationTensor) =>
        scan((c: PopulationTensor) => ({ carry: log(c), output: [] }), x, [], { length: 3 }).carry,
      [tensor(1)],
    );
    expect(() => alone(tensor(-1))).toThrow(/try: keep the operands where the operation is finite$/);
    expect(() => ofJoint(tensor(-1))).toThrow(/joint "elbow".*try: use a smaller dt, smaller gains/);
    expect(() => inLoop(tensor(-1))).toThrow(/at step 0.*try: use a smaller dt, smaller gains/);
  });

  it('and inputs that are not finite are called by their position', () => {
    const run = compile((x: PopulationTensor, y: PopulationTensor) => mul(x, y), [tensor(1), population([1, 2])]);
    expect(() => run(tensor(2), population([1, NaN]))).toThrow(/op input 1 member 1.*pass finite numbers/);
  });
});

it('a shape that does not fit says for which joint it was recorded', () => {
  const call = (): unknown =>
    withSource({ joint: 'elbow', note: 'mass matrix' }, () => withSource({}, () => matmul(zeros([2]), zeros([3]))));
  expect(call).toThrow(/^matmul: inner extents differ.*; fix: .*; in mass matrix, joint "elbow"$/);
});
