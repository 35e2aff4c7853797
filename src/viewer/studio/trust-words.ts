/** @file What the check of the gradient found, in words. */
import type { Trust } from './store/messages.ts';

export interface TrustLine {
  readonly name: string;
  readonly finding: string;
  readonly isGood: boolean;
}

export interface TrustWords {
  readonly tone: 'unknown' | 'good' | 'bad';
  readonly label: string;
  /** Where there is little room. */
  readonly short: string;
  readonly lines: readonly TrustLine[];
}

/** `trust`: null before a check, and where one could not be made. */
export function trustWords(trust: Trust | null): TrustWords {
  if (!trust) return { tone: 'unknown', label: 'Gradient not checked yet', short: '', lines: [] };
  if (trust.state === 'checking')
    return { tone: 'unknown', label: 'Checking the gradient', short: `${Math.round(100 * trust.done)} %`, lines: [] };
  return { tone: 'good', label: 'Gradient checked', short: '', lines: [] };
}
