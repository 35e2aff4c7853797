/** @file `adjoint identify`: a robot's numbers from recordings of it, how well they are known, and what the recordings do not tell. */
import { basename, dirname, join } from 'node:path';
import { encodeCsv } from '../../formats/csv.ts';
import { Identification, type IdentificationResult, type IdentificationState } from '../../identify/identification.ts';
import { identifiedNumbers } from '../../identify/identified-robot.ts';
import { recordingOfCsv, recordingOfNpz } from '../../identify/recording-files.ts';
import type { RobotRecording } from '../../identify/recording.ts';
import { suggestExcitation } from '../../identify/excitation/suggest.ts';
import type { IdentificationSettings } from '../../identify/settings.ts';
import { limits } from '../../errors.ts';
import { parseStrictJson } from '../../formats/strict-json.ts';
import type { RobotModel } from '../../robot/model.ts';
import type { OutputFile } from '../../platform/node/output-file.ts';
import { readBytes, readText } from '../../platform/node/files.ts';
import { identificationOf, recordingFilesOf } from '../../scene/assemble-identify.ts';
import { trajectoryCsv } from '../../rollout/trajectory-files.ts';
import type { Scene } from '../../scene/schema.ts';
import { capitalized } from '../../text/capitalized.ts';
import { formatNumber } from '../../text/quantities.ts';
import { integerOption, numberOf, operand, type OptionValues, UsageError } from '../arguments.ts';
import { backendHelp, backendOption, useBackend } from '../backend.ts';
import { formatIdentification } from '../format-identify.ts';
import { loadExperiment, loadScene } from '../load-experiment.ts';
import { openOutput } from '../open-output.ts';
import { glossary, ProgressLine, type Terminal } from '../terminal.ts';
import { unknownNames, unknownsIn } from '../unknown-options.ts';
import { type Command, type ExitStatus, exitStatus } from './command.ts';

const helpText = (): string => `Usage: adjoint identify SCENE [DATA...] [options]

Finds numbers of a scene's robot from recordings: what is unknown is made such that the robot,
simulated under the recorded forces, tells what was recorded (output error, Levenberg-Marquardt with
exact sensitivities). Says each number with its confidence, and in words what the recordings do not
determine.

DATA are CSV or npz: time (s), q and tau of each joint (rad, N m; by name, "q elbow", or by number,
q0), and v where it was measured. Without DATA those that the scene names. What is named later acts
on what was named before: a payload stands behind the inertia of its link.

Options:
${glossary([
  [
    '--unknown KIND[:NAMES]',
    `what is unknown, of some joints or a link; may be repeated (default: the scene's): ${unknownNames().join(', ')}`,
  ],
  [
    '--suggest',
    'instead, write a motion that tells the most of what is unknown: CSV of t, q, v and tau, within all limits',
  ],
  ['--duration T', 'of that motion, s (default 5)'],
  ['--holdout FILE', 'a recording that is not learned from, to try what was found on; may be repeated'],
  ['--noise Q[,V]', 'standard deviations of encoders, rad, and of velocities, rad/s (default 1e-4,1e-3)'],
  ['--segment T', 'length of the segments whose starts are found, s (default 20 steps)'],
  ['--iterations N', 'most iterations (default 100)'],
  ['--out FILE', 'write what was found: .json, or .csv with a column a number'],
  ['--resume FILE', 'go on from what --out wrote as .json when it was interrupted'],
  ['--force', 'overwrite a file of this name'],
  ['--json', 'print JSON'],
  backendHelp,
  ['--help', 'show this text'],
])}

