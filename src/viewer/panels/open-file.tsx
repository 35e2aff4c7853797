/** @file A button that opens robot and scene files: for those who cannot drop them. */
import { useRef } from 'preact/hooks';
import type { Session } from '../studio/session.ts';
import { icons } from './icons.tsx';

export function OpenFile({ session }: { readonly session: Session }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        id="open-file"
        accept=".urdf,.xml,.json"
        hidden
        onChange={({ currentTarget }) => {
          void session.openFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
      <button type="button" class="secondary" onClick={() => input.current?.click()}>
        {icons.file}
        <span>Open your own robot</span>
      </button>
    </>
  );
}
