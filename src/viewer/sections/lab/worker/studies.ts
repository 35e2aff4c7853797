/** @file The studies of the Lab's worker: each is made once, and what is changed of it costs only what the change touches. */
import { labFigures } from '../../../../lab/figures/all.ts';
import { dimensions } from '../../../../lab/figures/names.ts';
import { surfaceBefore } from '../../../../lab/figures/surface.ts';
import type { Drawing } from '../../../../lab/figures/lab-figure.ts';
import { figureNames } from '../../../../lab/figures/names.ts';
import { colourOf } from '../../../../lab/figures/words.ts';
import { lookAt, type Look } from '../../../../lab/look.ts';
import { parseLab } from '../../../../lab/parse.ts';
import { sceneOfLab } from '../../../../lab/scene-of-lab.ts';
import { type LabFile, labVersion } from '../../../../lab/schema.ts';
import type { Study } from '../../../../lab/study.ts';
import { studyOfExperiment } from '../../../../lab/study-of-experiment.ts';
import { studyOfTextbook } from '../../../../lab/study-of-textbook.ts';
import { KnownWalks } from '../../../../lab/known-walks.ts';
import { type Track, walkMethods } from '../../../../lab/walk.ts';
import type { Landscape } from '../../../../learning/landscape.ts';
import { pointOn } from '../../../../learning/surface/plane.ts';
import { momentumKind } from '../../../../optimize/momentum.ts';
import type { PopulationRunner } from '../../../../parallel/population-runner.ts';
import { type Chosen, typeOf } from '../../../../settings/kinds.ts';
import { parseStrictJson } from '../../../../formats/strict-json.ts';
import { experimentOf } from '../../arm/experiment-of.ts';
import type {
  LabChanges,
  LabRequest,
  LabSource,
  MethodFacts,
  PadPlace,
  PadWalk,
  PlanePoint,
  StudyFacts,
} from '../calls.ts';
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
    ? JSON.stringify([source.text, source.arm?.scene])
    : JSON.stringify([source.scene, source.found && [...source.found], textOfRobot(source.robot.content)]);

/** The file of a source, as it says itself; of a scene, as far as it has one. */
function fileOf(
  source: LabSource,
  study: Study | null,
): Omit<LabFile, 'version' | 'lab'> & Partial<Pick<LabFile, 'lab'>> {
  if (source.kind === 'file') return parseLab(parseStrictJson(source.text));
  const { methods, iterations } = study!;
  const { name, title, seed } = study!;
  return { name, title, seed, scene: 'scene.json', compare: [...methods], iterations };
}

/** Whole and checked, with what was changed. Throws a SceneError where it does not fit. */
function changedFile(source: LabSource, study: Study, { plane, box, points, levels, ...more }: LabChanges): LabFile {
  const file = fileOf(source, study);
  const changed = { plane, box, points, levels };
  const said = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
  // a box is of a plane
  const lab: Partial<LabFile['lab']> = file.lab ?? {};
  return parseLab({
    ...file,
    version: labVersion,
    compare: comparedMethodsOf(file.compare, more),
    lab: { ...(plane === undefined ? lab : without(lab, 'box')), ...said },
  });
}

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
  #look: (Kept<Look> & { readonly file: LabFile }) | null = null;
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
      const file = changedFile(source, this.study, changes);
      this.#look = { key, file, value: await lookAt(asFileSays(this.study, file), { signal, known: this.#walks }) };
    }
    const { value: own, file } = this.#look;
    const look = from ? await this.#from(own, `${key} ${from.join()}`, from, signal) : own;
    return { look, file, robot: this.robot, key: this.key };
  }

  /** What heavy ball does at a place of a pad; of the look that is there, as what was just changed is about to be drawn. */
  async tryOut(request: LabRequest, place: PadPlace, signal: AbortSignal): Promise<PadWalk> {
    const { study, frame } = this.#look?.value ?? (await this.look(request, signal)).look;
    const method = { type: momentumKind.type, learningRate: place.eta, momentum: place.beta };
    const start = request.from ? pointOn(frame.plane, request.from) : study.start;
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
    const study = { ...look.study, start: pointOn(look.frame.plane, from) };
    const value = { ...look, study, walks: await walkMethods(study, { signal, known: this.#walks }) };
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
    if (kept.isSeen || from) return Promise.resolve(null);
    return surfaceBefore(asFileSays(kept.study, changedFile(source, kept.study, changes)), { signal, dimensions });
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
    const file = parseLab(parseStrictJson(source.text));
    const { landscape } = file;
    if (landscape !== undefined)
      return new KeptStudy(key, studyOfTextbook({ ...file, landscape }, this.#runner), this.#robots);
    const { scene, robot } = source.arm!;
    const experiment = experimentOf(sceneOfLab(file, scene), robot);
    return new KeptStudy(key, studyOfExperiment(experiment, this.#runner, file), ++this.#robots);
  }
}

/** Step size and momentum of a method, where it has them. */
function ratesOf(method: Chosen): Partial<MethodFacts> {
  const { learningRate: stepSize, momentum } = Object(method) as { learningRate?: number; momentum?: number };
  return { stepSize, momentum };
}

/** What the page is told of a study. */
export function factsOf({ look, file }: Seen): StudyFacts {
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
    file,
    box: [x0, x1, y0, y1],
    axes: frame.plane.axes,
    plane: frame.plane,
    isLight: isLight(study),
    missing: Object.fromEntries(
      figureNames.map((name) => [name, labFigures[name].missing(look)]),
    ) as StudyFacts['missing'],
  };
}
