/** @file Takes in files that a person drops or chooses: says of each what it is, and opens what can be opened. */
import { AdjointError } from '../../errors.ts';
import { readScene } from '../../scene/parse.ts';
import type { RobotFile } from '../sections/arm/calls.ts';
import { failureOf } from '../worker/failure.ts';
import type { ExperimentSession } from './opening.ts';
import type { Store } from './store/store.ts';

export class Intake {
  readonly #store: Store;
  readonly #experiments: ExperimentSession;

  constructor(store: Store, experiments: ExperimentSession) {
    this.#store = store;
    this.#experiments = experiments;
  }

  /** Opens the robots and scenes among the files. */
  async open(files: readonly File[]): Promise<void> {
    const robotFile = files.find(({ name }) => /\.(urdf|xml)$/i.test(name));
    const sceneFile = files.find(({ name }) => /\.json$/i.test(name));
    if (!robotFile && !sceneFile) {
      const names = files.map(({ name }) => name).join(', ');
      const message = `${names || 'nothing'}: not a file that the page can open; drop a robot (.urdf) or a scene (.json)`;
      this.#store.messages.failure.value = failureOf(new AdjointError(message), 'robot');
      return;
    }
    const isLatest = this.#experiments.beginOpening();
    const robot = robotFile ? await asRobot(robotFile) : null;
    const text = await sceneFile?.text();
    if (!isLatest()) return;
    if (text !== undefined) this.#experiments.openScene(() => readScene(text), '', robot);
    else if (robot) this.#experiments.openRobot(robot);
  }
}

async function asRobot(file: File): Promise<RobotFile> {
  return { name: file.name, content: new Uint8Array(await file.arrayBuffer()) };
}
