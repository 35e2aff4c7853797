/** @file The inspector's panel "Settings": the form of the scene, in step with it. */
import { effect, untracked } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { buildForm, type Form, type Unfolded } from '../../../panels/settings-form.ts';
import { type Studio, useStudio } from '../../../studio/studio.ts';
import type { Selected } from '../../../studio/store/selection.ts';
import type { Subject } from '../../notes/note-of.ts';
import { openNoteOf } from '../../notes/open-note.ts';
import { settingsFolders } from '../settings.ts';

/** Keeps the form in step with the scene; a change there goes to the session. */
function keepForm(container: HTMLElement, { store, session }: Studio): () => void {
  const { experiment, messages, selection } = store;
  const links = {
    onNote: (about: Subject) => void openNoteOf(store, about),
    onHover: (selected: Selected | null) => (selection.hover.value = selected),
  };
  let form: Form | null = null;
  let shown = '';
  const light = (): void => {
    const lit = { hover: selection.hover.value, pin: selection.pin.value };
    form?.light(lit);
  };
  const unfolded: Unfolded = new Map();
  const stop = effect(() => {
    const { value: loaded } = experiment.loaded;
    // a refused change is taken back in the form too
    void messages.failure.value;
    const { value: scene } = experiment.scene;
    if (!loaded || !scene) return;
    const folders = settingsFolders(
      {
        ...loaded,
        scene,
        weldable: experiment.weldable.value,
        target: experiment.target.value,
        opened: experiment.opened.value,
      },
      (edit, restarts) => session.run.change(edit, restarts),
      (other) => session.experiments.changeRobot(other),
      (position) => session.run.moveTarget(position),
    );
    const identity = JSON.stringify([scene.name, loaded.model.links.map(({ name }) => name)]);
    if (form && identity === shown && form.update(folders)) return;
    shown = identity;
    const focused = form?.focused();
    form?.destroy();
    form = buildForm(container, folders, unfolded, links);
    untracked(light);
    if (focused) form.focus(focused);
  });
  const goOut = effect(light);
  return () => {
    stop();
    goOut();
    form?.destroy();
  };
}

export function SettingsPanel() {
  const studio = useStudio();
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => keepForm(host.current!, studio), [studio]);
  const isOpen = studio.store.experiment.loaded.value !== null;
  return (
    <section class="settings" aria-label="Settings">
      <h2 class="unseen">Settings</h2>
      {!isOpen && <p class="panel-empty">Open a robot or a scene, and its settings appear here.</p>}
      <div class="settings-form" ref={host} />
      {isOpen && (
        <div class="settings-actions">
          <button
            type="button"
            class="secondary"
            data-tip="The scene as it was opened: target, settings and start. Can be undone."
            onClick={() => studio.session.run.reset()}
          >
            Reset all
          </button>
          <button
            type="button"
            class="secondary"
            data-tip="Forgets what was learned and keeps the settings. Can be undone."
            onClick={() => studio.session.run.startOver()}
          >
            Start over
          </button>
        </div>
      )}
    </section>
  );
}
