/** @file What a word of the story is about, as the notes know it. */
import type { Scene } from '../../../../scene/schema.ts';
import { typeOf } from '../../../../settings/kinds.ts';
import type { Subject } from '../../notes/note-of.ts';
import type { About } from './story-parts.ts';

export function subjectOf(about: About, scene: Scene): Subject {
  switch (about) {
    case 'costates':
      return { kind: 'file', id: 'src/rollout/costates.ts' };
    case 'reverse':
      return { kind: 'file', id: 'src/core/scan.ts' };
    case 'dynamics':
      return { kind: 'file', id: 'src/dynamics/forward-dynamics.ts' };
    case 'integrator':
      return { kind: 'integrator', id: typeOf(scene.time.integrator) };
    case 'method':
      return { kind: 'method', id: typeOf(scene.method) };
    case 'controller':
      return { kind: 'controller', id: typeOf(scene.controller) };
  }
}
