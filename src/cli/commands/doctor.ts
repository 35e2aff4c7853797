/** @file `adjoint doctor`: examines an experiment or a run, says in plain words what is wrong, and tries what may help. */
import { limits } from '../../errors.ts';
import { readText } from '../../platform/node/files.ts';
import { isRunText } from '../../run/run-file.ts';
import { consult } from '../../scene/doctor.ts';
import { requireRunOf } from '../../scene/saved-run.ts';
import { operand, type OptionValues } from '../arguments.ts';
import { backendHelp, backendOption, useBackend } from '../backend.ts';
import { formatDiagnosis } from '../format-diagnosis.ts';
import { loadExperiment, type LoadedExperiment, loadRun, loadSceneWith } from '../load-experiment.ts';
import { robotHelp, robotOptions } from '../robot-options.ts';
import { glossary, ProgressLine, type Terminal } from '../terminal.ts';
import { type Command, type ExitStatus, exitStatus } from './command.ts';

const help = `Usage: adjoint doctor SCENE|RUN [options]

Measures an experiment where it starts, or where a run has come to: growth along the rollout,
stability of its steps, use of the drives, saturation of a policy's layers, curvature beside the
edge of its method, corners of the loss, noise, and a short run of its own method. Says what is
wrong, the worst first, each claim with its figure (a number without a unit), the threshold of that
and a confidence; tries the remedy on a changed scene, and shows its effect.

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

async function runDoctor(
  positionals: readonly string[],
  values: OptionValues,
  terminal: Terminal,
): Promise<ExitStatus> {
  const path = operand(positionals, 'SCENE|RUN');
  useBackend(values, terminal);
  const { experiment, remake, name, parameters } = await load(path, values, terminal);
  const progress = new ProgressLine(terminal);
  let parts = 0;
  try {
    const report = await consult(experiment, {
      remake,
      tries: values['no-try'] !== true,
      signal: terminal.interrupted,
      onPart: (part) => {
        parts++;
        progress.show(parts, parts + 1, part);
      },
      ...(parameters && { parameters }),
    });
    progress.end();
    const { findings } = report;
    terminal.out(values.json === true ? `${JSON.stringify({ findings })}\n` : formatDiagnosis(report, name));
    return findings.length === 0 ? exitStatus.ok : exitStatus.fruitless;
  } catch (error) {
    if (!terminal.interrupted.aborted || error !== terminal.interrupted.reason) throw error;
    return exitStatus.interrupted;
  }
}

export const doctor: Command = {
  help,
  operands: ['SCENE|RUN'],
  options: { 'no-try': { type: 'boolean' }, ...backendOption, ...robotOptions, json: { type: 'boolean' } },
  run: ({ positionals, values }, terminal) => runDoctor(positionals, values, terminal),
};
