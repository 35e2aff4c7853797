/** @file `adjoint lab`: the figures of an experiment, a scene or a run, as files. */
import { elevations, type SurfaceView } from '../../figures/surface/view.ts';
import { labFigures } from '../../lab/figures/all.ts';
import { type Drawing, type DrawOptions, rowOrders } from '../../lab/figures/lab-figure.ts';
import { type Dimension, type FigureName, figureNames } from '../../lab/figures/names.ts';
import { lookAt } from '../../lab/look.ts';
import { labJsonSchema } from '../../lab/schema.ts';
import type { Study } from '../../lab/study.ts';
import { surfaceSides } from '../../learning/surface/surface.ts';
import { makeFolder } from '../../platform/node/make-folder.ts';
import { settingLines } from '../../settings/help.ts';
import { counted } from '../../text/counted.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import { oneLine } from '../../text/printable.ts';
import { integerOption, numberOf, operand, type OptionValues, UsageError } from '../arguments.ts';
import { backendHelp, backendOption, useBackend } from '../backend.ts';
import { type FileFormat, fileFormats, FigureFolder } from '../figure-folder.ts';
import { loadStudy } from '../load-study.ts';
import { openRunner } from '../population-runner.ts';
import { glossary, ProgressLine, type Terminal } from '../terminal.ts';
import { type Command, type ExitStatus, exitStatus } from './command.ts';

/** Made when it is asked for: the list of settings is long. */
const helpText = (): string => `Usage: adjoint lab EXPERIMENT|SCENE|RUN --out DIR [options]

Writes the Lab's figures of a textbook experiment (scenes/lab), of a scene or of a run into DIR: each as
SVG and PNG with its numbers as CSV, and what is seen in them in captions.md. The same command
writes the same files, whatever the number of workers.

surface   the loss over two parameters or directions, with the ways of the compared methods: as a map, and
          in space
norms     gradient norms by group of parameters and iteration; of an arm, costates by joint and time, how
          disturbances grow along the rollout, and which drives and layers are saturated
flow      methods beside the gradient flow and beside their own, with distances and their order
spectrum  eigenvalues of the Hessian, and the sharpness along the way beside each method's threshold
pad       what step size and momentum do over the task's own Hessian
horizon   of an arm: what step size and horizon do, and the loss along a line

Options:
${glossary([
  ['--out DIR', 'folder for the files; made where there is none'],
  [
    '--figure NAME',
    'this figure only; may be given several times (default: those that the experiment names, else all)',
  ],
  [
    '--points N',
    `points of the surface along each side, at most: ${surfaceSides.join(', ')} (default: as the experiment says)`,
  ],
  ['--dim 2|3', 'the surface as a map (2) or in space (3) only (default: as the experiment says, else both)'],
  [
    '--view AZ,EL',
    `from where it is seen in space: azimuth from the direction across and elevation, ${elevations.least} to ${elevations.most}, degrees`,
  ],
  [
    '--sort ORDER',
    `rows of heatmaps as the parameters are, or those with the largest numbers first: ${rowOrders.join(', ')} (default: ${rowOrders[0]})`,
  ],
  ['--format LIST', `what is written of each figure: ${fileFormats.join(',')} (default: all)`],
  ['--from X,Y', 'where all methods begin on the plane, across and up (default: the start of the landscape)'],
  ['--set PATH=VALUE', 'change a setting of the experiment (may be repeated), see below; e.g. --set iterations=50'],
  ['--workers N', 'evaluate on N worker threads: the same bits'],
  ['--force', 'overwrite files of these names'],
  backendHelp,
  ['--help', 'show this text'],
])}

Exit status: 0 done, 2 bad input, 3 not finite, 4 file not written, 130 interrupted.

Settings (entries of lists by their position; values as in JSON, words as they are). One of the scene
that an experiment is about is said as scene.PATH=VALUE, by the paths of adjoint run --help:
${glossary(settingLines(labJsonSchema()))}
`;

/** Words of a list that are all known. */
function chosenOf<T extends string>(option: string, given: readonly string[], known: readonly T[]): readonly T[] {
  return given.map((word) => {
    const found = known.find((name) => name === word);
    if (found !== undefined) return found;
    throw new UsageError(
      `--${option}: unknown "${word}"; ${didYouMean(word, known, `there are: ${known.join(', ')}`)}`,
    );
  });
}

/** What is drawn, and how finely. */
interface Wanted {
  /** Those that the study says, where none are asked for. */
  readonly figures: readonly FigureName[] | undefined;
  readonly formats: readonly FileFormat[];
  readonly drawn: DrawOptions;
}

