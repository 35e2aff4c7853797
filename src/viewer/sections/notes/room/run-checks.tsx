/** @file Runs all checks here: button, progress, and what they came to. */
import type { ChecksState } from '../checks/note-checks.ts';
import { summaryOf } from '../checks/words.ts';
import { entryOf } from '../library.ts';

export interface RunChecksProps {
  readonly checks: ChecksState;
  readonly onRun: (what: string) => void;
  readonly onCancel: () => void;
  readonly onOpen: (path: string) => void;
}

export function RunChecks({ checks, onRun, onCancel, onOpen }: RunChecksProps) {
  const { running, failure } = checks;
  return (
    <section class="run-checks" aria-label="Checks of all notes">
      {running ? (
        <>
          <button type="button" class="secondary" onClick={onCancel}>
            Stop the checks
          </button>
          <progress value={running.done} max={running.total} aria-label="Notes checked" />
          <p class="remark">
            {running.done} of {running.total} notes, now {running.path.replace(/\.md$/, '')}
          </p>
        </>
      ) : (
        <button type="button" class="secondary" onClick={() => onRun('all')}>
          Run all checks here
        </button>
      )}
      {failure && (
        <p class="run-failure" role="alert">
          {failure}
        </p>
      )}
      <Outcome checks={checks} onOpen={onOpen} />
    </section>
  );
}

/** The summary, with the notes that failed; silent while checks run. */
function Outcome({ checks, onOpen }: Pick<RunChecksProps, 'checks' | 'onOpen'>) {
  const summary = checks.running ? null : summaryOf(checks.results);
  return (
    <div role="status">
      {summary && <p class={`run-summary ${summary.failed.length > 0 ? 'bad' : 'good'}`}>{summary.words}</p>}
      {summary && summary.failed.length > 0 && (
        <ul class="failed-notes">
          {summary.failed.map((path) => (
            <li key={path}>
              <button type="button" onClick={() => onOpen(path)}>
                {entryOf(path)?.title ?? path}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
