/** @file The mark of a note's checks: not run, running, passed or failed. */
import { icons } from '../../../panels/icons.tsx';
import type { CheckResult } from '../checks/calls.ts';
import type { ChecksState } from '../checks/note-checks.ts';

export type CheckMark = 'none' | 'running' | 'passed' | 'failed';

export function markOf({ results, running }: ChecksState, path: string): CheckMark {
  if (running?.path === path) return 'running';
  const found: readonly CheckResult[] = results.get(path) ?? [];
  if (found.length === 0) return 'none';
  return found.every(({ passed }) => passed) ? 'passed' : 'failed';
}

const words: Readonly<Record<CheckMark, string>> = {
  none: 'not checked yet',
  running: 'being checked',
  passed: 'checks passed',
  failed: 'a check failed',
};

export function Mark({ mark }: { readonly mark: CheckMark }) {
  const drawn = { none: null, running: <i class="pulse" />, passed: icons.check, failed: icons.close }[mark];
  return (
    <span class={`check-mark ${mark}`} role="img" aria-label={words[mark]} title={words[mark]}>
      {drawn}
    </span>
  );
}
