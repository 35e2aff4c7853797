/** @file Carries of a scan, large (an array that is overwritten) and small (records): all that reads them reads them as they entered the step. */
import { describe, expect, it } from 'vitest';
import { grad, hvp, jvp } from '../../../../src/core/derivative/functions.ts';
import { Executable } from '../../../../src/core/backend/executable.ts';
import { trace } from '../../../../src/core/graph.ts';
import { square } from '../../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../../src/core/ops/elementwise.ts';
import { at, concat, gather, reshape, slice, stack } from '../../../../src/core/ops/indexing.ts';
import { sum } from '../../../../src/core/ops/reduction.ts';
import { sin } from '../../../../src/core/ops/trigonometric.ts';
import { full, type PopulationTensor, tensor, zeros } from '../../../../src/core/population-tensor.ts';
import { scan } from '../../../../src/core/scan.ts';
import { drawTensor } from '../../../support/draw-tensor.ts';
import { Random, testCases, testSeed } from '../../../support/random.ts';
import { differenceOf, runAllWays, type TensorFunction, type Tensors } from '../../../support/run-ways.ts';

interface Sequence {
  readonly items: PopulationTensor;
  readonly length: number;
  readonly reverse: boolean;
}

type Step = (
  carry: Tensors,
  item: PopulationTensor,
  loop: LoopOf,
) => { readonly carry: Tensors; readonly output: Tensors };
/** How the steps of a loop are run: by `scan`, or written out. */
type LoopOf = (step: Step, carry: Tensors, sequence: Sequence) => Tensors;

const byScan: LoopOf = (step, carry, { items, length, reverse }) => {
  const result = scan((now: Tensors, item: PopulationTensor) => step(now, item, byScan), carry, items, {
    length,
    reverse,
  });
  return [...result.carry, ...result.outputs];
};

/** The same, step after step. */
const writtenOut: LoopOf = (step, carry, { items, length, reverse }) => {
  let now = carry;
  const outputs: Tensors[] = [];
  for (let s = 0; s < length; s++) {
    const t = reverse ? length - 1 - s : s;
    const { carry: next, output } = step(now, at(items, t), writtenOut);
    [now, outputs[t]] = [next, output];
  }
  if (length > 0) return [...now, ...outputs[0].map((_, k) => stack(outputs.map((output) => output[k])))];
  const { output } = step(carry, zeros(items.shape.slice(1)), writtenOut);
  return [...now, ...output.map(({ shape }) => zeros([0, ...shape]))];
};

/** All ways of a loop have the numbers of the loop written out. */
function check(
  step: Step,
  inputs: Tensors,
  length: number,
  reverse: boolean,
  derive: (f: TensorFunction) => TensorFunction,
): void {
  const using =
    (loop: LoopOf): TensorFunction =>
    (...x) =>
      loop(step, x.slice(1), { items: x[0], length, reverse });
  const right = derive(using(writtenOut))(...inputs);
  for (const [way, found] of runAllWays(derive(using(byScan)), inputs))
    expect(differenceOf(found, right, 1e-12), way).toBeNull();
}

/** Results of a loop, and work on them, which may be done in its steps. */
const values =
  (f: TensorFunction): TensorFunction =>
  (...x) => {
    const results = f(...x);
    return [...results, ...results.map((y) => sin(add(y, 1)))];
  };
const total = (results: Tensors): PopulationTensor =>
  results.map((x, k) => sum(mul(square(x), 1 + 0.1 * k))).reduce((a, b) => add(a, b));

/** First and second derivatives of all results: forwards, reverse, forward over reverse, reverse over reverse. */
const derivatives: Readonly<Record<string, (f: TensorFunction) => TensorFunction>> = {
  jvp:
    (f) =>
    (...x) =>
      jvp(
        (y: Tensors) => f(...y),
        x,
        x.map((y) => mul(0.5, y)),
      ).tangent,
  gradient:
    (f) =>
    (...x) =>
      grad((y: Tensors) => total(f(...y)))(x),
  hvp:
    (f) =>
    (...x) =>
      hvp((y: Tensors) => total(f(...y)))(
        x,
        x.map((y) => mul(0.5, y)),
      ),
  'gradient of a gradient':
    (f) =>
    (...x) =>
      grad((z: Tensors) => total(grad((y: Tensors) => total(f(...y)))(z)))(x),
};

