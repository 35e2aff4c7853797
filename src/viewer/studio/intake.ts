/** @file Takes in files that a person drops or chooses: says of each what it is, and opens what can be opened. */
import { AdjointError, limits } from '../../errors.ts';
import { pathOf } from '../../platform/web/file-drops.ts';
import { readScene } from '../../scene/parse.ts';
import { decodeController } from '../../run/controller-file.ts';
import { recognise } from '../../scene/recognise.ts';
import { readRun } from '../../scene/saved-run.ts';
import type { RobotFile } from '../sections/arm/calls.ts';
import { openControllerFile, type OpenRun } from '../sections/arm/open-controller.ts';
import { openRecordings } from '../sections/arm/plan/identify/open-recordings.ts';
import { openRunFile } from '../sections/arm/run-files.ts';
import { givenOf, openGiven } from '../sections/lab/given.ts';
import { labOf } from '../sections/lab/lab.ts';
import { failureOf } from '../worker/failure.ts';
import { fingerprintOf } from './address/fingerprint.ts';
import { type LabGiven, labParts } from './intake-lab.ts';
import { baseName, type GivenFile, type IntakePlan, listOf, planOf } from './intake-plan.ts';

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

  /** Opens the experiment of the Lab, the robot, the scene, the run or the controller among the files. */
  async open(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    const { experiments, store } = this.#session;
    const isLatest = experiments.beginOpening();
    const given: GivenFile[] = [];
    for (const file of files.slice(0, most)) for (const one of await givenFiles(file)) given.push(one);
    const lab = given.find((file): file is LabGiven => file.lab !== undefined);
    const fingerprint = lab ? await fingerprintOf(lab.content) : null;
    if (!isLatest()) return;
    // what was said of files before
    store.messages.notice.value = null;
    if (lab) return this.#openLab(lab, given, fingerprint);
    const plan = planOf(given);
    this.#list(plan.list);
    await this.#openPlan(plan, given);
  }

  /** Says what became of the files, where that is not plain. */
  #list(list: IntakePlan['list']): void {
    const isClear = list.length === 1 || (list.every(({ isUsed }) => isUsed) && list.length <= most);
    this.#session.store.messages.dropped.value = isClear ? null : list;
  }

  #openLab(lab: LabGiven, given: readonly GivenFile[], fingerprint: string | null): void {
    const { store } = this.#session;
    try {
      const { source, used } = labParts(lab, given, store.experiment.robot.value);
      this.#list(listOf(given, used));
      openGiven(store, labOf(store), givenOf(nameOf(lab), source, fingerprint));
    } catch (error) {
      store.messages.dropped.value = null;
      store.messages.failure.value = failureOf(error, 'scene', nameOf(lab));
    }
  }

  async #openPlan({ main, robot, controller, recordings }: IntakePlan, given: readonly GivenFile[]): Promise<void> {
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
      else if (recordings.length > 0) openRecordings(store, recordings);
      else if (damaged) store.messages.failure.value = failureOf(damaged.error, 'file', nameOf(damaged));
      else if (!file) store.messages.failure.value = nothingIn(given);
      else if (!(await this.#claim(file))) experiments.openRobot(file);
    } catch (error) {
      store.messages.failure.value = failureOf(error, 'file', main ? nameOf(main) : undefined);
    }
  }
}

const nameOf = ({ path }: GivenFile): string => baseName(path);

/** Why there is nothing to open. */
function nothingIn(given: readonly GivenFile[]) {
  const [first] = given;
  const { is, remedy } = first.found;
  const why =
    given.length === 1
      ? `this is ${is}`
      : `none of these ${given.length} files is a robot, a scene, a run, a controller, a recording or an experiment of the Lab`;
  return failureOf(new AdjointError(remedy ? `${why}; ${remedy}` : why), 'file', nameOf(first));
}

/** What reads experiments is loaded with the first one. */
const labReader = () => import('../../lab/parse.ts');

/** A file with what it is, or the files in an archive; what is too large is not read. */
async function givenFiles(file: File): Promise<readonly GivenFile[]> {
  const path = pathOf(file);
  if (file.size > limits.runFileBytes)
    return [
      {
        path,
        content: new Uint8Array(),
        found: { kind: 'other', is: 'a file that is too large to be read here' },
      },
    ];
  const content = new Uint8Array(await file.arrayBuffer());
  return isZip(content) && !/\.npz$/i.test(path) ? unpackedFiles(path, content) : [await givenFile(path, content)];
}

/** What a ZIP archive begins with. */
const isZip = (content: Uint8Array): boolean => [0x50, 0x4b, 0x03, 0x04].every((byte, at) => content[at] === byte);

async function unpackedFiles(path: string, content: Uint8Array): Promise<readonly GivenFile[]> {
  const { readZip } = await import('../../formats/zip.ts');
  try {
    const files: GivenFile[] = [];
    for (const [name, bytes] of [...readZip(content)].slice(0, most)) files.push(await givenFile(name, bytes));
    return files;
  } catch (error) {
    return [{ path, content, found: recognise(content, path), error }];
  }
}

async function givenFile(path: string, content: Uint8Array): Promise<GivenFile> {
  const found = recognise(content, baseName(path));
  try {
    if (found.kind === 'scene') return { path, content, found, scene: readScene(found.text ?? '') };
    if (found.kind === 'controller') decodeController(content);
    if (found.kind === 'lab') return { path, content, found, lab: (await labReader()).readLab(found.text ?? '') };
    if (found.kind === 'run') return { path, content, found, scene: readRun(found.text ?? '').scene };
  } catch (error) {
    return { path, content, found, error };
  }
  return { path, content, found };
}
