/** @file The list of keys, in a dialog. */
import { useEffect, useRef } from 'preact/hooks';
import { keyHelp } from '../studio/keyboard.ts';
import * as store from '../studio/store.ts';
import { icons } from './icons.tsx';

export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = store.isHelpOpen.value;
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog class="help" ref={dialog} aria-label="Keys" onClose={() => (store.isHelpOpen.value = false)}>
      <header>
        <h2>Keys</h2>
        <button type="button" class="quiet" aria-label="Close" onClick={() => (store.isHelpOpen.value = false)}>
          {icons.close}
        </button>
      </header>
      <dl>
        {keyHelp.map(([keys, action]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{action}</dd>
          </div>
        ))}
      </dl>
      <p>Drag to orbit, right-drag or two fingers to pan, wheel or pinch to zoom. Drag the target to move it.</p>
    </dialog>
  );
}