const sizes = [3, 256, 257, 300];

/** Elements of x, cyclic, as many as asked for. */
const taken = (x: PopulationTensor, size: number, first: number): PopulationTensor =>
  gather(
    x,
    Array.from({ length: size }, (_, i) => (first + i) % x.shape[0]),
  );

/** What may become of a carry, or an output, of `size` elements. */
const parts: readonly ((
  random: Random,
) => (carry: Tensors, item: PopulationTensor, size: number, loop: LoopOf) => PopulationTensor)[] = [
  // a view of a carry: all of it, a stretch, its elements turned round
  (random) => {
    const [k, first] = [random.next(), random.pick([0, 0, 1, 5])];
    return (carry, _, size) => taken(carry[Math.floor(k * carry.length)], size, first);
  },
  (random) => {
    const k = random.next();
    return (carry, _, size) => {
      const x = carry[Math.floor(k * carry.length)];
      return gather(
        x,
        Array.from({ length: size }, (__, i) => (((-1 - i) % x.shape[0]) + x.shape[0]) % x.shape[0]),
      );
    };
  },
  (random) => {
    const k = random.next();
    return (carry, _, size) => taken(reshape(reshape(carry[Math.floor(k * carry.length)], [1, -1]), [-1]), size, 0);
  },
  // one element of it, everywhere
  (random) => {
    const [k, i] = [random.next(), random.integer(0, 2)];
    return (carry, _, size) =>
      gather(slice(carry[Math.floor(k * carry.length)], [i], [i + 1]), new Array<number>(size).fill(0));
  },
  // computed
  (random) => {
    const [k, j] = [random.next(), random.next()];
    return (carry, item, size) => {
      const [a, b] = [k, j].map((u) => taken(carry[Math.floor(u * carry.length)], size, 0));
      return add(mul(0.5, sin(a)), mul(add(b, 0.3), at(item, 0)));
    };
  },
  (random) => {
    const k = random.next();
    return (carry, item, size) => mul(0.1, add(taken(item, size, 0), sum(carry[Math.floor(k * carry.length)])));
  },
  // put together
  (random) => {
    const [k, j] = [random.next(), random.next()];
    return (carry, _, size) => {
      const [a, b] = [k, j].map((u) => carry[Math.floor(u * carry.length)]);
      return taken(concat([slice(a, [1]), b, slice(a, [0], [1])]), size, 0);
    };
  },
  // by a loop over its elements, whose outputs may be views again
  (random) => {
    const k = random.next();
    return (carry, item, size, loop) => {
      const x = carry[Math.floor(k * carry.length)];
      const rows = reshape(taken(x, 4 * Math.ceil(size / 4), 0), [4, -1]);
      const step: Step = ([c], row) => ({ carry: [add(mul(0.2, c), sum(row))], output: [row] });
      const [last, seen] = loop(step, [at(item, 1)], { items: rows, length: 4, reverse: false });
      return taken(concat([reshape(seen, [-1]), reshape(last, [1])]), size, 0);
    };
  },
  // by a loop that hands on the carry itself
  (random) => {
    const k = random.next();
    return (carry, item, size, loop) => {
      const x = carry[Math.floor(k * carry.length)];
      const step: Step = ([a, b], row) => ({ carry: [b, add(a, row)], output: [slice(a, [0], [2])] });
      const items = slice(item, [0], [3]);
      const [a, b, seen] = loop(step, [x, x], { items, length: 3, reverse: false });
      return taken(concat([b, reshape(seen, [-1]), a]), size, 0);
    };
  },
];

/** A loop with up to four carries and three outputs of random parts. */
function drawStep(random: Random): { readonly step: Step; readonly carries: readonly number[] } {
  const carries = Array.from({ length: random.integer(1, 4) }, () => random.pick(sizes));
  const part = (size: number) => ({ size, make: random.pick(parts)(random) });
  const next = carries.map(part);
  const outputs = Array.from({ length: random.integer(0, 3) }, () => part(random.pick([1, 2, 5, 256, 257, 300])));
  const step: Step = (carry, item, loop) => ({
    carry: next.map(({ size, make }) => make(carry, item, size, loop)),
    output: outputs.map(({ size, make }) => make(carry, item, size, loop)),
  });
  return { step, carries };
}

