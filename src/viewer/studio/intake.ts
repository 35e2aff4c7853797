/** @file Takes in files that a person drops or chooses: says of each what it is, and opens what can be opened. */
import { AdjointError, limits } from '../../errors.ts';
import { pathOf } from '../../platform/web/file-drops.ts';
import { readScene } from '../../scene/parse.ts';
import { decodeController } from '../../run/controller-file.ts';
import { recognise } from '../../scene/recognise.ts';
import { readRun } from '../../scene/saved-run.ts';
import type { RobotFile } from '../sections/arm/calls.ts';
import { openControllerFile, type OpenRun } from '../sections/arm/open-controller.ts';
import { openRunFile } from '../sections/arm/run-files.ts';
import { failureOf } from '../worker/failure.ts';
import { type GivenFile, type IntakePlan, planOf } from './intake-plan.ts';

/** Most files that are looked into. */
const most = 500;

/** Hands a robot to what waits for it; says whether anything does. */
type Claim = (robot: RobotFile) => Promise<boolean>;

export class Intake {
  readonly #session: OpenRun;
  #claim: Claim = () => Promise.resolve(false);

  constructor(session: OpenRun) {
    this.#session = session;
  }

  /** From now on a link may wait for a robot file. */
  serve(claim: Claim): void {
    this.#claim = claim;
  }

  /** Opens the robot, the scene, the run or the controller among the files. */
  async open(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    const { experiments, store } = this.#session;
    const isLatest = experiments.beginOpening();
    const given: GivenFile[] = [];
    for (const file of files.slice(0, most)) given.push(await givenFile(file));
    if (!isLatest()) return;
    // what was said of files before
    store.messages.notice.value = null;
    const plan = planOf(given);
    const isClear = plan.list.every(({ isUsed }) => isUsed) && files.length <= most;
    store.messages.dropped.value = isClear || given.length === 1 ? null : plan.list;
    await this.#openPlan(plan, given);
  }

  async #openPlan({ main, robot, controller }: IntakePlan, given: readonly GivenFile[]): Promise<void> {
    const { experiments, store } = this.#session;
    // another arm is seen from where it fits the view
    if (main || robot) store.view.camera.value = null;
    const file: RobotFile | null = robot && { name: nameOf(robot), content: robot.content };
    const openController = controller
      ? () => openControllerFile(this.#session, { name: nameOf(controller), content: controller.content })
      : undefined;
    const damaged = given.find(({ error }) => error !== undefined);
    try {
      if (main?.found.kind === 'run') openRunFile(this.#session, readRun(main.found.text ?? ''), file);
      else if (main) experiments.openScene(() => main.scene!, '', file, openController);
      else if (openController) openController();
      else if (damaged) store.messages.failure.value = failureOf(damaged.error, 'file', nameOf(damaged));
      else if (!file) store.messages.failure.value = nothingIn(given);
      else if (!(await this.#claim(file))) experiments.openRobot(file);
    } catch (error) {
      store.messages.failure.value = failureOf(error, 'file', main ? nameOf(main) : undefined);
    }
  }
}

const nameOf = ({ path }: GivenFile): string => path.slice(path.lastIndexOf('/') + 1);

/** Why there is nothing to open. */
function nothingIn(given: readonly GivenFile[]) {
  const [first] = given;
  const { is, remedy } = first.found;
  const why =
    given.length === 1
      ? `this is ${is}`
      : `none of these ${given.length} files is a robot, a scene, a run or a controller`;
  return failureOf(new AdjointError(remedy ? `${why}; ${remedy}` : why), 'file', nameOf(first));
}

/** A file with what it is; what is too large is not read. */
async function givenFile(file: File): Promise<GivenFile> {
  const path = pathOf(file);
  if (file.size > limits.runFileBytes)
    return {
      path,
      content: new Uint8Array(),
      found: { kind: 'other', is: 'a file that is too large to be read here' },
    };
  const content = new Uint8Array(await file.arrayBuffer());
  const found = recognise(content, file.name);
  try {
    if (found.kind === 'scene') return { path, content, found, scene: readScene(found.text ?? '') };
    if (found.kind === 'controller') decodeController(content);
    if (found.kind === 'run') return { path, content, found, scene: readRun(found.text ?? '').scene };
  } catch (error) {
    return { path, content, found, error };
  }
  return { path, content, found };
}
