/** @file A room's view by its name, once the views of the room are loaded. */
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useStudio } from '../studio/studio.ts';

/** Views by their names, loaded when the first of them is shown; `room` stands in what is said where they could not be. */
export const laterView =
  <N extends string>(room: string, load: () => Promise<{ readonly views: Readonly<Record<N, FunctionComponent>> }>) =>
  (name: N): FunctionComponent =>
    function Later() {
      const { store } = useStudio();
      const [View, setView] = useState<FunctionComponent | null>(null);
      useEffect(() => {
        load().then(
          (loaded) => setView(() => loaded.views[name]),
          () => (store.messages.notice.value = `${room} could not be loaded. Reload the page to try again.`),
        );
      }, [store]);
      return View ? <View /> : <p class="panel-empty">Loading …</p>;
    };