const drawInputs = (random: Random, carries: readonly number[], length: number, members: number): Tensors => [
  drawTensor(random, { shape: [length, 4], population: members }, -1, 1),
  ...carries.map((size) => drawTensor(random, { shape: [size], population: members }, -1, 1)),
];

describe(`carries of random loops (TEST_SEED=${testSeed})`, () => {
  const cases = testCases(3);
  it.each(['values', ...Object.keys(derivatives)])(`have the numbers of the loop written out: %s`, (name) => {
    for (let i = 0; i < cases; i++) {
      const random = new Random(testSeed + 7919 * i);
      const { step, carries } = drawStep(random);
      const length = random.pick([0, 1, 2, 5]);
      const inputs = drawInputs(random, carries, length, random.pick([1, 3]));
      try {
        check(step, inputs, length, random.next() < 0.4, derivatives[name] ?? values);
      } catch (error) {
        throw new Error(`loop ${i}, ${name}`, { cause: error });
      }
    }
  });
});

describe.each([256, 257, 400])('carries of %i elements', (n) => {
  const items = (steps: number): PopulationTensor => zeros([steps, 1]);
  const start = (value: number, members = 1): PopulationTensor => full([n], value, members);
  /** The first element of every result of three steps, of the last member. */
  const run = (step: Step, carry: Tensors): ReadonlyMap<string, number[][]> => {
    const f: TensorFunction = (...x) => byScan(step, x, { items: items(3), length: 3, reverse: false });
    const firstOf = ({ shape, data, population }: PopulationTensor): number[] => {
      const count = shape.length === 1 ? 1 : shape[0];
      return Array.from({ length: count }, (_, t) => data[(t * data.length) / count + population - 1]);
    };
    return new Map([...runAllWays(f, carry)].map(([way, tensors]) => [way, tensors.map(firstOf)]));
  };
  const expectAll = (found: ReadonlyMap<string, number[][]>, right: number[][]): void =>
    found.forEach((rows, way) => expect(rows, way).toEqual(right));

  it.each([1, 3])('are outputs as they entered the step: whole, a view, an element (%i members)', (members) => {
    const step: Step = ([c]) => ({
      carry: [add(c, 1)],
      output: [c, reshape(c, [1, n]), slice(c, [0], [5]), slice(c, [n - 1])],
    });
    const entered = [0, 1, 2];
    expectAll(run(step, [start(0, members)]), [[3], entered, entered, entered, entered]);
  });

  it('change places', () => {
    expectAll(
      run(([a, b]) => ({ carry: [b, a], output: [a, b] }), [start(0), start(1)]),
      [[1], [0], [0, 1, 0], [1, 0, 1]],
    );
  });

  it('rotate, beside a small one that holds an element', () => {
    const step: Step = ([a, b, c, d]) => ({ carry: [b, c, a, slice(a, [n - 1])], output: [d] });
    expectAll(run(step, [start(0), start(1), start(2), tensor([9])]), [[0], [1], [2], [2], [9, 0, 1]]);
  });

  it('are a delay line', () => {
    const step: Step = ([a, b, c]) => ({ carry: [add(a, 1), a, b], output: [c] });
    expectAll(run(step, [start(10), start(20), start(30)]), [[13], [12], [11], [30, 20, 10]]);
  });

  it('are read as they entered by work behind the loop on its outputs', () => {
    const f: TensorFunction = (c) => {
      const [, seen] = byScan(([now]) => ({ carry: [mul(now, 2)], output: [slice(now, [0], [3])] }), [c], {
        items: items(100),
        length: 100,
        reverse: false,
      });
      return [add(mul(seen, 0), mul(seen, seen))];
    };
    for (const [way, [found]] of runAllWays(f, [start(1)])) expect(at(found, 3, 0).item(), way).toBe(64);
  });
});

it('a large carry whose next value is computed is copied once a step', () => {
  const f: TensorFunction = (c) => [
    scan((x: PopulationTensor) => ({ carry: sin(x), output: [] }), c, [], { length: 3 }).carry,
  ];
  const { schedule } = new Executable(trace(f, zeros([300]))).factories[0].laidOut('wasm');
  const loop = schedule.steps.find((step) => step.kind === 'scheduledLoop')!;
  expect(loop.steps.filter(({ kind }) => kind === 'copy')).toHaveLength(1);
});
