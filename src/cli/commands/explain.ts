/** @file `adjoint explain`: what became of a scene's gradient program, and how fast it could be at most on this machine. */
import { integerOption, operand, type OptionValues } from '../arguments.ts';
import { explainExperiment } from '../../learning/explain-experiment.ts';
import { formatExplanation } from '../format-explanation.ts';
import { loadExperiment, loadSceneWith } from '../load-experiment.ts';
import { robotHelp, robotOptions } from '../robot-options.ts';
import { glossary, type Terminal } from '../terminal.ts';
import { type Command, type ExitStatus, exitStatus } from './command.ts';

const help = `Usage: adjoint explain SCENE [options]

Prints what the compiler makes of the scene's loss and gradient: operations before and after each
pass; for what runs once and for each loop, operations by instruction and by what they are for,
tiles, values that cross tiles; live values, memory and size of the code; and an estimated limit:
the operations at the peak rate of this machine, which is measured here and now with independent
additions and multiplications in registers.

The program is the one that runs on WebAssembly; the interpreter runs the same operations with
elementary functions whole.

Options:
${glossary([
  ['--restarts N', 'the program of N starts at once (default: of one)'],
  ...robotHelp,
  ['--json', 'print JSON'],
  ['--help', 'show this text'],
])}
`;

async function runExplain(
  positionals: readonly string[],
  values: OptionValues,
  terminal: Terminal,
): Promise<ExitStatus> {
  const path = operand(positionals, 'SCENE');
  const restarts = integerOption(values, 'restarts', 1, 65_536) ?? 1;
  const { experiment } = await loadExperiment(await loadSceneWith(path, values), terminal);
  const explanation = explainExperiment({
    scene: experiment.scene.name,
    robot: experiment.model.name,
    controller: experiment.settings.controller.name,
    steps: experiment.settings.steps,
    members: restarts,
    evaluation: restarts > 1 ? experiment.population(restarts).evaluation() : experiment.evaluation.executable,
  });
  terminal.out(values.json === true ? `${JSON.stringify(explanation)}\n` : formatExplanation(explanation));
  return exitStatus.ok;
}

export const explain: Command = {
  help,
  operands: ['SCENE'],
  options: { restarts: { type: 'string' }, ...robotOptions, json: { type: 'boolean' } },
  run: ({ positionals, values }, terminal) => runExplain(positionals, values, terminal),
};
