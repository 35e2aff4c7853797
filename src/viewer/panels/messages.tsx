/** @file What went wrong, with every finding; what was dealt with; and where files may be dropped. */
import type { Signal } from '@preact/signals';
import { countFindings } from '../../robot/findings.ts';
import type { Session } from '../studio/session.ts';
import * as store from '../studio/store.ts';
import type { Failure } from '../worker/failure.ts';
import { FindingList } from './finding-list.tsx';
import { icons } from './icons.tsx';

/** Findings that a repaired inertia answers. */
const repairable: ReadonlySet<string> = new Set(['U032', 'U033']);

const titles: Readonly<Record<Failure['during'], string>> = {
  robot: 'This robot cannot be simulated',
  scene: 'This scene does not fit',
  optimize: 'The optimization came to nothing',
  internal: 'Something went wrong inside Adjoint',
};

const counted = (failure: Failure): string => {
  const errors = countFindings(failure.findings.filter(({ severity }) => severity === 'error'));
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
  const canRepair =
    store.refusedRobot.value !== null &&
    findings.every(({ severity, code }) => severity === 'warning' || repairable.has(code));
  return (
    <section class="failure" role="alert" aria-label={titles[during]}>
      <header>
        {icons.warning}
        <h2>{titles[during]}</h2>
        <button type="button" class="quiet" aria-label="Close the message" onClick={() => (store.failure.value = null)}>
          {icons.close}
        </button>
      </header>
      {findings.length > 0 ? (
        <>
          <p class="failure-count">
            {file}: {counted(failure)}
          </p>
          <FindingList file={file ?? ''} findings={findings} />
        </>
      ) : (
        <p class="failure-message">{message}</p>
      )}
      <footer>
        {canRepair && (
          <button type="button" class="secondary" onClick={() => session.repairRobot()}>
            Take the nearest possible inertias
          </button>
        )}
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
