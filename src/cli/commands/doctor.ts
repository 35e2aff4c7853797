/** @file `adjoint doctor`: examines an experiment or a run, says in plain words what is wrong, and tries what may help. */
import { limits } from '../../errors.ts';
import { consultStudy } from '../../lab/doctor/consult-study.ts';
import { patientsOf } from '../../lab/doctor/patients.ts';
import type { Consultation } from '../../learning/doctor/finding.ts';
import { thisThread } from '../../learning/this-thread.ts';
import { readText } from '../../platform/node/files.ts';
import { isRunText } from '../../run/run-file.ts';
import { consult } from '../../scene/doctor.ts';
import { recognise } from '../../scene/recognise.ts';
import { requireRunOf } from '../../scene/saved-run.ts';
import { operand, type OptionValues, UsageError } from '../arguments.ts';
import { backendHelp, backendOption, useBackend } from '../backend.ts';
import { formatDiagnosis, formatStudyDiagnosis } from '../format-diagnosis.ts';
import { loadExperiment, type LoadedExperiment, loadRun, loadSceneWith } from '../load-experiment.ts';
import { robotHelp, robotOptions, robotSettings } from '../robot-options.ts';
import { loadStudy } from '../load-study.ts';
import { glossary, ProgressLine, type Terminal } from '../terminal.ts';
import { type Command, type ExitStatus, exitStatus } from './command.ts';

const help = `Usage: adjoint doctor SCENE|RUN|EXPERIMENT [options]

Measures an experiment where it starts, or where a run has come to: growth along the rollout,
stability of its steps, use of the drives, saturation of a policy's layers, curvature beside the
edge of its method, corners of the loss, noise, and a short run of its own method. Says what is
wrong, the worst first, each claim with its figure (a number without a unit), the threshold of that
and a confidence; tries the remedy on a changed scene, and shows its effect. Of an experiment of the Lab
each method that it compares is examined; a textbook landscape has no robot, and so fewer causes.

Causes: steps of physics that are unstable in closed loop, targets that cannot be met, drives at
their limits, saturated layers, exploding adjoints, a learning rate beyond the edge, corners of the
loss, a noise floor, parameters without a path to the loss, flat directions.

Options:
${glossary([
  ['--no-try', 'say what may help without trying it'],
  backendHelp,
  ...robotHelp,
  ['--json', 'print JSON: the findings, with figures before and after; null where one has no bound'],
  ['--help', 'show this text'],
])}

Exit status: 0 nothing found, 2 bad input, 3 something found.
`;

interface Examined extends LoadedExperiment {
  readonly name: string;
  /** Where a run has come to. */
  readonly parameters?: Float64Array;
}

/** The experiment of a scene, or of a run with the best parameters that it came to. */
async function load(path: string, values: OptionValues, terminal: Terminal): Promise<Examined> {
  if (!isRunText(await readText(path, limits.runFileBytes))) {
    const file = await loadSceneWith(path, values);
    return { ...(await loadExperiment(file, terminal)), name: file.scene.title };
  }
  const run = await loadRun(path);
  const loaded = await loadExperiment({ path, scene: run.scene }, terminal);
  requireRunOf(run, loaded.experiment, loaded.robotChecksum);
  return { ...loaded, name: run.scene.title, parameters: run.state.best?.parameters ?? run.state.parameters };
}

/** How a consultation is watched and ended. */
interface Watch {
  readonly tries: boolean;
  readonly signal: AbortSignal;
  readonly onPart: (part: string) => void;
}

/** What was found, as text and as data. */
interface Report {
  readonly findings: readonly Consultation[];
  readonly text: string;
}

async function ofStudy(path: string, values: OptionValues, terminal: Terminal, watch: Watch): Promise<Report> {
  if (Object.keys(robotSettings(values)).length > 0)
    throw new UsageError('options of a robot are not for an experiment of the Lab: say them in its "set"');
  const study = await loadStudy(path, [], thisThread, terminal);
  const report = await consultStudy(patientsOf(study), watch);
  return { findings: report.findings, text: formatStudyDiagnosis(report, study.title) };
}

async function ofScene(path: string, values: OptionValues, terminal: Terminal, watch: Watch): Promise<Report> {
  const { experiment, remake, name, parameters } = await load(path, values, terminal);
  const report = await consult(experiment, { remake, ...watch, ...(parameters && { parameters }) });
  return { findings: report.findings, text: formatDiagnosis(report, name) };
}

async function runDoctor(
  positionals: readonly string[],
  values: OptionValues,
  terminal: Terminal,
): Promise<ExitStatus> {
  const path = operand(positionals, 'SCENE|RUN|EXPERIMENT');
  useBackend(values, terminal);
  const progress = new ProgressLine(terminal);
  let parts = 0;
  const watch: Watch = {
    tries: values['no-try'] !== true,
    signal: terminal.interrupted,
    onPart: (part) => {
      parts++;
      progress.show(parts, parts + 1, part);
    },
  };
  const isStudy = recognise(await readText(path, limits.runFileBytes), path).kind === 'lab';
  try {
    const { findings, text } = await (isStudy ? ofStudy : ofScene)(path, values, terminal, watch);
    progress.end();
    terminal.out(values.json === true ? `${JSON.stringify({ findings })}\n` : text);
    return findings.length === 0 ? exitStatus.ok : exitStatus.fruitless;
  } catch (error) {
    if (!terminal.interrupted.aborted || error !== terminal.interrupted.reason) throw error;
    return exitStatus.interrupted;
  }
}

export const doctor: Command = {
  help,
  operands: ['SCENE|RUN|EXPERIMENT'],
  options: { 'no-try': { type: 'boolean' }, ...backendOption, ...robotOptions, json: { type: 'boolean' } },
  run: ({ positionals, values }, terminal) => runDoctor(positionals, values, terminal),
};
