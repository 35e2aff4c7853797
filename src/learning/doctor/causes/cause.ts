/** @file What a cause is: it makes of evidence a claim, or nothing; and which claims it explains, so that they are not made beside it. */
import type { Evidence } from '../evidence.ts';
import type { CauseName, Finding } from '../finding.ts';

export interface Cause {
  readonly name: CauseName;
  /** For people. */
  readonly title: string;
  /** Causes whose signs it makes itself. */
  readonly explains: readonly CauseName[];
  readonly judge: (evidence: Evidence) => Finding | null;
}
