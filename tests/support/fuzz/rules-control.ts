/** @file Rules of ops that computed values steer: look-ups, branches and loops of which each member makes its own number of steps. */
import type { PopulationTensor } from '../../../src/index.ts';
import type { Choice, Drawn, Library, Rule } from './rule.ts';

/** Positions from 0 to `last` that depend on a value. */
const within = (o: Library, y: PopulationTensor, last: number): PopulationTensor =>
  o.mul(last / 2, o.add(1, o.mul(0.9, o.sin(y))));

/** A value that has axes, and one of some shape. */
const steered =
  (shapes: readonly (readonly number[])[]) =>
  ({ ranked, shaped, random }: Choice): Drawn => ({ args: [ranked(1), shaped(random.pick(shapes))] });

export const controlRules: Readonly<Record<string, Rule>> = {
  take: {
    apply: (o, [x, y]) => (x.shape[0] ? o.take(x, within(o, y, x.shape[0] - 1)) : o.sum(x)),
    draw: steered([[], [2], [3], [2, 3]]),
  },
  'take along the last axis': {
    apply: (o, [x, y]) => (x.shape.at(-1) ? o.take(x, within(o, y, x.shape.at(-1)! - 1), -1) : o.sum(x)),
    draw: steered([[], [3]]),
  },
  dynamicSlice: {
    apply: (o, [x, y]) => (x.shape[0] > 1 ? o.dynamicSlice(x, within(o, y, x.shape[0] - 2), 2) : o.sum(x)),
    draw: steered([[]]),
  },
  cond: {
    apply: (o, [x, y]) =>
      o.cond(
        o.less(y, 0.2),
        () => o.sin(x),
        () => o.div(x, 2),
      ),
    draw: ({ any, shaped }) => ({ args: [any(), shaped([])] }),
    code: ([x, y]) => `cond(less(${y}, 0.2), () => sin(${x}), () => div(${x}, 2))`,
  },
  whileLoop: {
    apply: (o, [x]) =>
      o.whileLoop(
        (state: PopulationTensor) => o.less(o.mul(state, state), 1),
        (state) => o.add(o.mul(1.3, state), 0.4),
        x,
        { most: 4 },
      ).state,
    draw: ({ shaped }) => ({ args: [shaped([])] }),
    code: ([x]) =>
      `whileLoop((state) => less(mul(state, state), 1), (state) => add(mul(1.3, state), 0.4), ${x}, { most: 4 }).state`,
  },
};
