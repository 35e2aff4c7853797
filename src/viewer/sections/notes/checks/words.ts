/** @file What came of checks, in words. */
import { numbered } from '../../../../text/counted.ts';
import { formatNumber } from '../../../../text/quantities.ts';
import type { CheckResult } from './calls.ts';
import { shareOf } from './compare.ts';

const count = (n: number, what: string): string => `${n.toLocaleString('en')} ${numbered(n, what)}`;

/** `3.1e-14 of 1e-13`; nothing where no numbers were compared, or all were equal. */
export function residualWords({ worst }: CheckResult): string {
  if (worst === null) return '';
  if (worst.error === 0) return 'no residual';
  return worst.tolerance === 0
    ? 'not equal'
    : `residual ${formatNumber(worst.error)} of ${formatNumber(worst.tolerance)}`;
}

/** What one check came to, time included. */
export function resultWords(result: CheckResult): string {
  const compared = result.count > 0 ? [count(result.count, 'comparison')] : [];
  const words = [...compared, residualWords(result), `${Math.max(1, Math.round(result.milliseconds))} ms`];
  return words.filter((part) => part !== '').join(', ');
}

export interface Summary {
  /** Paths of notes with a check that failed. */
  readonly failed: readonly string[];
  readonly words: string;
}

/** What all results came to; null where there are none. */
export function summaryOf(results: ReadonlyMap<string, readonly CheckResult[]>): Summary | null {
  const all = [...results.values()].flat();
  if (all.length === 0) return null;
  const failed = [...results].filter(([, ofNote]) => ofNote.some(({ passed }) => !passed)).map(([path]) => path);
  const passed = all.filter((result) => result.passed).length;
  const verdict =
    passed === all.length ? `${count(all.length, 'check')}, all passed` : `${passed} of ${all.length} checks passed`;
  const compared = all.reduce((sum, result) => sum + result.count, 0);
  const closest = all.reduce((worst, result) => {
    if (result.worst === null) return worst;
    return worst.worst === null || shareOf(result.worst) > shareOf(worst.worst) ? result : worst;
  });
  const nearest = residualWords(closest).replace(/^residual/, 'largest residual');
  return { failed, words: `${verdict}: ${count(compared, 'comparison')}, ${nearest}` };
}
