/** @file The slice of what is shown: everything on the screen that belongs to one iteration comes from one look at it. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Look } from '../../sections/arm/calls.ts';
import type { InBoth, SecondLook } from '../../sections/arm/second/results.ts';
import type { CrowdLook } from '../../sections/arm/train/crowd-look.ts';
import type { Motion } from '../../worker/motion.ts';

/** A look, and the iteration that it is of. */
export interface Shown extends Look {
  readonly k: number;
}

/** A look at many arms, and the iteration that it is of. */
export interface ShownCrowd extends CrowdLook {
  readonly k: number;
}

/** An earlier motion that stays on the screen. */
export interface Ghost {
  readonly k: number;
  readonly motion: Motion;
}

/** The same motion in the second physics: under way, there, or refused in words. It is of the look that is shown, or null. */
export type Second =
  | { readonly state: 'under way'; readonly done: number }
  | ({ readonly state: 'there' } & SecondLook)
  | { readonly state: 'refused'; readonly message: string };

/** A policy's success by unseen goals in both physics: under way, there, or refused in words. */
export type InBothShown =
  | { readonly state: 'under way'; readonly done: number }
  | ({ readonly state: 'there' } & InBoth)
  | { readonly state: 'refused'; readonly message: string };

/** Most earlier motions that are kept to be drawn. */
export const ghostLimit = 16;

/** What is drawn of the loop's derivatives over joints and time. */
export const costateKinds = ['tau', 'v', 'q'] as const;
export type CostateKind = (typeof costateKinds)[number];

export function createShown(t: ReadonlySignal<number>, link: ReadonlySignal<string | null>) {
  const look = signal<Shown | null>(null);
  /** Frames of the motion, one more than steps. */
  const motion = computed(() => look.value?.motion ?? null);
  return {
    look,
    motion,
    /** Many arms at once; null before they were looked at. */
    crowd: signal<ShownCrowd | null>(null),
    /** The shown motion in the second physics; null where it is not asked for. */
    second: signal<Second | null>(null),
    /** Of the shown policy; null where it was not asked for. */
    inBoth: signal<InBothShown | null>(null),
    /** Parameters of the run's start: what is learned is measured from there. */
    start: signal<Float64Array | null>(null),
    ghosts: signal<readonly Ghost[]>([]),
    costate: signal<CostateKind>('tau'),
    /** Length of the motion, s. */
    duration: computed(() => (motion.value ? (motion.value.frames - 1) * motion.value.dt : 0)),
    /** Frame under the time cursor. */
    frame: computed(() => {
      const { value } = motion;
      return value ? Math.min(Math.max(Math.round(t.value / value.dt), 0), value.frames - 1) : 0;
    }),
    /** Path of the link that is watched in a motion, x, y, z after one another, m. */
    pathOf: ({ paths }: Motion): Float64Array => paths[link.value ?? ''] ?? new Float64Array(),
  };
}
