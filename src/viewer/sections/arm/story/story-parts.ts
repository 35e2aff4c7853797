/** @file What a story is made of, and all that it depends on. */
import type { Ending, Phase } from '../../../studio/store/run.ts';
import type { Subject } from '../../notes/note-of.ts';
import type { Verdict } from '../main-measure.ts';

/** What the card shows in a look of its own: a colour's name, a word with a note, a button. */
export type StoryPart =
  | string
  | { readonly text: string; readonly sign: 'plus' | 'minus' }
  | { readonly text: string; readonly about: About }
  | { readonly text: string; readonly of: Subject }
  | { readonly text: string; readonly action: StoryAction };

/** What a word's note is about. */
export type About = 'costates' | 'reverse' | 'dynamics' | 'integrator' | 'method' | 'controller';

/** `remedy`: what stands in the way is changed; `crowd`: many arms are shown. */
export type StoryAction = 'skip' | 'remedy' | 'rings' | 'crowd';

export type Tone = 'calm' | 'busy' | 'good' | 'warn' | 'bad';

export interface Story {
  readonly tone: Tone;
  readonly headline: string;
  readonly parts: readonly StoryPart[];
}

/** Of a scene that trains. */
export interface TrainingState {
  /** Rollouts of a step, and those that it is judged by. */
  readonly members: number;
  readonly validation: number;
  /** Part of these that succeeded by the shown iteration; null before the first look at them. */
  readonly success: number | null;
  /** Whether goals or settings were changed since: then nothing is known of how many succeed. */
  readonly isChanged: boolean;
  /** Whether its numbers are those that the scene begins with. */
  readonly isUntaught: boolean;
  /** Whether many arms are shown. */
  readonly showsMany: boolean;
}

/** All that the story depends on. */
export interface StoryState {
  readonly phase: Phase;
  readonly outcome: Ending | null;
  readonly isReplaying: boolean;
  readonly isCompiled: boolean;
  /** Iterations: the one that is shown, the last that was made (-1 before any), the best (-1 before any). */
  readonly k: number;
  readonly newest: number;
  readonly best: number;
  readonly restarts: number;
  readonly diverged: number;
  /** Null before anything is shown, and of a task that measures nothing. */
  readonly verdict: Verdict | null;
  /** Of what is shown; null before. */
  readonly loss: number | null;
  /** Instant of the motion under the cursor, s. */
  readonly time: number;
  readonly steps: number;
  /** How many numbers are learned. */
  readonly parameters: number;
  /** Time that learning has taken, s. */
  readonly elapsed: number;
  /** Title of the method: "Adam". */
  readonly method: string;
  readonly showsRings: boolean;
  readonly hasTarget: boolean;
  /** Null where the method makes one rollout again and again. */
  readonly training: TrainingState | null;
  /** Why it cannot come to what it is asked for, in words; null where nothing is known. */
  readonly warning: string | null;
  /** What can be done about what stands in the way, as a button. */
  readonly remedy: string | null;
}