/** Azimuth and elevation. */
function viewOf(text: string): SurfaceView {
  const [azimuth, elevation, ...more] = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  const isView = Number.isFinite(azimuth) && elevation >= elevations.least && elevation <= elevations.most;
  if (isView && more.length === 0) return { azimuth, elevation };
  throw new UsageError(
    `--view: found "${text}", expected azimuth and elevation in degrees, the latter from ${elevations.least} to ${elevations.most}; e.g. --view=-60,40`,
  );
}

function wantedOf({ figure, format, sort, view, ...others }: OptionValues): Wanted {
  const points = integerOption(others, 'points', surfaceSides[0], surfaceSides.at(-1));
  const dim = integerOption(others, 'dim', 2, 3) as Dimension | undefined;
  return {
    figures: figure === undefined ? undefined : chosenOf('figure', figure as string[], figureNames),
    formats: chosenOf('format', String(format ?? fileFormats.join(',')).split(','), fileFormats),
    drawn: {
      sort: chosenOf('sort', [String(sort ?? rowOrders[0])], rowOrders)[0],
      ...(points !== undefined && { points }),
      ...(dim !== undefined && { dimensions: [dim] }),
      ...(view !== undefined && { view: viewOf(String(view)) }),
    },
  };
}

/** Where the methods begin, as a setting. */
function startSetting({ from }: OptionValues): string[] {
  if (from === undefined) return [];
  const words = String(from).split(',');
  if (words.length !== 2) throw new UsageError(`--from: found "${String(from)}"; expected two numbers X,Y`);
  return [`lab.from=${JSON.stringify(words.map((word) => numberOf('from', word)))}`];
}

/** How fine a surface is by now. */
function pointsIn([first]: readonly Drawing[]): string {
  const data = first?.data;
  return data && 'z' in data ? `, ${data.x.values.length} × ${data.y.values.length} points` : '';
}

async function drawAll(study: Study, folder: FigureFolder, wanted: Wanted, terminal: Terminal): Promise<void> {
  const signal = terminal.interrupted;
  const { drawn, figures: names = study.lab.figures ?? figureNames } = wanted;
  terminal.err(
    `${oneLine(study.title)}: ${study.landscape.layout.size} parameters, ${counted(study.methods.length, 'method')} over ${counted(study.iterations, 'iteration')} …\n`,
  );
  const look = await lookAt(study, { signal });
  const progress = new ProgressLine(terminal);
  for (const [done, name] of names.entries()) {
    const figure = labFigures[name];
    progress.show(done, names.length, name);
    const reason = figure.missing(look);
    if (reason !== null) {
      progress.say(`No figure "${name}": ${reason}\n`);
      continue;
    }
    let last;
    for await (const drawings of figure.draw(look, { ...drawn, signal })) {
      last = drawings;
      progress.show(done, names.length, `${name}${pointsIn(drawings)}`);
    }
    for (const drawing of last ?? []) await folder.add(drawing);
  }
  progress.show(names.length, names.length, 'drawn');
  progress.end();
}

async function runLab(positionals: readonly string[], values: OptionValues, terminal: Terminal): Promise<ExitStatus> {
  const path = operand(positionals, 'EXPERIMENT|SCENE|RUN');
  const out = values.out as string | undefined;
  if (out === undefined) throw new UsageError('missing option --out DIR: the folder for the figures');
  const wanted = wantedOf(values);
  useBackend(values, terminal);
  const runner = openRunner(integerOption(values, 'workers', 1, 64), terminal);
  try {
    const settings = [...((values.set ?? []) as string[]), ...startSetting(values)];
    const study = await loadStudy(path, settings, runner, terminal);
    await makeFolder(out);
    const folder = new FigureFolder(out, study, { formats: wanted.formats, mayReplace: values.force === true });
    await drawAll(study, folder, wanted, terminal);
    for (const written of await folder.finish()) terminal.out(`${oneLine(written)}\n`);
  } catch (error) {
    if (terminal.interrupted.aborted) return exitStatus.interrupted;
    throw error;
  } finally {
    runner.close();
  }
  return exitStatus.ok;
}

export const lab: Command = {
  get help() {
    return helpText();
  },
  operands: ['EXPERIMENT|SCENE|RUN'],
  options: {
    out: { type: 'string' },
    figure: { type: 'string', multiple: true },
    points: { type: 'string' },
    sort: { type: 'string' },
    from: { type: 'string' },
    set: { type: 'string', multiple: true },
    dim: { type: 'string' },
    view: { type: 'string' },
    format: { type: 'string' },
    workers: { type: 'string' },
    force: { type: 'boolean' },
    ...backendOption,
  },
  run: ({ positionals, values }, terminal) => runLab(positionals, values, terminal),
};
