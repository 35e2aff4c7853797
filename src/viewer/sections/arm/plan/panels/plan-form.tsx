/** @file The inspector's panel "Plan": the form of planning under control, in step with the scene and the loop. */
import { effect, untracked } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Scene } from '../../../../../scene/schema.ts';
import { withPart } from '../../../../../settings/set.ts';
import { buildForm, type Form, type Unfolded } from '../../../../panels/settings-form.ts';
import { type Studio, useStudio } from '../../../../studio/studio.ts';
import type { Subject } from '../../../notes/note-of.ts';
import { openNoteOf } from '../../../notes/open-note.ts';
import { type OnPlan, planFolders } from '../form.ts';
import { planOf } from '../live-plan.ts';
import { takeTarget } from '../take-target.ts';

/** How long after the last movement of a slider the scene has its weight, ms. */
const pause = 300;

function keepForm(container: HTMLElement, studio: Studio): () => void {
  const { store, session } = studio;
  const { experiment, messages } = store;
  const plan = planOf(store);
  const links = { onNote: (about: Subject) => void openNoteOf(store, about), onHover: () => undefined };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (): void => {
    const weights = [...plan.weights.value];
    if (weights.length === 0) return;
    session.run.change((scene) =>
      weights.reduce(
        (changed, [place, weight]) => withPart(changed, ['costs', place, 'weight'], weight) as Scene,
        scene,
      ),
    );
  };
  const on: OnPlan = {
    tryWeight: (place, weight) => {
      plan.weights.value = new Map([...plan.weights.value, [place, weight]]);
      clearTimeout(timer);
      timer = setTimeout(write, pause);
    },
    edit: (change) => session.run.change(change),
    target: (position) => takeTarget(studio, position, true),
    plan: (settings) => plan.plan(settings),
    force: (newtons) => (plan.force.value = newtons),
  };
  let form: Form | null = null;
  let shown = '';
  const unfolded: Unfolded = new Map();
  const stop = effect(() => {
    const { value: facts } = plan.facts;
    // a refused change is taken back in the form too
    void messages.failure.value;
    const { value: scene } = experiment.scene;
    if (!facts || !scene) return;
    const folders = planFolders(
      {
        scene,
        facts,
        settings: plan.settings.value ?? facts.settings,
        target: plan.place.value,
        opened: experiment.opened.value,
        force: plan.pushForce.value,
      },
      on,
    );
    const identity = JSON.stringify([scene.name, facts.model.name]);
    if (form && identity === shown && form.update(folders)) return;
    shown = identity;
    const focused = form?.focused();
    form?.destroy();
    form = untracked(() => buildForm(container, folders, unfolded, links));
    if (focused) form.focus(focused);
  });
  // the scene has what was tried, or another scene is open
  const forget = effect(() => {
    void experiment.scene.value;
    untracked(() => {
      if (plan.weights.value.size > 0) plan.weights.value = new Map();
    });
  });
  return () => {
    clearTimeout(timer);
    stop();
    forget();
    form?.destroy();
  };
}

export function PlanForm() {
  const studio = useStudio();
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => keepForm(host.current!, studio), [studio]);
  const plan = planOf(studio.store);
  return (
    <section class="settings" aria-label="Plan">
      <h2 class="unseen">Plan</h2>
      {plan.facts.value === null && <p class="panel-empty">Weights and horizon appear here once a scene is planned.</p>}
      <div class="settings-form" ref={host} />
      {plan.facts.value !== null && (
        <div class="settings-actions">
          <button
            type="button"
            class="secondary"
            data-tip="The scene as it was opened: target, weights and start. Can be undone."
            onClick={() => studio.session.run.reset()}
          >
            Reset all
          </button>
        </div>
      )}
    </section>
  );
}
