/** @file The Notes room as a panel of the page; its library is loaded when it is first shown. */
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useStudio } from '../../studio/studio.ts';

export function NotesPanel() {
  const { store } = useStudio();
  const [Room, setRoom] = useState<FunctionComponent | null>(null);
  useEffect(() => {
    import('./connected-room.tsx').then(
      ({ ConnectedRoom }) => setRoom(() => ConnectedRoom),
      () => (store.messages.notice.value = 'The notes could not be loaded. Reload the page to try again.'),
    );
  }, [store]);
  if (!Room) return <p class="notes-loading">Loading the notes …</p>;
  return <Room />;
}
