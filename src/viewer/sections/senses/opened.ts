/** @file Follows what is opened on the page: what was changed in the Senses is of the scene that was there before. */
import { batch, effect, untracked } from '@preact/signals';
import type { Setup } from '../../studio/store/experiment.ts';
import type { Store } from '../../studio/store/store.ts';
import { isSensed, ownScene } from './scenes.ts';

/** The room, as far as it follows. */
interface Follower {
  readonly scene: { readonly value: string };
  readonly open: (name: string) => void;
}

const unsensedWords = (title: string): string =>
  `“${title}” has no sensors, so there is nothing to estimate. It is open in the room of the arm.`;

/** A file that is opened while the Senses are shown is what they show; any other scene takes the place of the one it replaces. */
export function followOpened({ experiment, view, messages }: Store, senses: Follower): () => void {
  let [opened, shown]: [Setup | null, string] = [experiment.opened.peek(), senses.scene.value];
  const take = ({ scene }: Setup, before: string, now: string): void => {
    const isHere = view.room.value === 'senses';
    if (isHere && isSensed(scene)) return senses.open(ownScene);
    if (before === ownScene || now === ownScene) senses.open(now);
    if (isHere) messages.notice.value = unsensedWords(scene.title);
  };
  return effect(() => {
    const [{ value: setup }, { value: now }] = [experiment.opened, senses.scene];
    const isOther = opened !== null && setup !== null && setup !== opened;
    const before = shown;
    [opened, shown] = [setup, now];
    if (isOther) untracked(() => batch(() => take(setup, before, now)));
  });
}
