/** @file The right-hand panel: what is shown, the settings, and what is known of the robot. */
import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Scene } from '../../scene/schema.ts';
import type { Session } from '../studio/session.ts';
import { changesStart, sceneOf, type Settings, settingsOf } from '../sections/reach/settings.ts';
import * as store from '../studio/store.ts';
import type { Loaded } from '../worker/protocol.ts';
import { RobotSummary } from './robot-summary.tsx';
import { buildForm } from './settings-form.ts';

/** What decides which rows there are. */
const structureOf = (scene: Scene, loaded: Loaded): string =>
  JSON.stringify([
    scene.optimizer.type,
    scene.controller.type,
    scene.name,
    loaded.model.joints.map(({ name }) => name),
  ]);

/** Takes over new values without replacing the lists and objects that the rows write to. */
function assignDeep(to: object, from: object): void {
  for (const [key, value] of Object.entries(from) as [keyof typeof to, unknown][])
    if (typeof value === 'object' && value !== null) assignDeep(to[key], value);
    else Object.assign(to, { [key]: value });
}

/** Keeps the form in step with the scene; a change there goes to the session. */
function keepForm(container: HTMLElement, session: Session): () => void {
  let form: ReturnType<typeof buildForm> | null = null;
  let structure = '';
  let settings: Settings;
  const change = (setting: string): void => {
    const present = store.scene.peek();
    if (!present) return;
    const thenOptimize = store.isRunning.peek();
    const { restarts } = settings;
    session.changeScene(sceneOf(settings, present), { fromStart: changesStart(setting), thenOptimize, restarts });
  };
  const stop = effect(() => {
    const { value: loaded } = store.loaded;
    // A refused change is taken back in the form too.
    void store.failure.value;
    const { value: scene } = store.scene;
    if (!loaded || !scene) return;
    const present = settingsOf(scene, loaded.model, loaded.restarts);
    if (form && structureOf(scene, loaded) === structure) {
      assignDeep(settings, present);
      form.controllersRecursive().forEach((controller) => controller.updateDisplay());
      return;
    }
    structure = structureOf(scene, loaded);
    settings = present;
    form?.destroy();
    form = buildForm(container, settings, loaded.model, change);
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
        <button type="button" class="secondary reset" disabled={!store.scene.value} onClick={() => session.reset()}>
          Reset
        </button>
      </div>
      <div class="settings-form" ref={host} />
      <RobotSummary session={session} />
    </aside>
  );
}
