/** @file The slice of messages: what went wrong, what was dealt with, what is under way. */
import { signal } from '@preact/signals';
import type { Failure } from '../../worker/failure.ts';
import type { GradientTrust } from '../../../learning/check-experiment.ts';
import type { CheckPart } from '../../../learning/check-parts.ts';
import type { RobotOffer } from '../../../errors.ts';

/** What can be done about a failure: it belongs to this one and to no other. */
export interface ShownFailure extends Failure {
  /** Loads what was refused again, with more said of its robot; absent where that is no remedy. */
  readonly accept?: (offer: RobotOffer) => void;
}

/** What became of one of the files that were dropped. */
export interface DroppedFile {
  readonly name: string;
  readonly isUsed: boolean;
  /** What it is, or why it was not used. */
  readonly words: string;
}

/** Long work, as it is shown. */
export interface JobShown {
  readonly id: number;
  readonly title: string;
}

/** How far the check of the gradient is. */
export type Trust =
  | { readonly state: 'checking'; readonly parts: readonly CheckPart[] }
  | { readonly state: 'checked'; readonly report: GradientTrust };

export function createMessages() {
  return {
    failure: signal<ShownFailure | null>(null),
    /** Something that happened and was dealt with, in a sentence. */
    notice: signal<string | null>(null),
    /** That no compiled engine runs here. */
    engineNotice: signal<string | null>(null),
    /** What became of the files that were dropped last; null where there is nothing to say. */
    dropped: signal<readonly DroppedFile[] | null>(null),
    isDropping: signal(false),
    /** Why there is no 3-D view, where there is none. */
    worldFailure: signal<string | null>(null),
    isGraphicsLost: signal(false),
    jobs: signal<readonly JobShown[]>([]),
    trust: signal<Trust | null>(null),
    /** Said once to screen readers. */
    said: signal(''),
  };
}
