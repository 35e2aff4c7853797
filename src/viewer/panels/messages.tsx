/** @file What went wrong, with every finding; what was dealt with; and where files may be dropped. */
import type { Signal } from '@preact/signals';
import type { RobotFinding } from '../../errors.ts';
import { countFindings } from '../../robot/findings.ts';
import type { Session } from '../studio/session.ts';
import * as store from '../studio/store.ts';
import type { Failure } from '../worker/failure.ts';
import { FindingList } from './finding-list.tsx';
import { icons } from './icons.tsx';
import { Remedies } from './remedies.tsx';

const titles: Readonly<Record<Failure['during'], string>> = {
  robot: 'This robot cannot be simulated',
  scene: 'This scene does not fit',
  optimize: 'The optimization came to nothing',
  internal: 'Something went wrong inside Adjoint',
};

const isError = ({ severity }: RobotFinding): boolean => severity === 'error';

const counted = (failure: Failure): string => {
  const errors = countFindings(failure.findings.filter(isError));
  const warnings = countFindings(failure.findings) - errors;
  return [
    `${errors} error${errors === 1 ? '' : 's'}`,
    warnings > 0 && `${warnings} warning${warnings === 1 ? '' : 's'}`,
  ]
    .filter(Boolean)
    .join(', ');
};

function FailurePanel({ failure, session }: { readonly failure: Failure; readonly session: Session }) {
  const { during, findings, file, message } = failure;
  const hasErrors = findings.some(isError);
  // where one error is only answered in the file, nothing else helps
  const hasRemedies = store.refused.value !== null && findings.every((finding) => !isError(finding) || finding.offers);
  return (
    <section class="failure" role="alert" aria-label={titles[during]}>
      <header>
        {icons.warning}
        <h2>{titles[during]}</h2>
        <button type="button" class="quiet" aria-label="Close the message" onClick={() => (store.failure.value = null)}>
          {icons.close}
        </button>
      </header>
      {hasErrors ? (
        <p class="failure-count">
          {file}: {counted(failure)}
        </p>
      ) : (
        <p class="failure-message">{message}</p>
      )}
      {findings.length > 0 && <FindingList file={file ?? ''} findings={findings} />}
      <footer>
        {hasRemedies && <Remedies findings={findings} onTake={(offer) => session.accept(offer)} />}
        {during !== 'optimize' && store.loaded.value && <p>The arm on the screen is unchanged.</p>}
      </footer>
    </section>
  );
}

function Notice({ of }: { readonly of: Signal<string | null> }) {
  if (of.value === null) return null;
  return (
    <div class="notice" role="status">
      <p>{of.value}</p>
      <button type="button" class="quiet" aria-label="Close the notice" onClick={() => (of.value = null)}>
        {icons.close}
      </button>
    </div>
  );
}

export function Messages({ session }: { readonly session: Session }) {
  const { value: failure } = store.failure;
  return (
    <>
      <div class="notices">
        <Notice of={store.engineNotice} />
        <Notice of={store.notice} />
      </div>
      {failure && <FailurePanel failure={failure} session={session} />}
    </>
  );
}

export function DropHint() {
  if (!store.isDropping.value) return null;
  return (
    <div class="drop-hint" aria-hidden="true">
      <p>
        {icons.file}
        <strong>Drop a robot or a scene</strong>
        <span>URDF or JSON; it stays on this machine</span>
      </p>
    </div>
  );
}
