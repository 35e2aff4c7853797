/** @file The motion of a point of the surface, and the moment of it that is shown. */
import { batch, computed, signal } from '@preact/signals';
import { wantsLessMotion } from '../../less-motion.ts';
import type { Played } from './calls.ts';

export class Playback {
  readonly played = signal<Played | null>(null);
  /** Moment of the motion that is played, s. */
  readonly t = signal(0);
  readonly isPlaying = signal(false);
  /** Whether the arm has the place of the figure, where there is room for one only. */
  readonly isArmLarge = signal(false);

  /** Length of the motion, s. */
  readonly duration = computed(() =>
    this.played.value ? (this.played.value.motion.frames - 1) * this.played.value.motion.dt : 0,
  );

  /** What was chosen by hand moves from its start; what nobody asked for is seen where it comes to, and so is all where less motion is wanted. */
  show(played: Played): void {
    batch(() => {
      this.played.value = played;
      const moves = played.by === null && !wantsLessMotion();
      this.isPlaying.value = moves;
      this.t.value = moves ? 0 : this.duration.value;
    });
  }

  /** Plays what is shown from its start, or holds it. */
  replay(): void {
    batch(() => {
      if (!this.isPlaying.value && this.t.value >= this.duration.value) this.t.value = 0;
      this.isPlaying.value = !this.isPlaying.value;
    });
  }
}
