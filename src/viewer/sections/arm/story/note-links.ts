/** @file Which note a word of the story leads to. */
import type { Scene } from '../../../../scene/schema.ts';
import { typeOf } from '../../../../settings/kinds.ts';
import type { Store } from '../../../studio/store/store.ts';
import type { About } from './story-parts.ts';

/** Path of the note that derives what a word stands for; notes mirror the paths of sources, and a kind's note is named like the kind. */
export function notePathOf(about: About, scene: Scene): string {
  switch (about) {
    case 'costates':
      return 'rollout/costates.md';
    case 'reverse':
      return 'core/scan.md';
    case 'dynamics':
      return 'dynamics/forward-dynamics.md';
    case 'integrator':
      return `simulation/integrators/${typeOf(scene.time.integrator)}.md`;
    case 'method':
      return `optimize/${typeOf(scene.method)}.md`;
    case 'controller':
      return `controllers/${typeOf(scene.controller)}.md`;
  }
}

/** Opens a note in its room. */
export function openNote({ view }: Store, path: string): void {
  view.note.value = path;
  view.equation.value = null;
  view.room.value = 'notes';
}
