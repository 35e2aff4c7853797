/** @file The page begins: where this tab was before, or where its address leads. From then on both are kept. */
import { browserBar } from '../address/bar.ts';
import { SavedSession } from '../saved-session.ts';
import type { Studio } from '../studio.ts';
import { browserDisk, sessionNames } from './disk.ts';

export async function beginAgain(studio: Studio): Promise<void> {
  const { before, now, take } = sessionNames();
  const saved = new SavedSession(studio, browserDisk(), now);
  studio.session.intake.serve((robot) => studio.address.claim(robot));
  await saved.restore(before, browserBar.hash);
  take();
  studio.address.follow();
  saved.follow();
  addEventListener('pagehide', () => saved.save());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') saved.save();
  });
}
