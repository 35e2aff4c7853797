/** @file The studies of the Lab's worker: each is made once, and what is changed of it costs only what the change touches. */
import { labFigures } from '../../../../lab/figures/all.ts';
import { surfaceBefore } from '../../../../lab/figures/surface.ts';
import type { Drawing } from '../../../../lab/figures/lab-figure.ts';
import { dimensions, figureNames } from '../../../../lab/figures/names.ts';
import { colourOf } from '../../../../lab/figures/words.ts';
import { placed } from '../../../../formats/json-places.ts';
import { ratesOfMethod } from '../../../../lab/compared-methods.ts';
import { fileOfStudy } from '../../../../lab/file-of-study.ts';
import { lookAt, lookFrom, type Look } from '../../../../lab/look.ts';
import { parseLab, readLab } from '../../../../lab/parse.ts';
import { sceneOfLab } from '../../../../lab/scene-of-lab.ts';
import type { LabFile } from '../../../../lab/schema.ts';
import type { Study } from '../../../../lab/study.ts';
import { studyOfExperiment } from '../../../../lab/study-of-experiment.ts';
import { studyOfTextbook } from '../../../../lab/study-of-textbook.ts';
import { labSettingsFrom } from '../../../../lab/with-settings.ts';
import { KnownWalks } from '../../../../lab/known-walks.ts';
import { type Track, walkMethods } from '../../../../lab/walk.ts';
import type { Landscape } from '../../../../learning/landscape.ts';
import { pointOn } from '../../../../learning/surface/plane.ts';
import { momentumKind } from '../../../../optimize/momentum.ts';
import type { PopulationRunner } from '../../../../parallel/population-runner.ts';
import { typeOf } from '../../../../settings/kinds.ts';
import { experimentOf } from '../../arm/experiment-of.ts';
import type { LabChanges, LabRequest, LabSource, PadPlace, PadWalk, PlanePoint, StudyFacts } from '../calls.ts';
import { without } from '../without.ts';
import { comparedMethodsOf } from './compared.ts';
import { isLight } from './is-light.ts';

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

/** Most studies whose programs and walks are kept: those that were opened last. */
const mostStudies = 3;

/** A study with what was looked at of it last. */
class KeptStudy {
  readonly key: string;
  readonly study: Study;
  /** Counts robots: another number, another one. */
  readonly robot: number;
  readonly #walks = new KnownWalks<Track>();
  /** Landscapes over other horizons, s. */
  readonly #horizons = new Map<number, Landscape>();
  #look: (Kept<Look> & { readonly own: LabFile; readonly file: LabFile }) | null = null;
  #descended: Kept<Look> | null = null;

  constructor(key: string, study: Study, robot: number) {
    this.key = key;
    this.study = study;
    this.robot = robot;
  }

  /** Whether anything of it was looked at. */
  get isSeen(): boolean {
    return this.#look !== null;
  }

