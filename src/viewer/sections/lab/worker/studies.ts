/** @file The studies of the Lab's worker: each is made once, and what is changed of it costs only what the change touches. */
import { labFigures } from '../../../../lab/figures/all.ts';
import { figureNames } from '../../../../lab/figures/names.ts';
import { colourOf } from '../../../../lab/figures/words.ts';
import { placed } from '../../../../formats/json-places.ts';
import { fileOfStudy } from '../../../../lab/file-of-study.ts';
import { lookAt, lookFrom, type Look } from '../../../../lab/look.ts';
import { parseLab, readLab } from '../../../../lab/parse.ts';
import { sceneOfLab } from '../../../../lab/scene-of-lab.ts';
import type { LabFile } from '../../../../lab/schema.ts';
import type { Study } from '../../../../lab/study.ts';
import { studyOfExperiment } from '../../../../lab/study-of-experiment.ts';
import { studyOfTextbook } from '../../../../lab/study-of-textbook.ts';
import { labSettingsFrom } from '../../../../lab/with-settings.ts';
import type { PopulationRunner } from '../../../../parallel/population-runner.ts';
import { type Chosen, typeOf } from '../../../../settings/kinds.ts';
import { experimentOf } from '../../arm/experiment-of.ts';
import type { LabChanges, LabRequest, LabSource, MethodFacts, PlanePoint, StudyFacts } from '../calls.ts';
import { without } from '../without.ts';
import { comparedMethodsOf } from './compared.ts';
import { isLight } from './examiner.ts';

/** Most parameters that are named. */
const mostNamed = 200;

/** What was made last, and what for. */
interface Kept<T> {
  readonly key: string;
  readonly value: T;
}

const textOfRobot = (content: string | Uint8Array): string =>
  typeof content === 'string' ? content : Array.from(content).join();

/** What makes another study of a source. */
const keyOf = (source: LabSource): string =>
  source.kind === 'file'
    ? JSON.stringify([source.text, source.arm?.scene, source.arm && textOfRobot(source.arm.robot.content)])
    : JSON.stringify([source.scene, source.found && [...source.found], textOfRobot(source.robot.content)]);

/** The file of a source, as it says itself; of a scene, as it would. */
const fileOf = (source: LabSource, study: Study): LabFile =>
  source.kind === 'file' ? readLab(source.text) : fileOfStudy(study, 'scene.json');

/** Whole and checked, with what was changed. Throws a SceneError where it does not fit. */
function changedFile(file: LabFile, { plane, box, points, levels, ...more }: LabChanges): LabFile {
  const changed = { plane, box, points, levels };
  const said = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
  // a box and a start are of a plane
  const lab = plane === undefined ? file.lab : without(file.lab, 'box', 'from');
  return parseLab({ ...file, compare: comparedMethodsOf(file.compare, more), lab: { ...lab, ...said } });
}

/** With the start that was chosen. */
const fileFrom = (file: LabFile, from: PlanePoint | null): LabFile =>
  from ? { ...file, lab: { ...file.lab, from: [from[0], from[1]] } } : file;

/** What is looked at, as files and commands say it. */
type Said = Pick<StudyFacts, 'file' | 'settings'>;

export class Studies {
  readonly #runner: PopulationRunner;
  #study: Kept<Study> | null = null;
  #look: (Kept<Look> & { readonly own: LabFile; readonly file: LabFile }) | null = null;
  #descended: Kept<Look> | null = null;
  readonly #said = new WeakMap<Look, Said>();
  #robots = 0;

  constructor(runner: PopulationRunner) {
    this.#runner = runner;
  }

  /** What is looked at as a file says it, and what of that differs from what its own file says. */
  saidOf(look: Look): Said {
    return this.#said.get(look)!;
  }

  /** Tells the study that was asked for last from others. */
  get key(): string {
    return this.#study!.key;
  }

  /** Counts the studies with an arm: another number, another robot. */
  get robots(): number {
    return this.#robots;
  }

  /** Rejects with the signal's reason, or a SceneError where something does not fit. */
  async lookOf({ source, changes, from }: LabRequest, signal: AbortSignal): Promise<Look> {
    const study = this.#studyOf(source);
    const key = JSON.stringify([this.#study!.key, changes]);
    if (this.#look?.key !== key) {
      const own = fileOf(source, study);
      const file = changedFile(own, changes);
      const { compare: methods, iterations } = file;
      const lab = without(file.lab, 'from');
      this.#look = { key, own, file, value: await lookAt({ ...study, methods, iterations, lab }, { signal }) };
    }
    const { own, value } = this.#look;
    const file = fileFrom(this.#look.file, from);
    const { from: start } = file.lab;
    const look = start ? await this.#descendedFrom(value, `${key} ${start.join()}`, start, signal) : value;
    this.#said.set(look, { file, settings: labSettingsFrom(own, file) });
    return look;
  }

  #studyOf(source: LabSource): Study {
    const key = keyOf(source);
    if (this.#study?.key !== key) this.#study = { key, value: this.#made(source) };
    return this.#study.value;
  }

  #made(source: LabSource): Study {
    if (source.kind === 'scene') {
      this.#robots++;
      const run = source.found ? { found: source.found } : undefined;
      return studyOfExperiment(experimentOf(source.scene, source.robot), this.#runner, {}, run);
    }
    const file = readLab(source.text);
    const { landscape } = file;
    if (landscape !== undefined)
      return placed(source.text, () => studyOfTextbook({ ...file, landscape }, this.#runner));
    this.#robots++;
    const { scene: text, robot } = source.arm!;
    const scene = placed(source.text, () => sceneOfLab(file, text));
    return studyOfExperiment(experimentOf(scene, robot), this.#runner, file);
  }

  /** The same plane with the ways of all methods from another start. */
  async #descendedFrom(look: Look, key: string, from: PlanePoint, signal: AbortSignal): Promise<Look> {
    if (this.#descended?.key === key) return this.#descended.value;
    const value = await lookFrom(look, from, { signal });
    this.#descended = { key, value };
    return value;
  }
}

/** Step size and momentum of a method, where it has them. */
function ratesOf(method: Chosen): Partial<MethodFacts> {
  const { learningRate: stepSize, momentum } = Object(method) as { learningRate?: number; momentum?: number };
  return { stepSize, momentum };
}

/** What the page is told of a study. */
export function factsOf(look: Look, said: Said): StudyFacts {
  const { study, walks, frame } = look;
  const { layout } = study.landscape;
  const [[x0, x1], [y0, y1]] = frame.range;
  return {
    name: study.name,
    title: study.title,
    about: study.about,
    hasArm: study.arm !== null,
    parameters: Array.from({ length: Math.min(layout.size, mostNamed) }, (_, index) => {
      const { label, unit } = study.axisOf(index);
      return { name: layout.nameOf(index), words: unit ? `${label}, ${unit}` : label };
    }),
    size: layout.size,
    methods: walks.map(({ method, title, label }, index) => ({
      type: typeOf(method),
      title,
      label,
      colour: colourOf(index),
      ...ratesOf(method),
    })),
    iterations: study.iterations,
    lab: study.lab,
    ...said,
    box: [x0, x1, y0, y1],
    axes: frame.plane.axes,
    isLight: isLight(look),
    missing: Object.fromEntries(
      figureNames.map((name) => [name, labFigures[name].missing(look)]),
    ) as StudyFacts['missing'],
  };
}
