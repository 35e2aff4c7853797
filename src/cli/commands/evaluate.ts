/** @file `adjoint evaluate`: how well a trained controller does where it has not learned, in our physics or in another. */
import { AdjointError } from '../../errors.ts';
import { requireRunOf } from '../../scene/saved-run.ts';
import type { Experiment } from '../../scene/experiment.ts';
import { classicalScene } from '../../scene/classical-scene.ts';
import { opinionOn, reportIn } from '../../scene/second-opinion.ts';
import { rapierPhysics } from '../../sim2sim/rapier/rapier-physics.ts';
import { transferGap, type TransferGap } from '../../sim2sim/transfer-gap.ts';
import { examine } from '../../train/evaluation.ts';
import type { Sample } from '../../train/sampler.ts';
import { linksOf } from '../../task/task.ts';
import type { Report } from '../../run/job.ts';
import { availableWorkers } from '../../platform/node/worker-pool.ts';
import { formatLength } from '../../text/quantities.ts';
import { choiceOption, integerOption, operand, type OptionValues, UsageError } from '../arguments.ts';
import { loadExperiment, loadRun } from '../load-experiment.ts';
import { openRunner } from '../population-runner.ts';
import { glossary, listed, table, type Terminal } from '../terminal.ts';
import { reportRows } from '../training-report.ts';
import { type Command, type ExitStatus, exitStatus } from './command.ts';

const engines = ['adjoint', 'rapier'] as const;

const most = { goals: 65_536, seed: 2 ** 32 - 1 } as const;

const help = `Usage: adjoint evaluate RUN [SCENE] [options]

Tests the best controller of RUN (a run file of a scene whose method trains) with starts, goals and
robots that it has not learned from: how many succeed, and how far the measures are. SCENE only says
where the robot file is (else: beside the run file, or Adjoint's own).

Options:
${glossary([
  [
    '--engine NAME',
    'whose physics moves the robot: adjoint (default) or rapier, which also says what the gap is due to',
  ],
  ['--goals N', "how many rollouts (default: the scene's test)"],
  ['--seed N', "of what is drawn (default: the scene's test)"],
  [
    '--classical',
    'test inverse kinematics with computed torque by the same rollouts as well: what a policy has to be better than',
  ],
  ['--json', 'print the report as JSON'],
  ['--help', 'show this text'],
])}

Exit status: 0 done, 2 bad input.
`;

interface Evaluated {
  readonly experiment: Experiment;
  /** The same task for a controller that learns nothing, where it is asked for. */
  readonly classical: Experiment | null;
  readonly x: Float64Array;
  readonly sample: Sample;
}

async function loadEvaluated(
  positionals: readonly string[],
  values: OptionValues,
  terminal: Terminal,
): Promise<Evaluated> {
  const path = operand(positionals, 'RUN');
  const saved = await loadRun(path);
  const at = positionals[1] ?? path;
  const { experiment, robotChecksum } = await loadExperiment({ path: at, scene: saved.scene }, terminal);
  requireRunOf(saved, experiment, robotChecksum);
  if (!experiment.isTraining)
    throw new AdjointError(
      `${path} is the run of a scene whose method makes one rollout; fix: see it by adjoint export, or give the run of a training`,
    );
  if (!saved.state.best)
    throw new AdjointError(`${path} has not learned anything yet; fix: go on by adjoint run --resume`);
  const { test } = experiment.examinations;
  const alike = values.classical === true ? classicalScene(saved.scene) : null;
  if (values.classical === true && !alike)
    throw new UsageError('--classical: the scene asks for no place of a link; fix: leave it out');
  return {
    experiment,
    classical: alike && (await loadExperiment({ path: at, scene: alike }, terminal)).experiment,
    x: saved.state.best.parameters,
    sample: {
      set: 'test',
      count: integerOption(values, 'goals', 1, most.goals) ?? test.count,
      seed: integerOption(values, 'seed', 0, most.seed) ?? test.seed,
    },
  };
}

