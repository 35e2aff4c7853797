/** @file Rapier, fetched when it is first asked for: 1.6 MB that a page without a second opinion does not pay. */
import type * as RapierModule from '@dimforge/rapier3d-compat';

/** The module of @dimforge/rapier3d-compat. */
export type Rapier = typeof RapierModule;

let loading: Promise<Rapier> | undefined;

async function load(): Promise<Rapier> {
  try {
    const rapier = await import('@dimforge/rapier3d-compat');
    await rapier.init();
    return rapier;
  } catch (error) {
    // what could not be fetched once may be there later
    loading = undefined;
    throw error;
  }
}

/** Ready to make worlds of. */
export const loadRapier = (): Promise<Rapier> => (loading ??= load());
