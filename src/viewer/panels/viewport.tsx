/** @file The place of the 3-D view; main puts the world into it. */
import { useEffect, useRef } from 'preact/hooks';
import type { Session } from '../studio/session.ts';
import * as store from '../studio/store.ts';
import { icons } from './icons.tsx';
import { DropHint, Messages } from './messages.tsx';
import { OutcomeChip } from '../sections/arm/outcome.tsx';

export interface ViewportProps {
  readonly session: Session;
  /** Builds the 3-D view inside the element. */
  readonly onMount: (element: HTMLElement) => void;
  readonly onFrameRobot: () => void;
}

export function Viewport({ session, onMount, onFrameRobot }: ViewportProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => onMount(host.current!), []);
  return (
    <main class="stage">
      <div class="world" id="world" ref={host} />
      {store.worldFailure.value !== null && (
        <div class="no-world">
          <h2>No 3-D view</h2>
          <p>{store.worldFailure.value}</p>
          <p>Everything else works: optimize, and read the curves and figures.</p>
        </div>
      )}
      <OutcomeChip />
      <div class="stage-tools">
        <button
          type="button"
          class="quiet raised"
          aria-label="Frame the robot"
          title="Frame the robot (F)"
          onClick={onFrameRobot}
        >
          {icons.frame}
        </button>
        <button
          type="button"
          class="quiet raised"
          aria-label="Keys and help"
          title="Keys (?)"
          onClick={() => (store.isHelpOpen.value = true)}
        >
          {icons.help}
        </button>
      </div>
      <Messages session={session} />
      <DropHint />
    </main>
  );
}
