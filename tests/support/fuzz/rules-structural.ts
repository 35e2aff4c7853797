/** @file Rules of views, joins, sums and the population. Indices and extents are taken modulo what is there. */
import type { PopulationTensor } from '../../../src/index.ts';
import type { Random } from '../random.ts';
import { sizeOf } from './numbers.ts';
import { type Choice, type Library, type Rule, unary } from './rule.ts';

const modulo = (i: number, n: number): number => ((Math.floor(i) % n) + n) % n;
const draws = (random: Random, count: number, below: number): number[] =>
  Array.from({ length: count }, () => random.integer(0, below - 1));

/** Along an axis with at least one element: [axis, random numbers]. */
const along =
  (count: (random: Random) => number) =>
  ({ ranked, shapeOf, random }: Choice): { args: string[]; numbers: number[] } => {
    const x = ranked(1);
    const axis = random.integer(0, shapeOf(x).length - 1);
    return { args: [x], numbers: [axis, ...draws(random, count(random), Math.max(1, shapeOf(x)[axis]))] };
  };

const axisOf = (x: PopulationTensor, axis: number): number => modulo(axis, x.shape.length);

/** A reduction over one axis, or over all where the number is negative. */
const reduction = (f: (o: Library, x: PopulationTensor, axis?: number) => PopulationTensor): Rule => ({
  apply: (o, [x], [axis]) => f(o, x, axis < 0 || x.shape.length === 0 ? undefined : axisOf(x, axis)),
  draw: ({ any, random, shapeOf }) => {
    const x = any();
    return { args: [x], numbers: [random.integer(-1, shapeOf(x).length - 1)] };
  },
});

const flipped = (n: number): number[] => Array.from({ length: n }, (_, i) => n - 1 - i);

/** Vectors end to end or side by side. */
const several = ({ any, shaped, shapeOf, random }: Choice): { args: string[]; numbers: number[] } => {
  const first = any();
  const shape = shapeOf(first);
  return {
    args: [first, ...Array.from({ length: random.integer(1, 2) }, () => shaped(shape))],
    numbers: [random.integer(0, shape.length)],
  };
};

