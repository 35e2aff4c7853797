/** @file What the room of the arm is at: to reach by one rollout, to train by many, or to plan under control. */
import { bundledScenes } from '../../../../platform/web/bundled-files.ts';
import { robotFileName } from '../../../../scene/robot-file.ts';
import { trainerKinds } from '../../../../train/kinds.ts';
import type { Session } from '../../../studio/session.ts';
import type { Store } from '../../../studio/store/store.ts';

export const tasks = ['reach', 'train', 'plan'] as const;
export type ArmTask = (typeof tasks)[number];

/** Whether the arm is shown under control. Reads signals. */
export const isPlanning = ({ view }: Store): boolean => view.room.value === 'arm' && view.isLive.value;

/** Reads signals. */
export function taskOf({ view, experiment }: Store): ArmTask {
  if (view.isLive.value) return 'plan';
  return experiment.training.value ? 'train' : 'reach';
}

/** What can be told of a scene from its text alone. */
interface SceneWords {
  readonly file: string;
  readonly robot: string;
  readonly trains: boolean;
}

const trainers: ReadonlySet<string> = new Set(trainerKinds.all.map(({ type }) => type));

interface SceneText {
  readonly robot?: string | { readonly file?: string };
  readonly method?: string | { readonly type?: string };
}

function wordsOf(file: string, text: string): SceneWords {
  const { robot, method } = JSON.parse(text) as SceneText;
  const type = typeof method === 'string' ? method : (method?.type ?? '');
  const name = (typeof robot === 'string' ? robot : robot?.file) ?? '';
  return { file, robot: robotFileName(name), trains: trainers.has(type) };
}

let known: readonly SceneWords[] | null = null;
const scenes = (): readonly SceneWords[] => (known ??= [...bundledScenes].map(([file, text]) => wordsOf(file, text)));

/** The page's first scene that trains, or that does not, of the robot that is open; null where there is none. Reads signals. */
export function sceneFor({ experiment }: Store, task: 'reach' | 'train'): string | null {
  const name = experiment.robot.value?.name;
  return scenes().find(({ robot, trains }) => robot === name && trains === (task === 'train'))?.file ?? null;
}

/** Whether there is a way there. Reads signals. */
export const canChoose = (store: Store, task: ArmTask): boolean =>
  task === 'plan' || task === ofScene(store) || sceneFor(store, task) !== null;

const ofScene = ({ experiment }: Store): 'reach' | 'train' => (experiment.training.value ? 'train' : 'reach');

/** Turns to a task: another scene of the same robot is opened where the one that is open is of another kind. */
export function choose({ store, session }: { readonly store: Store; readonly session: Session }, task: ArmTask): void {
  store.view.isLive.value = task === 'plan';
  if (task === 'plan' || task === ofScene(store)) return;
  const file = sceneFor(store, task);
  if (file !== null) session.experiments.openBundledScene(file);
}
