/** @file `adjoint estimate`: how well a scene's robot knows its own state, by one rollout and by many, and which sensor that hangs on. */
import { join } from 'node:path';
import { encodeCsv, type CsvTable } from '../../formats/csv.ts';
import type { PopulationRunner } from '../../parallel/population-runner.ts';
import { makeFolder } from '../../platform/node/make-folder.ts';
import { availableWorkers } from '../../platform/node/worker-pool.ts';
import type { Experiment } from '../../scene/experiment.ts';
import { withSettings } from '../../scene/with-settings.ts';
import { type Buying, whichToBuy } from '../../senses/buying.ts';
import { type AloneOutcome, eachAlone } from '../../senses/each-alone.ts';
import { estimateOnce } from '../../senses/estimate.ts';
import { fitSenses, type SensesFit } from '../../senses/fit.ts';
import { monteCarloOf, type MonteCarloReport } from '../../senses/monte-carlo.ts';
import type { EstimateRecord, SensorSwitch } from '../../senses/records.ts';
import { requireSensing } from '../../senses/requirements.ts';
import { atOnce, mostAtOnce, mostRuns } from '../../senses/runs.ts';
import { diagnoseSenses, doctorRuns, isExaminable, type SensesDiagnosis } from '../../senses/scene-doctor.ts';
import { filterNames, withFilter } from '../../senses/with-filter.ts';
import { typeOf } from '../../settings/kinds.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import { oneLine } from '../../text/printable.ts';
import { integerOption, operand, type OptionValues, UsageError } from '../arguments.ts';
import { backendHelp, backendOption, useBackend } from '../backend.ts';
import { tableOfMeans, tableOfRecord } from '../estimate-tables.ts';
import { formatAlone, formatBuying, formatOnce, formatRuns, formatSensesDiagnosis } from '../format-estimate.ts';
import { formatFit } from '../format-fit.ts';
import { inFile, loadExperiment, loadScene } from '../load-experiment.ts';
import { openOutput } from '../open-output.ts';
import { openRunner } from '../population-runner.ts';
import { requireEverOn, switchesIn } from '../switch-options.ts';
import { glossary, ProgressLine, type Terminal } from '../terminal.ts';
import { type Command, type ExitStatus, exitStatus } from './command.ts';

const usual = { runs: 100 } as const;

const mostSeed = 2 ** 32 - 1;

const helpText = (): string => `Usage: adjoint estimate SCENE [options]

Runs a scene whose robot sees itself through sensors and a filter: once, and then many times with
all drawn anew. Says how far the estimate is off, whether the filter doubts as much as it errs (NEES
and NIS with two-sided bounds, whiteness), how near it is to the least error that there can be, and
how often the task succeeds. Where the filter is not consistent, a doctor says which covariance or
bias is wrong, tries the correction on the same readings, and shows its effect.

Options:
${glossary([
  ['--filter NAME', `another filter than the scene's; may be repeated: ${filterNames().join(', ')}, or all`],
  ['--runs N', `how many runs, at most ${mostRuns} (default ${usual.runs})`],
  ['--seed N', "of all that is drawn (default: the scene's test)"],
  ['--alone', 'what the task comes to where each sensor is alone, all others blind'],
  ['--buy', `which sensor to buy: d loss / d noise of each, by at most ${mostAtOnce} runs`],
  ['--fit', 'what the filter is to believe of noise and force: of these runs by maximum likelihood'],
  ['--blind SWITCH', 'SENSOR[.CHANNEL][@FROM[..UNTIL]], s; e.g. camera@0.5..1 (may be repeated)'],
  ['--bias SWITCH', 'SENSOR[.CHANNEL]:VALUE[@FROM[..UNTIL]]; e.g. encoders.1:0.05@2 (may be repeated)'],
  ['--set PATH=VALUE', 'change a setting of the scene (may be repeated); paths: adjoint run --help'],
  ['--out FOLDER', 'write the rollout and the means over runs of each filter as CSV'],
  ['--force', 'overwrite files of these names'],
  ['--json', 'print JSON'],
  ['--workers N', 'run on N worker threads (default: as many as there are cores); the same bits'],
  backendHelp,
  ['--help', 'show this text'],
])}