Exit status: 0 all determined, 2 bad input, 3 some not, 4 file not written, 130 interrupted.
`;

/** A recording in a file, CSV unless its name ends otherwise. */
async function loadRecording(path: string, model: RobotModel): Promise<RobotRecording> {
  const name = basename(path);
  return /\.npz$/i.test(path)
    ? recordingOfNpz(await readBytes(path, limits.tableBytes), model, name)
    : recordingOfCsv(await readText(path, limits.tableBytes), model, name);
}

function deviationsIn({ noise }: OptionValues): Pick<IdentificationSettings, 'deviations'> {
  if (noise === undefined) return {};
  const words = String(noise).split(',');
  if (words.length > 2) throw new UsageError(`--noise: ${words.length} numbers; expected Q or Q,V`);
  const [q, v] = words.map((word) => numberOf('noise', word));
  return { deviations: { q, ...(v !== undefined && { v }) } };
}

/** Settings that the scene and the options say. */
async function settingsOf(given: IdentificationSettings, values: OptionValues): Promise<IdentificationSettings> {
  const { model } = given;
  const unknown = unknownsIn(values) ?? given.unknown;
  if (unknown.length === 0)
    throw new UsageError(
      `nothing is unknown; fix: say what, e.g. --unknown joint-damping (${unknownNames().join(', ')})`,
    );
  const iterations = integerOption(values, 'iterations', 1, 10_000);
  const files = (values.holdout ?? []) as string[];
  const holdout = await Promise.all(files.map((path) => loadRecording(path, model)));
  return {
    ...given,
    unknown,
    ...deviationsIn(values),
    ...(values.segment !== undefined && { segment: numberOf('segment', String(values.segment)) }),
    ...(iterations !== undefined && { iterations }),
    ...(holdout.length > 0 && { holdout }),
  };
}

/** Where an interrupted identification stood. */
async function stateIn({ resume }: OptionValues): Promise<IdentificationState | undefined> {
  if (resume === undefined) return undefined;
  const path = String(resume);
  const { state } = Object(parseStrictJson(await readText(path, limits.runFileBytes))) as {
    state?: IdentificationState;
  };
  if (!state) throw new UsageError(`--resume: ${path} is of no identification; expected what --out wrote as .json`);
  return state;
}

/** Typed arrays as lists, and what is not finite as text. */
const plain = (_: string, value: unknown): unknown => {
  if (value instanceof Float64Array) return Array.from(value);
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
};

/** What a file or a program takes: the result, the robot, and what a scene says of its drives. */
function jsonOf(settings: IdentificationSettings, result: IdentificationResult, state: IdentificationState): string {
  const robot = identifiedNumbers(settings, result.coordinates);
  const armature = Object.fromEntries(
    Object.entries(robot.joints).flatMap(([name, { armature: own }]) => (own === undefined ? [] : [[name, own]])),
  );
  return `${JSON.stringify({ ...result, robot, scene: { robot: { armature } }, state }, plain, 2)}\n`;
}

/** A column a number; rows are what it was before, what was found, and the ends of its 95 %. */
const csvOf = ({ rows }: IdentificationResult): string =>
  encodeCsv({
    columns: rows.map(({ name, unit, before, estimate, low, high }) => ({
      name: `${name} [${unit}]`,
      values: [before, estimate, low, high],
    })),
  });

/** The file that is asked for, before anything is computed for it; what is gone on from may be replaced. */
const outputOf = async ({ out, resume, force }: OptionValues): Promise<OutputFile | undefined> =>
  out === undefined ? undefined : openOutput(String(out), force === true || out === resume);

async function write(file: OutputFile, text: string, terminal: Terminal): Promise<void> {
  await file.write(text);
  terminal.err(`${file.path}\n`);
}

async function runIdentify(
  positionals: readonly string[],
  values: OptionValues,
  terminal: Terminal,
): Promise<ExitStatus> {
  const path = operand(positionals, 'SCENE');
  useBackend(values, terminal);
  const file = await loadScene(path);
  const { experiment } = await loadExperiment(file, terminal);
  const { model } = experiment;
  const said = recordingFilesOf(file.scene).map((name) => join(dirname(path), name));
  const data = positionals.length > 1 ? positionals.slice(1) : said;
  if (values.suggest === true)
    return suggested(await settingsOf(identificationOf(file.scene, model), values), file.scene, values, terminal);
  if (data.length === 0) throw new UsageError('missing argument DATA, as the scene names no recordings');
  const settings = await settingsOf(identificationOf(file.scene, model), values);
  const out = await outputOf(values);
  const recordings = await Promise.all(data.map((name) => loadRecording(name, model)));
  const job = new Identification(settings, recordings, await stateIn(values));
  const isInterrupted = await worked(job, terminal);
  const result = job.result();
  const json = (): string => jsonOf(settings, result, job.state);
  if (out) await write(out, /\.csv$/i.test(out.path) ? csvOf(result) : json(), terminal);
  terminal.out(values.json === true ? json() : formatIdentification(result));
  if (isInterrupted) return exitStatus.interrupted;
  return result.rows.every(({ isDetermined }) => isDetermined) ? exitStatus.ok : exitStatus.fruitless;
}

/** Writes a motion that tells the most. */
async function suggested(
  settings: IdentificationSettings,
  scene: Scene,
  values: OptionValues,
  terminal: Terminal,
): Promise<ExitStatus> {
  const out = await outputOf(values);
  const progress = new ProgressLine(terminal);
  try {
    const found = await suggestExcitation(settings, {
      q0: scene.start.q,
      seed: scene.seed,
      signal: terminal.interrupted,
      onProgress: (iteration, iterations) => progress.show(iteration, iterations, 'a motion that tells more'),
      ...(values.duration !== undefined && { duration: numberOf('duration', String(values.duration)) }),
      ...(settings.iterations !== undefined && { iterations: settings.iterations }),
    });
    progress.end();
    const { model, dt } = settings;
    const { q, v, tau, time, words } = found;
    const steps = time.length - 1;
    const trajectory = { dt, steps, nq: model.nq, nv: model.nv, q, v, tau: tau.slice(0, steps * model.nv), links: {} };
    const text = values.json === true ? `${JSON.stringify(found, plain)}\n` : trajectoryCsv(trajectory, model);
    terminal.err(`${capitalized(words)}.\n`);
    if (out) await write(out, text, terminal);
    else terminal.out(text);
    return exitStatus.ok;
  } catch (error) {
    if (terminal.interrupted.aborted) return exitStatus.interrupted;
    throw error;
  }
}

/** Iterations until the end, or until Ctrl-C: whether it was. */
async function worked(job: Identification, terminal: Terminal): Promise<boolean> {
  const progress = new ProgressLine(terminal);
  while (job.end === null && !terminal.interrupted.aborted) {
    const { iteration, iterations, residual } = await job.step();
    progress.show(iteration, iterations, `residuals ${formatNumber(residual)} of the sensors' noise`);
  }
  progress.end();
  return job.end === null;
}

export const identify: Command = {
  get help() {
    return helpText();
  },
  operands: ['SCENE', 'DATA...'],
  options: {
    unknown: { type: 'string', multiple: true },
    holdout: { type: 'string', multiple: true },
    noise: { type: 'string' },
    suggest: { type: 'boolean' },
    duration: { type: 'string' },
    segment: { type: 'string' },
    iterations: { type: 'string' },
    out: { type: 'string' },
    resume: { type: 'string' },
    force: { type: 'boolean' },
    json: { type: 'boolean' },
    ...backendOption,
  },
  run: ({ positionals, values }, terminal) => runIdentify(positionals, values, terminal),
};
