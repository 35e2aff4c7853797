/** @file `adjoint gradcheck`: the whole rollout gradient of a scene against differences and by the dot-product test. */
import { learnedProblem } from '../../learning/learned-problem.ts';
import { checkProblem, type GradientReport } from '../../learning/check-problem.ts';
import { ParameterLayout } from '../../core/parameters.ts';
import { parseScene } from '../../scene/parse.ts';
import { smoothed } from '../../scene/smooth.ts';
import { integerOption, operand, type OptionValues } from '../arguments.ts';
import { backendHelp, backendOption, useBackend } from '../backend.ts';
import { loadExperiment, loadSceneWith } from '../load-experiment.ts';
import { robotHelp, robotOptions } from '../robot-options.ts';
import { glossary, listed, ProgressLine, type Terminal } from '../terminal.ts';
import { type Command, type ExitStatus, exitStatus } from './command.ts';

const help = `Usage: adjoint gradcheck SCENE [options]

Compares the gradient of the scene's whole rollout, at the initial parameters, with central
differences extrapolated to step 0 (Ridders), and forward mode with reverse mode by the dot-product
test. Errors are relative to the entry, or to a thousandth of the largest where the entry is
smaller. Differences are good to about 1e-9 where the horizon does not amplify rounding; the growth
|dx_T/dx_0| of the state Jacobian says whether it does.

Options:
${glossary([
  ['--horizon STEPS', 'check the first STEPS steps only'],
  backendHelp,
  ...robotHelp,
  ['--json', 'print JSON with every entry'],
  ['--help', 'show this text'],
])}
`;

/** Relative precision of extrapolated differences where the horizon does not amplify rounding. */
const attainable = 1e-8;

function verdict(error: number, growth: number): string {
  const precision = attainable * Math.max(1, growth);
  const allows = `differences are good to about ${precision.toExponential(0)} here`;
  if (growth > 1e3)
    return `The state Jacobian grows ${growth.toExponential(0)}-fold over the horizon and differences lose as many digits; ${allows}. The dot-product test is not affected.`;
  return error < precision ? `The gradient agrees; ${allows}.` : `The gradient does not agree: ${allows}.`;
}

function print(
  { steps, value, gradientNorm, worst, dotProductError, stateGrowth }: GradientReport,
  terminal: Terminal,
): void {
  const rows: readonly (readonly [string, string])[] = [
    ['steps', String(steps)],
    ['loss', value.toPrecision(8)],
    ['gradient norm', gradientNorm.toExponential(3)],
    [
      'worst relative error',
      `${worst.relativeError.toExponential(2)} at ${worst.name} (gradient ${worst.gradient.toPrecision(8)}, difference ${worst.difference.toPrecision(8)})`,
    ],
    ['dot-product error', dotProductError.toExponential(2)],
    ['growth |dx_T/dx_0|', stateGrowth.toExponential(2)],
  ];
  terminal.out(listed(rows, 24));
  terminal.out(`${verdict(worst.relativeError, stateGrowth)}\n`);
}

async function runGradcheck(
  positionals: readonly string[],
  values: OptionValues,
  terminal: Terminal,
): Promise<ExitStatus> {
  const path = operand(positionals, 'SCENE');
  useBackend(values, terminal);
  const file = await loadSceneWith(path, values);
  const steps = integerOption(values, 'horizon');
  const { time } = file.scene;
  const scene =
    steps === undefined ? file.scene : parseScene({ ...file.scene, time: { ...time, horizon: steps * time.step } });
  const { scene: smooth, setAside } = smoothed(scene);
  const { experiment } = await loadExperiment({ ...file, scene: smooth }, terminal);
  const { settings } = experiment;
  const problem = learnedProblem(experiment.problem, settings.controller);
  const layout = new ParameterLayout(problem.start);
  if (setAside.length > 0) terminal.err(`Set aside, as differences do not see it: ${setAside.join(', ')}.\n`);
  terminal.err(`Checking ${layout.size} gradient entries over ${settings.steps} steps …\n`);
  const progress = new ProgressLine(terminal);
  const report = checkProblem(problem, undefined, (done, total) => progress.show(done, total, layout.nameOf(done - 1)));
  progress.end();
  if (values.json === true) terminal.out(`${JSON.stringify(report)}\n`);
  else print(report, terminal);
  return exitStatus.ok;
}

export const gradcheck: Command = {
  help,
  operands: ['SCENE'],
  options: { horizon: { type: 'string' }, ...backendOption, ...robotOptions, json: { type: 'boolean' } },
  run: ({ positionals, values }, terminal) => runGradcheck(positionals, values, terminal),
};
