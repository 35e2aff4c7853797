/** @file A check in the text of its note: what it came to, and how to run it. */
import type { CheckResult } from '../checks/calls.ts';
import { resultWords } from '../checks/words.ts';
import { Mark } from './marks.tsx';

export interface CheckCardProps {
  readonly line: number;
  readonly results: readonly CheckResult[];
  readonly isRunning: boolean;
  readonly onRun: () => void;
  readonly onShowCheck: () => void;
}

export function CheckCard({ line, results, isRunning, onRun, onShowCheck }: CheckCardProps) {
  const result = results.find((candidate) => candidate.line === line);
  const mark = isRunning ? 'running' : result ? (result.passed ? 'passed' : 'failed') : 'none';
  return (
    <section class={`check-card ${mark}`} aria-label={`Check at line ${line}`}>
      <Mark mark={mark} />
      <p role="status">
        <strong>{{ none: 'Check', running: 'Checking', passed: 'Check passed', failed: 'Check failed' }[mark]}</strong>
        <small>
          {result && !isRunning
            ? resultWords(result)
            : 'This program compares the formulas with the code at random points.'}
        </small>
        {result && !result.passed && <code class="check-message">{result.message}</code>}
      </p>
      <div class="check-actions">
        <button type="button" class="secondary" onClick={onShowCheck}>
          Show
        </button>
        <button type="button" class="secondary" disabled={isRunning} onClick={onRun}>
          Run
        </button>
      </div>
    </section>
  );
}
