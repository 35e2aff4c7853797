/** @file The motion of a point of the surface, and how it is looked at. */
import { signal } from '@preact/signals';
import type { CostateKind } from '../../studio/store/shown.ts';
import type { Played } from './calls.ts';

export class Playback {
  readonly played = signal<Played | null>(null);
  /** Whether the arm has the place of the figure, where there is room for one only. */
  readonly isArmLarge = signal(false);
  /** What of the costates is drawn, on the arm and beside it. */
  readonly costate = signal<CostateKind>('tau');
  readonly showsPushes = signal(true);
}
