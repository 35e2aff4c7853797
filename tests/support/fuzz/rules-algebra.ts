/** @file Rules of linear algebra. Matrices to be solved with are made definite; norms stay away from 0. */
import type { PopulationTensor } from '../../../src/index.ts';
import type { Choice, Drawn, Library, Rule } from './rule.ts';

const definite = (o: Library, x: PopulationTensor): PopulationTensor => {
  const y = o.sin(x);
  return o.add(o.matmul(y, o.transpose(y)), o.mul(2, o.eye(x.shape[0])));
};

/** A value, and one whose shape follows from it. */
const pair =
  (shapes: readonly (readonly [readonly number[], readonly number[]])[]) =>
  ({ shaped, random }: Choice): Drawn => {
    const [x, y] = random.pick(shapes);
    return { args: [shaped(x), shaped(y)] };
  };

export const algebraRules: Readonly<Record<string, Rule>> = {
  matmul: {
    apply: (o, [x, y]) => o.mul(0.5, o.matmul(x, y)),
    draw: ({ ranked, shaped, shapeOf, random }) => {
      const x = ranked(1);
      const inner = shapeOf(x).at(-1)!;
      return { args: [x, shaped(random.pick([[inner], [inner, 2], [inner, 5], [2, inner, 3]]))] };
    },
  },
  'product of large matrices': {
    apply: (o, [x, y]) => o.sin(o.matmul(x, y)),
    draw: pair([
      [
        [20, 20],
        [20, 20],
      ],
      [[20, 20], [20]],
      [
        [7, 60],
        [60, 3],
      ],
    ]),
    weight: 0.4,
  },
  dot: {
    apply: (o, [x, y]) => o.dot(x, y),
    draw: ({ ranked, shaped, shapeOf }) => {
      const x = ranked(1);
      return { args: [x, shaped(shapeOf(x).slice(-1))] };
    },
  },
  outer: {
    apply: (o, [x, y]) => o.outer(x, y),
    draw: pair([
      [[3], [2]],
      [[2], [7]],
      [[20], [20]],
    ]),
  },
  cross: {
    apply: (o, [x, y]) => o.cross(x, y),
    draw: pair([
      [[3], [3]],
      [[2, 3], [3]],
      [
        [4, 3],
        [4, 3],
      ],
    ]),
  },
  norm: { apply: (o, [x]) => o.norm(o.add(2, o.sin(x))), draw: ({ ranked }) => ({ args: [ranked(1)] }) },
  cholesky: {
    apply: (o, [x]) => o.cholesky(definite(o, x)),
    draw: ({ shaped, random }) => ({
      args: [
        shaped(
          random.pick([
            [3, 3],
            [2, 2],
          ]),
        ),
      ],
    }),
  },
  solve: {
    apply: (o, [x, b]) => o.solve(definite(o, x), b),
    draw: pair([
      [[3, 3], [3]],
      [
        [2, 2],
        [2, 3],
      ],
    ]),
  },
  solveCholesky: {
    apply: (o, [x, b]) => o.solveCholesky(o.cholesky(definite(o, x)), b),
    draw: pair([
      [[3, 3], [3]],
      [
        [2, 2],
        [2, 2],
      ],
    ]),
    weight: 0.5,
  },
};
