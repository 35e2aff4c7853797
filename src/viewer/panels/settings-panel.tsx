/** @file The right-hand panel: what is shown, the settings, and what is known of the robot. */
import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { settingsFolders } from '../sections/arm/settings.ts';
import type { Session } from '../studio/session.ts';
import * as store from '../studio/store.ts';
import { RobotSummary } from './robot-summary.tsx';
import { buildForm, type Form, type Unfolded } from './settings-form.ts';

/** Keeps the form in step with the scene; a change there goes to the session. */
function keepForm(container: HTMLElement, session: Session): () => void {
  let form: Form | null = null;
  let shown = '';
  const unfolded: Unfolded = new Map();
  const stop = effect(() => {
    const { value: loaded } = store.loaded;
    // A refused change is taken back in the form too.
    void store.failure.value;
    const { value: scene } = store.scene;
    if (!loaded || !scene) return;
    const folders = settingsFolders(
      { ...loaded, scene, weldable: store.weldable.value },
      (edit, restarts) => session.run.change(edit, restarts),
      (other) => session.changeRobot(other),
    );
    const identity = JSON.stringify([scene.name, loaded.model.links.map(({ name }) => name)]);
    if (form && identity === shown && form.update(folders)) return;
    shown = identity;
    const focused = form?.focused();
    form?.destroy();
    form = buildForm(container, folders, unfolded);
    if (focused) form.focus(focused);
  });
  return () => {
    stop();
    form?.destroy();
  };
}

function Toggle({
  name,
  title,
  isOn,
  onChange,
}: {
  readonly name: string;
  /** What it is, where the name is too short to say it. */
  readonly title?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}) {
  return (
    <label class="toggle" title={title}>
      <input type="checkbox" checked={isOn} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
      <span>{name}</span>
    </label>
  );
}

export function SettingsPanel({ session }: { readonly session: Session }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => keepForm(host.current!, session), [session]);
  return (
    <aside class="side" id="settings" aria-label="Settings">
      <div class="toggles">
        <Toggle
          name="Earlier rollouts"
          isOn={store.showsGhosts.value}
          onChange={(isOn) => (store.showsGhosts.value = isOn)}
        />
        <Toggle name="Path" isOn={store.showsPath.value} onChange={(isOn) => (store.showsPath.value = isOn)} />
        {store.restarts.value > 1 && (
          <Toggle
            name="Others"
            title="Paths of the other restarts"
            isOn={store.showsRestarts.value}
            onChange={(isOn) => (store.showsRestarts.value = isOn)}
          />
        )}
        <button type="button" class="secondary reset" disabled={!store.scene.value} onClick={() => session.run.reset()}>
          Reset
        </button>
      </div>
      <div class="settings-form" ref={host} />
      <RobotSummary session={session} />
    </aside>
  );
}
