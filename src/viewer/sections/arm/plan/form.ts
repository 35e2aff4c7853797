/** @file The form of planning under control: target, weights that act at once, how it plans, how strong a push is. */
import type { Scene } from '../../../../scene/schema.ts';
import { withPart } from '../../../../settings/set.ts';
import type { FormFolder, FormRow } from '../../../panels/settings-form.ts';
import type { Setup } from '../../../studio/store/experiment.ts';
import { costLabels } from '../cost-labels.ts';
import { sceneRows } from '../scene-rows.ts';
import { jointNames } from '../fit-joints.ts';
import { type OnTarget, targetFolder } from '../target-folder.ts';
import type { LiveFacts, LiveSettings, Place } from './calls.ts';

export interface ShownPlan {
  readonly scene: Scene;
  readonly facts: LiveFacts;
  readonly settings: LiveSettings;
  readonly target: Place | null;
  /** As it was opened, to tell what was changed since; null where that is not known. */
  readonly opened: Setup | null;
  /** N. */
  readonly force: number;
}

/** What a person wants. */
export interface OnPlan {
  /** The weight of a term while a slider is moved. */
  readonly tryWeight: (place: number, weight: number) => void;
  readonly edit: (change: (scene: Scene) => Scene) => void;
  readonly target: OnTarget;
  readonly plan: (settings: LiveSettings) => void;
  readonly force: (newtons: number) => void;
}

/** Where a slider of a weight ends: four times what the scene was opened with. */
const mostWeight = (opened: number): number => (opened > 0 ? 4 * opened : 1);

/** A slider moves it at once; the scene has it once the hand lets go. `held`: what the slider last said. */
function weightRow({ scene, opened }: ShownPlan, words: string, place: number, on: OnPlan): FormRow {
  const { name, weight } = scene.costs[place];
  const first = opened?.scene.costs.at(place)?.weight ?? weight;
  const write = (value: number): void =>
    on.edit((present) => withPart(present, ['costs', place, 'weight'], value) as Scene);
  return {
    label: name,
    value: weight,
    least: 0,
    most: Math.max(mostWeight(first), weight),
    step: mostWeight(first) / 200,
    isLive: true,
    tip: `${words}: how much this counts. Acts at once.`,
    change: (value) => on.tryWeight(place, Math.max(0, Number(value))),
    ...(first !== weight && { reset: () => write(first) }),
  };
}

export function planFolders(shown: ShownPlan, on: OnPlan): FormFolder[] {
  const { scene, facts, settings, target, force, opened } = shown;
  const { model } = facts;
  const links = model.links.map(({ name }) => name);
  const names = { links, goals: Object.keys(scene.goals), measures: Object.keys(scene.measures) };
  const goals = sceneRows(scene, { names, joints: jointNames(model) }, opened?.scene).filter(
    ({ row }) => row.path[0] === 'goals',
  );
  return [
    targetFolder({ scene, model, target }, goals, links, on.edit, on.target),
    { title: 'Cost weights', rows: costLabels(scene).map((words, place) => weightRow(shown, words, place, on)) },
    {
      title: 'Planning',
      rows: [
        {
          label: 'Horizon (s)',
          value: settings.horizon,
          least: 0.1,
          most: 2,
          step: 0.05,
          isSnapped: true,
          digits: 2,
          tip: 'How far ahead it plans. The planner is compiled again.',
          change: (value) => on.plan({ ...settings, horizon: Math.max(0.05, Number(value)) }),
        },
        {
          label: 'Budget (ms)',
          value: settings.budget,
          least: 0.5,
          most: 50,
          step: 0.5,
          isSnapped: true,
          tip: 'Time that planning may take at a time: no iteration is begun beyond it.',
          change: (value) => on.plan({ ...settings, budget: Math.max(0.1, Number(value)) }),
        },
      ],
    },
    {
      title: 'Disturbance',
      rows: [
        {
          label: 'Push (N)',
          value: force,
          least: 0,
          most: Math.max(10 * facts.push, force),
          step: facts.push / 10,
          tip: 'Force of a push by the arrow keys or the buttons, for 0.2 s.',
          change: (value) => on.force(Math.max(0, Number(value))),
        },
      ],
    },
  ];
}