Exit status: 0 consistent, 2 bad input, 3 not consistent or runs lost, 4 file not written, 130 interrupted.
`;

interface Wanted {
  readonly runs: number;
  /** Default: the scene's own, of one run and of many. */
  readonly seed: number | undefined;
  readonly switches: readonly SensorSwitch[];
}

/** What was found of one filter. */
interface Found {
  readonly once: EstimateRecord;
  readonly report: MonteCarloReport;
  readonly alone?: readonly AloneOutcome[];
  readonly buying?: Buying;
  readonly fit?: SensesFit;
  readonly doctor?: SensesDiagnosis;
}

function filtersOf({ filter }: OptionValues): readonly string[] | null {
  if (filter === undefined) return null;
  const known = filterNames();
  const wanted = (filter as string[]).flatMap((name) => (name === 'all' ? known : [name]));
  const wrong = wanted.find((name) => !known.includes(name));
  if (wrong !== undefined)
    throw new UsageError(
      `--filter: unknown "${wrong}"; ${didYouMean(wrong, known, `there are: ${known.join(', ')}, all`)}`,
    );
  return [...new Set(wanted)];
}

/** All that is asked of one filter. */
async function findOf(
  experiment: Experiment,
  { runs, seed: said, switches }: Wanted,
  values: OptionValues,
  { runner, terminal, progress }: { runner: PopulationRunner; terminal: Terminal; progress: ProgressLine },
): Promise<Found> {
  requireSensing(experiment);
  const x = experiment.initialParameters;
  requireEverOn(switches, experiment);
  const seed = said ?? experiment.examinations.test.seed;
  const name = typeOf(experiment.scene.estimator!.filter);
  const asking = (what: string) => ({
    seed,
    runner,
    signal: terminal.interrupted,
    onProgress: (done: number, total: number) => progress.show(done, total, `${name}: ${what}`),
  });
  // first, as it refuses some filters
  const fit = values.fit === true && (await fitSenses(experiment, x, { ...asking('fitting'), runs, switches }));
  const once = estimateOnce(experiment, x, { switches, ...(said !== undefined && { seed: said }) });
  const report = await monteCarloOf(experiment, x, { ...asking('runs'), runs, switches });
  const few = { ...asking('readings filtered again'), runs: Math.max(Math.min(runs, doctorRuns), 2), switches };
  const isFine = report.consistency === null || report.consistency.isConsistent;
  return {
    once,
    report,
    ...(values.alone === true && { alone: await eachAlone(experiment, x, { ...asking('each sensor alone'), runs }) }),
    ...(values.buy === true && {
      buying: await whichToBuy(experiment, x, {
        ...asking('d loss / d noise'),
        runs: Math.max(Math.min(runs, atOnce(experiment)), 2),
      }),
    }),
    ...(fit && { fit }),
    ...(!isFine && isExaminable(experiment) && { doctor: await diagnoseSenses(experiment, x, few) }),
  };
}

async function writeTables(
  folder: string,
  name: string,
  found: readonly Found[],
  mayReplace: boolean,
): Promise<string[]> {
  await makeFolder(folder);
  const paths: string[] = [];
  const write = async (ending: string, table: CsvTable | null): Promise<void> => {
    if (!table) return;
    const file = await openOutput(join(folder, `${name}.${ending}.csv`), mayReplace);
    await file.write(encodeCsv(table));
    paths.push(file.path);
  };
  for (const { once, report } of found) {
    await write(`${report.filter}.run`, tableOfRecord(once));
    await write(`${report.filter}.means`, tableOfMeans(report));
  }
  return paths;
}

/** Typed arrays as lists. */
const plain = (_: string, value: unknown): unknown =>
  value instanceof Float64Array || value instanceof Uint8Array ? Array.from(value) : value;

function jsonOf(title: string, found: readonly Found[]): string {
  const filters = found.map(({ once, ...rest }) => ({
    ...rest,
    once: { filter: once.filter, task: once.task, findings: once.findings },
  }));
  return `${JSON.stringify({ scene: title, filters }, plain)}\n`;
}

function textOf({ settings: { task } }: Experiment, found: readonly Found[]): string {
  const named = (filter: string, text: string): string => (found.length > 1 ? `${filter}\n${text}` : text);
  return [
    ...found.map(({ once }) => (found.length > 1 ? `${once.filter}\n` : '') + formatOnce(once, task)),
    formatRuns(
      found.map(({ report }) => report),
      task,
    ),
    ...found.flatMap(({ report: { filter }, alone, buying, fit, doctor }) => [
      ...(alone ? [named(filter, formatAlone(alone))] : []),
      ...(buying ? [named(filter, formatBuying(buying))] : []),
      ...(fit ? [named(filter, formatFit(fit))] : []),
      ...(doctor ? [named(filter, formatSensesDiagnosis(doctor))] : []),
    ]),
  ].join('\n');
}

async function runEstimate(
  positionals: readonly string[],
  values: OptionValues,
  terminal: Terminal,
): Promise<ExitStatus> {
  const path = operand(positionals, 'SCENE');
  const [filters, switches] = [filtersOf(values), switchesIn(values)];
  const runs = integerOption(values, 'runs', 1, mostRuns) ?? usual.runs;
  const seed = integerOption(values, 'seed', 0, mostSeed);
  useBackend(values, terminal);
  const file = await loadScene(path);
  const changes = (values.set ?? []) as string[];
  const scene = inFile(path, () => (changes.length > 0 ? withSettings(file.scene, changes) : file.scene));
  const { experiment, remake } = await loadExperiment(changes.length > 0 ? { path, scene } : { ...file }, terminal);
  const experiments = filters
    ? inFile(path, () => filters.map((name) => remake(withFilter(scene, name))))
    : [experiment];
  const runner = openRunner(integerOption(values, 'workers', 1, 64) ?? availableWorkers(), terminal);
  const progress = new ProgressLine(terminal);
  try {
    const wanted = { runs, seed, switches };
    const found: Found[] = [];
    for (const each of experiments) found.push(await findOf(each, wanted, values, { runner, terminal, progress }));
    progress.end();
    terminal.out(
      values.json === true ? jsonOf(scene.title, found) : `${oneLine(scene.title)}\n\n${textOf(experiment, found)}`,
    );
    if (values.out !== undefined)
      for (const written of await writeTables(String(values.out), scene.name, found, values.force === true))
        terminal.err(`${oneLine(written)}\n`);
    return found.every(({ report }) => report.findings.length === 0) ? exitStatus.ok : exitStatus.fruitless;
  } catch (error) {
    if (terminal.interrupted.aborted) return exitStatus.interrupted;
    throw error;
  } finally {
    await runner.close();
  }
}

export const estimate: Command = {
  get help() {
    return helpText();
  },
  operands: ['SCENE'],
  options: {
    filter: { type: 'string', multiple: true },
    runs: { type: 'string' },
    seed: { type: 'string' },
    alone: { type: 'boolean' },
    buy: { type: 'boolean' },
    fit: { type: 'boolean' },
    blind: { type: 'string', multiple: true },
    bias: { type: 'string', multiple: true },
    set: { type: 'string', multiple: true },
    out: { type: 'string' },
    force: { type: 'boolean' },
    json: { type: 'boolean' },
    workers: { type: 'string' },
    ...backendOption,
  },
  run: ({ positionals, values }, terminal) => runEstimate(positionals, values, terminal),
};
