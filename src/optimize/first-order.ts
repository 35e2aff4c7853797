/** @file What all first-order rules share: schedule, clipping, and an update that moves against a direction. */
import * as z from 'zod/mini';
import { requireObject } from '../core/arguments.ts';
import { PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { mapTree, tensorsOf, type Tree, unflatten } from '../core/tree.ts';
import { field, fraction, type GivenOf, positive, type ValuesOf } from '../settings/fields.ts';
import { requireSettings } from './checks.ts';
import { clipMembers } from './clipping.ts';
import { scheduleFactor, scheduleField } from './schedule.ts';
import { commonMembers, dataLike, type UpdateRule } from './update-rule.ts';
import { addScaled } from './vector.ts';

/** Settings of every first-order rule. */
export const firstOrderFields = {
  learningRate: field(positive, {
    title: 'Step size',
    description: 'length of a step for a direction of length 1',
    touches: 'input',
    usual: 0.03,
    ladder: [1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
  }),
  schedule: scheduleField,
  clipNorm: field(z.optional(positive), {
    title: 'Clip norm',
    description: 'largest global norm of the gradient that is used; no clipping where it is absent',
    touches: 'input',
    step: 1,
  }),
};

/** Settings that all first-order rules have. */
export type FirstOrderSettings = GivenOf<typeof firstOrderFields>;

/** A part of what was before that is kept, from 0 to below 1. */
export const keptPart = (title: string, description: string, usual: number) =>
  field(z._default(fraction, usual), { title, description, touches: 'input', isAdvanced: true });

/** What keeps a quotient finite. */
export const epsilonField = field(z._default(positive, 1e-8), {
  title: 'Epsilon',
  description: 'keeps the quotient finite',
  touches: 'input',
  isAdvanced: true,
});

/** State of a first-order rule: its moments by name, each a tree like the parameters. */
export type Moments<K extends string> = { readonly [name in K]: Tree };

/** The moments of one leaf: plain numbers, entry by entry. */
type LeafMoments<K extends string> = Readonly<Record<K, Float64Array>>;

/** One number for each member. */
const perMember = (values: Float64Array): PopulationTensor =>
  new PopulationTensor({ shape: [], population: values.length }, values);

/** sqrt(mean square) + epsilon, entry by entry: what directions are divided by. `unbiased`: the part of a mean that its start has left. */
export const rootMeanSquare = (meanSquare: Tree, epsilon: number, unbiased = 1): Tree =>
  mapTree(
    meanSquare,
    ({ shape, population, data }) =>
      new PopulationTensor(
        { shape, population },
        data.map((s) => Math.sqrt(s / unbiased) + epsilon),
      ),
  );

/**
 * A rule that steps by -learningRate * direction, where the direction and the moments follow from the gradient entry by entry, so
 * that a leaf of many members is one list of numbers. Moments begin at 0.
 */
export function firstOrder<K extends string>(
  name: string,
  settings: ValuesOf<typeof firstOrderFields>,
  momentNames: readonly K[],
  directionOf: (
    gradient: Float64Array,
    moments: LeafMoments<K>,
    iteration: number,
  ) => { readonly direction: Float64Array; readonly moments: LeafMoments<K> },
): UpdateRule<Moments<K>> {
  const { learningRate, schedule, clipNorm } = settings;
  const byName = <T>(make: (name: K) => T): Readonly<Record<K, T>> =>
    Object.fromEntries(momentNames.map((moment) => [moment, make(moment)])) as Record<K, T>;
  return {
    name,
    start: (like) => byName(() => mapTree(like, ({ shape, population }) => zeros(shape, population))),
    update: (x, gradient, state, iteration) => {
      requireSettings('an integer of at least 0', { iteration });
      requireObject('state', state, 'what start(…) returns');
      const leaves = tensorsOf(x);
      const members = commonMembers('x', leaves);
      const clipped = clipMembers(dataLike('gradient', gradient, x, members), members, clipNorm);
      const before = byName((moment) => dataLike(`state ${moment}`, state[moment], x, members));
      const stepSize = learningRate * scheduleFactor(schedule, iteration);
      const steps = leaves.map((_, i) =>
        directionOf(
          clipped.gradients[i],
          byName((moment) => before[moment][i]),
          iteration,
        ),
      );
      const like = (numbers: (leaf: number) => Float64Array): typeof x =>
        unflatten(
          x,
          leaves.map(({ shape, population }, i) => new PopulationTensor({ shape, population }, numbers(i))),
        );
      return {
        x: like((i) => addScaled(leaves[i].data, -stepSize, steps[i].direction)),
        state: byName((moment) => like((i) => steps[i].moments[moment])),
        gradientNorm: perMember(clipped.norms),
        clippedGradientNorm: perMember(clipped.clippedNorms),
        stepSize: tensor(stepSize),
      };
    },
  };
}
