/** @file Which earlier motions stay on the screen. */
import { type Ghost, ghostLimit } from '../../studio/store/shown.ts';

/** Keeps the first motion and some later ones, ever farther apart: the whole way that learning took. */
export function withGhost(ghosts: readonly Ghost[], ghost: Ghost): readonly Ghost[] {
  const last = ghosts.at(-1);
  if (last && ghost.k < 1.3 * last.k + 2) return ghosts;
  const all = [...ghosts, ghost];
  return all.length > ghostLimit ? [all[0], ...all.slice(2)] : all;
}

/** Those that are drawn as whole arms: the start, and the earliest one that has gone a part of the way. */
export const armGhosts = (ghosts: readonly Ghost[]): readonly Ghost[] =>
  [ghosts[0], ghosts[Math.min(3, ghosts.length - 1)]].filter((ghost, i, all) => ghost && all.indexOf(ghost) === i);