  async look({ source, changes, from }: LabRequest, signal: AbortSignal): Promise<Seen> {
    const key = JSON.stringify(changes);
    if (this.#look?.key !== key) {
      const own = fileOf(source, this.study);
      const file = changedFile(own, changes);
      const study = asFileSays(this.study, { ...file, lab: without(file.lab, 'from') });
      this.#look = { key, own, file, value: await lookAt(study, { signal, known: this.#walks }) };
    }
    const { value, own } = this.#look;
    const file = fileFrom(this.#look.file, from);
    const { from: start } = file.lab;
    const look = start ? await this.#from(value, `${key} ${start.join()}`, start, signal) : value;
    return { look, file, settings: labSettingsFrom(own, file), robot: this.robot, key: this.key };
  }

  /** What heavy ball does at a place of a pad; of the look that is there, as what was just changed is about to be drawn. */
  async tryOut(request: LabRequest, place: PadPlace, signal: AbortSignal): Promise<PadWalk> {
    if (!this.#look) await this.look(request, signal);
    const { file, value } = this.#look!;
    const { study, frame } = value;
    const { from } = fileFrom(file, request.from).lab;
    const method = { type: momentumKind.type, learningRate: place.eta, momentum: place.beta };
    const start = from ? pointOn(frame.plane, from) : study.start;
    const landscape = place.horizon === null ? study.landscape : this.#over(place.horizon);
    const [{ losses }] = await walkMethods({ ...study, landscape, start, methods: [method] }, { signal });
    return { place, losses };
  }

  #over(horizon: number): Landscape {
    const landscape = this.#horizons.get(horizon) ?? this.study.arm!.atHorizon(horizon);
    this.#horizons.set(horizon, landscape);
    return landscape;
  }

  /** The same plane with the ways of all methods from another start. */
  async #from(look: Look, key: string, from: PlanePoint, signal: AbortSignal): Promise<Look> {
    if (this.#descended?.key === key) return this.#descended.value;
    const value = await lookFrom(look, from, { signal, known: this.#walks });
    this.#descended = { key, value };
    return value;
  }
}

const asFileSays = (study: Study, { compare: methods, iterations, lab }: LabFile): Study => ({
  ...study,
  methods,
  iterations,
  lab,
});

/** A study as it is looked at, with the file that says so. */
export interface Seen {
  readonly look: Look;
  readonly file: LabFile;
  /** What differs from what its own file says, as `path=value`. */
  readonly settings: readonly string[];
  /** The same number, the same robot. */
  readonly robot: number;
  /** Tells the study from others. */
  readonly key: string;
}

export class Studies {
  readonly #runner: PopulationRunner;
  /** The one that was opened last is the first. */
  readonly #kept: KeptStudy[] = [];
  #robots = 0;

  constructor(runner: PopulationRunner) {
    this.#runner = runner;
  }

  /** Walks down with all methods. Rejects with the signal's reason, or a SceneError where something does not fit. */
  look(request: LabRequest, signal: AbortSignal): Promise<Seen> {
    return this.#studyOf(request.source).look(request, signal);
  }

  /** What can be seen of a study that was never looked at, before any method has walked; null where that is nothing. */
  firstSight({ source, changes, from }: LabRequest, signal: AbortSignal): Promise<readonly Drawing[] | null> {
    const kept = this.#studyOf(source);
    if (kept.isSeen) return Promise.resolve(null);
    const file = fileFrom(changedFile(fileOf(source, kept.study), changes), from);
    return file.lab.from ? Promise.resolve(null) : surfaceBefore(asFileSays(kept.study, file), { signal, dimensions });
  }

  /** Rejects as `look` does. */
  tryOut(request: LabRequest, place: PadPlace, signal: AbortSignal): Promise<PadWalk> {
    return this.#studyOf(request.source).tryOut(request, place, signal);
  }

  #studyOf(source: LabSource): KeptStudy {
    const key = keyOf(source);
    const at = this.#kept.findIndex((one) => one.key === key);
    const found = at < 0 ? this.#made(key, source) : this.#kept.splice(at, 1)[0];
    this.#kept.unshift(found);
    this.#kept.splice(mostStudies);
    return found;
  }

  #made(key: string, source: LabSource): KeptStudy {
    if (source.kind === 'scene') {
      const run = source.found ? { found: source.found } : undefined;
      const experiment = experimentOf(source.scene, source.robot);
      return new KeptStudy(key, studyOfExperiment(experiment, this.#runner, {}, run), ++this.#robots);
    }
    const { text, arm } = source;
    const file = readLab(text);
    const { landscape } = file;
    if (landscape !== undefined) {
      const study = placed(text, () => studyOfTextbook({ ...file, landscape }, this.#runner));
      return new KeptStudy(key, study, this.#robots);
    }
    const scene = placed(text, () => sceneOfLab(file, arm!.scene));
    const experiment = experimentOf(scene, arm!.robot);
    return new KeptStudy(key, studyOfExperiment(experiment, this.#runner, file), ++this.#robots);
  }
}

/** What the page is told of a study. */
export function factsOf({ look, file, settings }: Seen): StudyFacts {
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
      ...ratesOfMethod(method),
    })),
    iterations: study.iterations,
    lab: study.lab,
    file,
    settings,
    box: [x0, x1, y0, y1],
    axes: frame.plane.axes,
    plane: frame.plane,
    isLight: isLight(study),
    missing: Object.fromEntries(
      figureNames.map((name) => [name, labFigures[name].missing(look)]),
    ) as StudyFacts['missing'],
  };
}