/** In our own physics. */
async function inOurs(experiment: Experiment, x: Float64Array, sample: Sample, terminal: Terminal): Promise<Report> {
  const runner = openRunner(availableWorkers(), terminal);
  try {
    return await examine(experiment.course(runner).lesson, x, sample);
  } finally {
    await runner.close();
  }
}

/** Rollouts by which the gap is split: each cause takes as long as a test. */
const mostForGap = 64;

/** In Rapier; and what the gap to ours is due to, by the first link that the task looks at. */
async function inRapier({ experiment, x, sample }: Evaluated): Promise<{ report: Report; gap: TransferGap | null }> {
  const { model, settings } = experiment;
  const { dt } = settings;
  const tried = async <T>(
    count: number,
    use: (opinion: ReturnType<typeof opinionOn>, physics: Awaited<ReturnType<typeof rapierPhysics>>) => T,
  ): Promise<T> => {
    const opinion = opinionOn(experiment, x, { ...sample, count });
    const { robot } = opinion.scenario;
    const physics = await rapierPhysics(model, { dt, members: count, ...(robot && { robot }) });
    try {
      return use(opinion, physics);
    } finally {
      physics.close();
    }
  };
  const report = await tried(sample.count, (opinion, physics) => reportIn(physics, experiment, opinion));
  const [link] = linksOf(settings.task);
  const gap =
    link === undefined
      ? null
      : await tried(Math.min(sample.count, mostForGap), ({ trial, scenario }, physics) =>
          transferGap(
            trial,
            physics,
            { integrator: settings.integrator, ...(scenario.robot && { robot: scenario.robot }) },
            link,
          ),
        );
  return { report, gap };
}

/** What each cause explains of the gap. */
function gapText({ physics, differences, link, gap, causes }: TransferGap): string {
  const rows = causes.map(({ cause, moved, left }) => [cause, formatLength(moved.mean), formatLength(left.mean)]);
  return [
    `\nFrom where ours ends to where ${physics} ends, by "${link}": ${formatLength(gap.mean)} in the mean, ${formatLength(gap.most)} at most.`,
    'Ours with one thing changed, and what is left of the gap then (means):',
    table([['cause', 'moves ours by', 'gap left'], ...rows]),
    ...differences.map((difference) => `${physics}: ${difference}`),
    '',
  ].join('\n');
}

async function runEvaluate(
  positionals: readonly string[],
  values: OptionValues,
  terminal: Terminal,
): Promise<ExitStatus> {
  const engine = choiceOption(values, 'engine', engines) ?? 'adjoint';
  const evaluated = await loadEvaluated(positionals, values, terminal);
  const { report, gap } =
    engine === 'rapier'
      ? await inRapier(evaluated)
      : { report: await inOurs(evaluated.experiment, evaluated.x, evaluated.sample, terminal), gap: null };
  const { classical, sample } = evaluated;
  const baseline = classical && (await inOurs(classical, classical.initialParameters, sample, terminal));
  const { task } = evaluated.experiment.settings;
  if (values.json === true) {
    const split = gap && { gap: gap.gap, causes: gap.causes, differences: gap.differences };
    terminal.out(
      `${JSON.stringify({ engine, ...evaluated.sample, report, ...(baseline && { classical: baseline }), ...(split && { transfer: split }) })}\n`,
    );
    return exitStatus.ok;
  }
  terminal.out(listed([['engine', engine], ...reportRows('test', report, task)], 20));
  if (baseline) terminal.out(listed(reportRows('classical', baseline, task), 20));
  if (gap) terminal.out(gapText(gap));
  return exitStatus.ok;
}

export const evaluate: Command = {
  help,
  operands: ['RUN', 'SCENE'],
  options: {
    engine: { type: 'string' },
    goals: { type: 'string' },
    seed: { type: 'string' },
    classical: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run: ({ positionals, values }, terminal) => runEvaluate(positionals, values, terminal),
};