export const structuralRules: Readonly<Record<string, Rule>> = {
  constant: {
    apply: (o, _, [value, ...shape]) => o.full(shape, value),
    draw: ({ random }) => ({ args: [], numbers: [random.pick([0.5, -1, 1, 0]), ...random.pick([[], [3], [2, 3]])] }),
    weight: 0.3,
  },
  fit: {
    apply: (o, [x], [first, stride, ...shape]) => {
      if (x.size === 0) return o.full(shape, 0.25);
      const size = sizeOf(shape);
      const isWhole = size === x.size && stride === 1 && modulo(first, x.size) === 0;
      if (isWhole) return o.reshape(x, shape);
      const indices = Array.from({ length: size }, (_, i) => modulo(first + i * stride, x.size));
      return o.reshape(o.gather(x.shape.length === 1 ? x : o.reshape(x, [x.size]), indices), shape);
    },
    draw: ({ any, random }) => ({
      args: [any()],
      numbers: [random.integer(0, 5), random.pick([1, 1, 2, -1, 0]), ...random.pick([[], [2], [3], [3, 2], [1, 4]])],
    }),
  },
  reshape: {
    apply: (o, [x], [split]) =>
      o.reshape(x, split && x.size % split === 0 && x.size > 0 ? [split, x.size / split] : [x.size]),
    draw: ({ any, random }) => ({ args: [any()], numbers: [random.integer(0, 3)] }),
  },
  transpose: {
    apply: (o, [x]) => o.transpose(x),
    draw: ({ ranked }) => ({ args: [ranked(2)] }),
  },
  at: {
    apply: (o, [x], [index]) => (x.shape[0] ? o.at(x, modulo(index, x.shape[0])) : o.sum(x)),
    draw: ({ ranked, random }) => ({ args: [ranked(1)], numbers: [random.integer(0, 19)] }),
  },
  'last element': {
    apply: (o, [x]) => (x.size ? o.at(x, ...x.shape.map(() => -1)) : o.sum(x)),
    draw: ({ any }) => ({ args: [any()] }),
  },
  slice: {
    apply: (o, [x], [axis, a, b]) => {
      const on = axisOf(x, axis);
      const [begin, end] = [a, b].map((i) => modulo(i, x.shape[on] + 1)).toSorted((p, q) => p - q);
      return o.slice(x, [...x.shape.slice(0, on).map(() => 0), begin], [...x.shape.slice(0, on), Math.max(begin, end)]);
    },
    draw: along(() => 2),
  },
  gather: {
    apply: (o, [x], [axis, ...indices]) => {
      const on = axisOf(x, axis);
      return o.gather(x, x.shape[on] ? indices.map((i) => modulo(i, x.shape[on])) : [], on);
    },
    draw: along((random) => random.integer(1, 6)),
  },
  flip: {
    apply: (o, [x], [axis]) => o.gather(x, flipped(x.shape[axisOf(x, axis)]), axisOf(x, axis)),
    draw: along(() => 0),
  },
  concat: {
    apply: (o, x, [axis]) =>
      o.concat(
        x.map((one) => (one.shape.length ? one : o.reshape(one, [1]))),
        x[0].shape.length ? axisOf(x[0], axis) : 0,
      ),
    draw: several,
  },
  stack: {
    apply: (o, x, [axis]) => o.stack(x, modulo(axis, x[0].shape.length + 1)),
    draw: several,
  },
  'concat of captured vectors': {
    apply: (o, x) => o.concat(x),
    // an input among them, or it is computed at once
    draw: ({ capturedVectors, vectorOfInput }) => ({ args: [...capturedVectors(), vectorOfInput()] }),
    weight: 2,
  },
  broadcastTo: {
    apply: (o, [x], [extent]) => o.broadcastTo(x, [extent, ...x.shape]),
    draw: ({ any, random }) => ({ args: [any()], numbers: [random.integer(1, 4)] }),
  },
  scatterAdd: {
    apply: (o, [x], [size, ...indices]) => {
      const map = Int32Array.from({ length: x.size }, (_, i) => modulo(indices[i % indices.length], size));
      return o.mul(0.5, o.scatterAdd(x, map, [size]));
    },
    draw: ({ any, random }) => {
      const size = random.integer(1, 6);
      return { args: [any()], numbers: [size, ...draws(random, random.integer(1, 5), size)] };
    },
  },
  sum: reduction((o, x, axis) => o.mul(0.3, o.sum(x, axis))),
  mean: reduction((o, x, axis) => (x.size ? o.mean(x, axis) : o.sum(x))),
  amax: reduction((o, x, axis) => (x.size ? o.amax(x, axis) : o.sum(x))),
  logsumexp: reduction((o, x, axis) => (x.size ? o.logsumexp(o.sin(x), axis) : o.sum(x))),
  'one of log sum exp': {
    apply: (o, [x], [index]) => (x.size ? o.at(o.logsumexp(o.sin(x), 0), modulo(index, x.shape[1])) : o.sum(x)),
    draw: ({ shaped, random }) => ({
      args: [
        shaped(
          random.pick([
            [20, 20],
            [60, 7],
            [20, 13],
            [3, 4],
          ]),
        ),
      ],
      numbers: [random.integer(0, 19)],
    }),
    weight: 2,
  },
  'rows of a repeated pattern': {
    apply: (o, [x, p], pattern) => {
      const size = Math.max(1, p.size);
      const flat = p.shape.length === 1 ? p : o.reshape(p, [p.size]);
      const row = p.size ? o.stack(pattern.map((i) => o.at(flat, modulo(i, size)))) : o.full([pattern.length], 0.5);
      return o.mul(x, row);
    },
    draw: ({ shaped, random }) => {
      const width = random.integer(3, 20);
      const odd = random.integer(0, width - 1);
      const pattern = Array.from({ length: width }, (_, i) => (i === odd ? 1 : random.next() < 0.9 ? 0 : 2));
      return { args: [shaped([random.pick([2, 20, 24, 50, 60]), width]), shaped([3])], numbers: pattern };
    },
    weight: 4,
  },
  spread: {
    apply: (o, [x], [members]) => o.spread(x, x.population === 1 ? members : x.population),
    draw: ({ any, population }) => ({ args: [any()], numbers: [population] }),
    weight: 0.7,
    isAcross: true,
  },
  populationSum: { ...unary((o, x) => o.sin(o.populationSum(x))), weight: 0.7, isAcross: true },
  populationMean: { ...unary((o, x) => o.populationMean(x)), weight: 0.7, isAcross: true },
};
