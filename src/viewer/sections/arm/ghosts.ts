/** @file Which earlier rollouts stay on the screen. */
import { type Ghost, ghostLimit } from '../../studio/store.ts';

/** Keeps the first rollout and some later ones, ever farther apart: the whole way that the optimization took. */
export function withGhost(ghosts: readonly Ghost[], ghost: Ghost): readonly Ghost[] {
  const last = ghosts.at(-1);
  if (last && ghost.iteration < 1.3 * last.iteration + 2) return ghosts;
  const all = [...ghosts, ghost];
  return all.length > ghostLimit ? [all[0], ...all.slice(2)] : all;
}

/** Most ghosts that are drawn as whole arms. */
const armLimit = 3;

/** The first rollout and the ones after it that are drawn as whole arms; later ones differ too little to be told apart. */
export const armGhosts = (ghosts: readonly Ghost[]): readonly Ghost[] => ghosts.slice(0, armLimit);
