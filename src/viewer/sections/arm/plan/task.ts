/** @file What the room of the arm is at: to reach by a controller of one rollout, to train by many, or to plan. */
import { bundledScenes } from '../../../../platform/web/bundled-files.ts';
import { plannerKinds } from '../../../../plan/kinds.ts';
import { stepsOf } from '../../../../scene/parse.ts';
import { robotFileName } from '../../../../scene/robot-file.ts';
import { type Scene, sceneJsonSchema } from '../../../../scene/schema.ts';
import type { Chosen } from '../../../../settings/kinds.ts';
import { withKind } from '../../../../settings/set.ts';
import type { Session } from '../../../studio/session.ts';
import type { Store } from '../../../studio/store/store.ts';
import { type ArmTask, taskBy } from './task-of-method.ts';

/** Whether the arm is shown under control. Reads signals. */
export const isPlanning = ({ view }: Store): boolean => view.room.value === 'arm' && view.isLive.value;

/** What the scene that is open is for. Reads signals. */
export const taskOfScene = ({ experiment }: Store): ArmTask => taskBy(experiment.scene.value?.method);

/** Reads signals. */
export const taskOf = (store: Store): ArmTask => (store.view.isLive.value ? 'plan' : taskOfScene(store));

/** What can be told of a scene from its text alone. */
interface SceneWords {
  readonly file: string;
  readonly robot: string;
  readonly task: ArmTask;
}

interface SceneText {
  readonly robot?: string | { readonly file?: string };
  readonly method?: Chosen;
}

function wordsOf(file: string, text: string): SceneWords {
  const { robot, method } = JSON.parse(text) as SceneText;
  const name = (typeof robot === 'string' ? robot : robot?.file) ?? '';
  return { file, robot: robotFileName(name), task: taskBy(method) };
}

let known: readonly SceneWords[] | null = null;
const scenes = (): readonly SceneWords[] => (known ??= [...bundledScenes].map(([file, text]) => wordsOf(file, text)));

/** The page's first scene for a task, of the robot that is open; null where there is none. Reads signals. */
export function sceneFor({ experiment }: Store, wanted: ArmTask): string | null {
  const name = experiment.robot.value?.name;
  return scenes().find(({ robot, task }) => robot === name && task === wanted)?.file ?? null;
}

/** The method that the scene was opened with, where it is for a task. Reads signals. */
function methodBefore({ experiment }: Store, task: ArmTask): Scene['method'] | null {
  const method = experiment.opened.value?.scene.method;
  return method !== undefined && taskBy(method) === task ? method : null;
}

/** Whether there is a way there. Reads signals. */
export const canChoose = (store: Store, task: ArmTask): boolean =>
  task === 'plan' ||
  task === taskOfScene(store) ||
  methodBefore(store, task) !== null ||
  sceneFor(store, task) !== null;

/** What a choice changes. */
interface Choosing {
  readonly store: Store;
  readonly session: Session;
}

/** Turns to a task: with the method from before, else by another scene of the same robot. */
export function choose({ store, session }: Choosing, task: ArmTask): void {
  if (task === taskOf(store)) return;
  store.view.isLive.value = task === 'plan' && taskOfScene(store) !== 'plan';
  if (task === 'plan' || task === taskOfScene(store)) return;
  const method = methodBefore(store, task);
  const file = sceneFor(store, task);
  if (method !== null) session.run.change((scene) => ({ ...scene, method }));
  else if (file !== null) session.experiments.openBundledScene(file);
}

/** Longest time that forces are held for, where the scene does not say one, s. */
const longestKnot = 0.02;

/** With a period of control, of which the horizon is a multiple: a plan with knots at every step of physics is long to compile. */
function withKnots(scene: Scene): Scene {
  if (scene.time.control !== undefined) return scene;
  const { step } = scene.time;
  const steps = stepsOf(scene);
  let hold = Math.max(1, Math.floor(longestKnot / step + 1e-9));
  while (steps % hold !== 0) hold--;
  return hold === 1 ? scene : { ...scene, time: { ...scene.time, control: Number((hold * step).toPrecision(12)) } };
}

/** Plans the whole motion once, as a run: by the first method that plans, where the scene has none of its own. */
export function planOnce({ store, session }: Choosing): void {
  store.view.isLive.value = false;
  if (taskOfScene(store) === 'plan') return;
  const [{ type }] = plannerKinds.all;
  session.run.change((scene) => withKind(sceneJsonSchema(), withKnots(scene), ['method'], type));
}
