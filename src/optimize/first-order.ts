/** @file What all first-order rules share: schedule, clipping, and an update that moves against a direction. */
import { PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { mapTree, tensorsOf, type Tree, unflatten } from '../core/tree.ts';
import { requireSettings } from './checks.ts';
import { clipMembers } from './clipping.ts';
import { requireSchedule, type Schedule, scheduleFactor } from './schedule.ts';
import { commonMembers, dataLike, type UpdateRule } from './update-rule.ts';
import { addScaled } from './vector.ts';

export interface FirstOrderSettings {
  readonly learningRate: number;
  /** Default constant. */
  readonly schedule?: Schedule;
  /** Largest global norm of the gradient that is used. Default: no clipping. */
  readonly clipNorm?: number;
}

/** State of a first-order rule: its moments by name, each a tree like the parameters. */
export type Moments<K extends string> = { readonly [name in K]: Tree };

/** The moments of one leaf: plain numbers, entry by entry. */
type LeafMoments<K extends string> = Readonly<Record<K, Float64Array>>;

/** One number for each member. */
const perMember = (values: Float64Array): PopulationTensor =>
  new PopulationTensor({ shape: [], population: values.length }, values);

/**
 * A rule that steps by -learningRate * direction, where the direction and the moments follow from the gradient entry by entry, so
 * that a leaf of many members is one list of numbers. Moments begin at 0. Settings are judged when it is made.
 */
export function firstOrder<K extends string>(
  name: string,
  settings: FirstOrderSettings,
  momentNames: readonly K[],
  directionOf: (
    gradient: Float64Array,
    moments: LeafMoments<K>,
    iteration: number,
  ) => { readonly direction: Float64Array; readonly moments: LeafMoments<K> },
): UpdateRule<Moments<K>> {
  const { learningRate, schedule = { type: 'constant' }, clipNorm } = settings;
  requireSettings('a positive number', { learningRate, ...(clipNorm !== undefined && { clipNorm }) });
  requireSchedule(schedule);
  const byName = <T>(make: (name: K) => T): Readonly<Record<K, T>> =>
    Object.fromEntries(momentNames.map((moment) => [moment, make(moment)])) as Record<K, T>;
  return {
    name,
    start: (like) => byName(() => mapTree(like, ({ shape, population }) => zeros(shape, population))),
    update: (x, gradient, state, iteration) => {
      requireSettings('an integer of at least 0', { iteration });
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
