/** @file The Notes room joined to the page: what is open, what is selected, and what of the present experiment a note is about. */
import { batch } from '@preact/signals';
import { typeOf } from '../../../settings/kinds.ts';
import type { Scene } from '../../../scene/schema.ts';
import type { RobotModel } from '../../../robot/model.ts';
import { independentJoints } from '../../../robot/independent-joints.ts';
import { hasSheet } from '../../studio/media.ts';
import type { Selected } from '../../studio/store/selection.ts';
import type { Store } from '../../studio/store/store.ts';
import { type Studio, useStudio } from '../../studio/studio.ts';
import { aboutOf, type Subject } from './note-of.ts';
import { cancelChecks, checks, runChecks } from './page-checks.ts';
import type { PresentSubject } from './room/note-text.tsx';
import { NotesRoom } from './room/notes-room.tsx';

interface Place {
  readonly label: string;
  readonly selected: Selected;
}

/** Where something of the present experiment is, that a subject stands for. */
function placesOf({ kind, id }: Subject, scene: Scene, model: RobotModel): Place[] {
  switch (kind) {
    case 'joint':
      return independentJoints(model)
        .filter(({ type }) => type === id)
        .map(({ name }) => ({ label: `joint ${name}`, selected: { kind: 'joint', id: name } }));
    case 'residual':
      return scene.costs
        .filter(({ residual }) => typeOf(residual) === id)
        .map(({ name }) => ({ label: `cost ${name}`, selected: { kind: 'term', id: name } }));
    case 'norm':
      return scene.costs
        .filter(({ norm }) => typeOf(norm) === id)
        .map(({ name }) => ({ label: `cost ${name}`, selected: { kind: 'term', id: name } }));
    case 'method':
      return typeOf(scene.method) === id ? [{ label: 'the method of this run', selected: { kind, id } }] : [];
    case 'controller':
      return typeOf(scene.controller) === id ? [{ label: 'the controller of this arm', selected: { kind, id } }] : [];
    case 'integrator':
      return typeOf(scene.time.integrator) === id
        ? [{ label: 'the integrator of this arm', selected: { kind, id } }]
        : [];
    default:
      return [];
  }
}

/** Puts a panel of the inspector in front, or into the sheet of a small screen. */
function bringForward(view: Store['view'], panel: string): void {
  view.inspector.value = panel;
  view.isInspectorOpen.value = true;
  view.chip.value = panel;
  if (hasSheet.value && view.sheet.value === 'closed') view.sheet.value = 'half';
}

/** Ways back to the present experiment. */
function presentOf({ store }: Studio, path: string): PresentSubject[] {
  const { experiment, view, selection } = store;
  const [scene, loaded] = [experiment.scene.value, experiment.loaded.value];
  if (!scene || !loaded) return [];
  return aboutOf(path)
    .flatMap((subject) => placesOf(subject, scene, loaded.model))
    .map(({ label, selected }) => ({
      label,
      onShow: () => {
        batch(() => {
          selection.pin.value = selected;
          view.room.value = 'arm';
          bringForward(view, selected.kind === 'joint' ? 'robot' : 'settings');
        });
      },
    }));
}

/** Reads signals. */
export function ConnectedRoom() {
  const studio = useStudio();
  const { view, selection } = studio.store;
  const { value: note } = view.note;
  const { value: hover } = selection.hover;
  return (
    <NotesRoom
      note={note}
      equation={view.equation.value}
      onOpen={(path, equation) => {
        view.note.value = path;
        view.equation.value = equation ?? null;
      }}
      checks={checks.value}
      onRun={runChecks}
      onCancel={cancelChecks}
      highlight={hover?.kind === 'equation' ? { kind: 'equation', id: hover.id } : null}
      onHighlight={(highlight) =>
        (selection.hover.value = highlight?.kind === 'equation' ? { kind: 'equation', id: highlight.id } : null)
      }
      present={note === null ? [] : presentOf(studio, note)}
    />
  );
}
