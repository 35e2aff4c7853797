/** @file Notices: something that happened and was dealt with. */
import type { Signal } from '@preact/signals';
import { oneLine } from '../../text/printable.ts';
import { useStudio } from '../studio/studio.ts';
import { icons } from './icons.tsx';

function Notice({ of }: { readonly of: Signal<string | null> }) {
  if (of.value === null) return null;
  return (
    <div class="notice" role="status">
      <p>{oneLine(of.value)}</p>
      <button type="button" class="quiet" aria-label="Close the notice" onClick={() => (of.value = null)}>
        {icons.close}
      </button>
    </div>
  );
}

export function Notices() {
  const { engineNotice, notice } = useStudio().store.messages;
  return (
    <div class="notices">
      <Notice of={engineNotice} />
      <Notice of={notice} />
    </div>
  );
}
