/** @file `adjoint export`: what a run has learned, or how it moves, as a file for other programs. */
import { basename } from 'node:path';
import { SceneError } from '../../errors.ts';
import { word } from '../../robot/remedies.ts';
import { trajectoryCsv, trajectoryNpz } from '../../rollout/trajectory-files.ts';
import { trajectoryMcap } from '../../rollout/trajectory-mcap.ts';
import type { SavedTrajectory } from '../../rollout/trajectory.ts';
import { writeController } from '../../scene/saved-controller.ts';
import { requireRunOf, type SavedRun } from '../../scene/saved-run.ts';
import { oneLine } from '../../text/printable.ts';
import { choiceOption, operand, type OptionValues, UsageError } from '../arguments.ts';
import { inFile, loadExperiment, type LoadedExperiment, loadRun } from '../load-experiment.ts';
import { openNamed } from '../open-output.ts';
import { glossary, type Terminal } from '../terminal.ts';
import { type Command, type ExitStatus, exitStatus } from './command.ts';

/** A run with its experiment, and what is known of its best iteration. */
interface Exported {
  readonly run: SavedRun;
  readonly loaded: LoadedExperiment;
  readonly trajectory: SavedTrajectory;
  readonly licence: string | undefined;
}

interface Format {
  /** What a file of it is. */
  readonly what: string;
  readonly encode: (exported: Exported) => string | Uint8Array | Promise<Uint8Array>;
}

const formats = {
  safetensors: {
    what: 'the controller: its best parameters by name for PyTorch, what they act on and how, and pairs of observation and action',
    encode: ({ run, loaded: { experiment, robotChecksum }, licence }) =>
      writeController(experiment, robotChecksum, run, { ...(licence !== undefined && { licence }) }),
  },
  npz: {
    what: 'the motion as arrays for NumPy',
    encode: ({ trajectory, loaded: { experiment } }) => trajectoryNpz(trajectory, experiment.model),
  },
  csv: {
    what: 'the motion as a table: time, joints, torques, places, each with its unit',
    encode: ({ trajectory, loaded: { experiment } }) => trajectoryCsv(trajectory, experiment.model),
  },
  mcap: {
    what: 'the motion as a log for Foxglove or PlotJuggler: /joint_states, and /tip/LINK for the links of the task',
    encode: ({ trajectory, loaded: { experiment } }) => trajectoryMcap(trajectory, experiment.model),
  },
} as const satisfies Record<string, Format>;

type FormatName = keyof typeof formats;
const formatNames = Object.keys(formats) as FormatName[];

const help = `Usage: adjoint export RUN [SCENE] --to FORMAT [options]

Writes what RUN (a run file) came to as a file for other programs: the controller of its best
iteration, or how the robot moves by it. SCENE only says where the robot file is (else: beside the
run file, or Adjoint's own).

Formats:
${glossary(Object.entries(formats).map(([name, { what }]) => [name, what]))}

Options:
${glossary([
  ['--to FORMAT', formatNames.join(', ')],
  ['--out FILE', "where to write it (default: a name like the run file's that is free)"],
  ['--force', 'overwrite FILE although it exists'],
  ['--licence TEXT', 'what may be done with the controller and its robot, to stand in a safetensors file'],
  ['--help', 'show this text'],
])}

Exit status: 0 done, 2 bad input, 4 file not written.
`;

function formatOf(values: OptionValues): FormatName {
  const format = choiceOption(values, 'to', formatNames);
  if (format === undefined) throw new UsageError(`missing option --to; expected --to ${formatNames.join(' or ')}`);
  if (values.licence !== undefined && format !== 'safetensors')
    throw new UsageError(`--licence: ${format} has no place for it; fix: leave it out, or --to safetensors`);
  return format;
}

/** The trajectory of a run; none where it has not begun. */
function trajectoryIn(path: string, { trajectory }: SavedRun): SavedTrajectory {
  if (trajectory) return trajectory;
  const remedy = `let it run: adjoint run --resume ${word(path)}`;
  return inFile(path, () => {
    throw new SceneError('$.run.trajectory', 'nothing', 'that of the best of some iterations', remedy);
  });
}

async function runExport(
  positionals: readonly string[],
  values: OptionValues,
  terminal: Terminal,
): Promise<ExitStatus> {
  const path = operand(positionals, 'RUN');
  const format = formatOf(values);
  const run = await loadRun(path);
  const trajectory = trajectoryIn(path, run);
  const ownName = `${basename(path).replace(/(\.run)?\.json$/, '')}.${format}`;
  const file = await openNamed(values.out as string | undefined, ownName, values.force === true);
  const loaded = await loadExperiment({ path: positionals[1] ?? path, scene: run.scene }, terminal);
  requireRunOf(run, loaded.experiment, loaded.robotChecksum);
  const { encode, what }: Format = formats[format];
  await file.write(await encode({ run, loaded, trajectory, licence: values.licence as string | undefined }));
  terminal.err(`Wrote ${oneLine(file.path)}: ${what}.\n`);
  return exitStatus.ok;
}

export const exportRun: Command = {
  help,
  operands: ['RUN', 'SCENE'],
  options: {
    to: { type: 'string' },
    out: { type: 'string' },
    force: { type: 'boolean' },
    licence: { type: 'string' },
  },
  run: ({ positionals, values }, terminal) => runExport(positionals, values, terminal),
};
