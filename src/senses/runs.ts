/** @file Many estimated rollouts as one population: of each run only what judges it comes out, in coordinates in which every belief is the unit one. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import { requireInstance, requireInteger, requireOptions, requireSignal } from '../core/arguments.ts';
import { solveTriangular } from '../core/ops/triangular-solve.ts';
import { spread } from '../core/ops/structural.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { largestWord } from '../core/random.ts';
import { scan } from '../core/scan.ts';
import { leavesOf, mapTree } from '../core/tree.ts';
import type { Estimated, EstimatorSettings } from '../estimation/perception.ts';
import type { Reading } from '../estimation/state-model.ts';
import { thisThread } from '../learning/this-thread.ts';
import { compileParallel, type ParallelFunction } from '../parallel/compile-parallel.ts';
import type { PopulationRunner } from '../parallel/population-runner.ts';
import type { Rollout } from '../rollout/rollout.ts';
import type { Experiment } from '../scene/experiment.ts';
import type { Given, Programs } from '../scene/programs.ts';
import type { SensorSwitch } from './records.ts';
import { requireSensing } from './requirements.ts';
import { withSwitches } from './switches.ts';
import { errorOf, estimatedRollout } from './watched.ts';

/** What is known of a tick: rows [ticks, …] of a run. */
type RunTick = {
  /** From the mean to the truth, and that by the belief's own factor: of a consistent filter standard normal, [dimension]. */
  readonly error: PopulationTensor;
  readonly white: PopulationTensor;
  readonly truth: PopulationTensor;
  readonly sensors: readonly {
    /** Innovations by their own factor, [dimension]; channels that told something, []. */
    readonly white: PopulationTensor;
    readonly channels: PopulationTensor;
    readonly accepted: PopulationTensor;
    /** What was read at that very tick, also where it comes late. */
    readonly reading: Reading;
  }[];
};

/** What comes out of each run. */
export type RunRows = Pick<Rollout, 'loss' | 'measures' | 'reached' | 'tau'> & {
  readonly ticks: RunTick;
  /** Configuration at the start. */
  readonly q: PopulationTensor;
};

/** Which runs, and who makes them. */
export interface RunsOptions {
  readonly runs: number;
  readonly seed: number;
  readonly switches?: readonly SensorSwitch[];
  /** Default: this thread. */
  readonly runner?: PopulationRunner;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Runs that were made. */
export interface Runs {
  /** Those of which all numbers are finite: tensors of a member each. */
  readonly rows: RunRows;
  readonly kept: number;
  /** The others, by their places. */
  readonly lost: readonly number[];
}

/** Runs of a population at once, and bytes that may be drawn for them: the more, the more memory. */
export const mostAtOnce = 512;
const mostDrawn = 2 ** 27;

/** Runs of an experiment at once: few where a filter draws much. */
export function atOnce({ sampler }: Experiment): number {
  const numbers = sampler.variations.reduce((sum, variation) => sum + variation.numbers, 0);
  return Math.max(1, Math.min(mostAtOnce, Math.floor(mostDrawn / (8 * Math.max(numbers, 1)))));
}

/** Runs of all: their rows lie in memory together. */
export const mostRuns = 20_000;

function runTick({ layout }: EstimatorSettings, { truth, belief, innovations, readings }: Estimated): RunTick {
  return {
    ...errorOf(layout, truth, belief),
    truth,
    sensors: innovations.map(({ residual, factor, channels, accepted }, i) => ({
      white: solveTriangular(factor, residual),
      channels,
      accepted,
      reading: readings[i],
    })),
  };
}

/** All that is read of a run, as a function of tensors. */
function runRows(experiment: Experiment): (optimized: ControllerParameters, given: Given) => RunRows {
  const settings = experiment.sensing!;
  return (optimized, given) => {
    const { rollout, perceived } = estimatedRollout(experiment, optimized, given);
    const { loss, measures, reached, tau } = rollout;
    const { outputs: ticks } = scan(
      (carry: readonly PopulationTensor[], tick: Estimated) => ({ carry, output: runTick(settings, tick) }),
      [],
      perceived,
    );
    const { q } = given.scenario.initial;
    return mapTree({ loss, measures, reached, tau, ticks, q }, (each) => spread(each, q.population));
  };
}

type Program = ParallelFunction<[ControllerParameters, Given], RunRows>;

/** Programs by who runs them: they end with the programs of their experiment. */
const known = new WeakMap<Programs, Map<PopulationRunner, Program>>();

function programOf(experiment: Experiment, runner: PopulationRunner, examples: [ControllerParameters, Given]): Program {
  const programs = known.get(experiment.programs) ?? new Map<PopulationRunner, Program>();
  known.set(experiment.programs, programs);
  const program =
    programs.get(runner) ?? compileParallel(runRows(experiment), examples, runner, { checkFinite: false });
  programs.set(runner, program);
  return program;
}

/** Progress of a part of the runs as that of all. */
const progressOf = ({ runs, onProgress }: RunsOptions, before: number) =>
  onProgress && { onProgress: (done: number) => onProgress(Math.min(before + done, runs), runs) };

/**
 * Runs of flat parameters. Run i is the same for any number of workers, and for any number of runs up to `atOnce`; a program is traced
 * for each number of members. Throws a SceneError where the experiment has no estimator.
 */
export async function makeRuns(experiment: Experiment, parameters: Float64Array, options: RunsOptions): Promise<Runs> {
  const settings = requireSensing(experiment);
  requireInstance('parameters', parameters, Float64Array);
  requireRuns(options);
  const { runs, seed, switches = [], runner = thisThread, signal } = options;
  const optimized = experiment.layout.fromVector(parameters);
  const chunks = Math.ceil(runs / atOnce(experiment));
  const size = Math.ceil(runs / chunks);
  const parts: RunRows[] = [];
  for (let step = 0; step < chunks; step++) {
    signal?.throwIfAborted();
    const drawn = experiment.sampler.draw({ set: 'test', seed, step, count: size });
    const given = { ...experiment.given, scenario: withSwitches(drawn, settings, switches) };
    const watch = { ...(signal && { signal }), ...progressOf(options, step * size) };
    parts.push(await programOf(experiment, runner, [optimized, given]).call(watch, optimized, given));
  }
  return joined(parts, runs);
}

function requireRuns(options: RunsOptions): void {
  requireOptions('runs', options, ['runs', 'seed', 'switches', 'runner', 'signal', 'onProgress']);
  requireInteger('runs', options.runs, 1, mostRuns);
  requireInteger('seed', options.seed, 0, largestWord);
  if (options.signal !== undefined) requireSignal(options.signal);
}

/** Places of members of which some number is not finite. */
function lostIn(rows: RunRows): Set<number> {
  const lost = new Set<number>();
  for (const { value } of leavesOf(rows))
    for (let i = 0; i < value.data.length; i++) if (!Number.isFinite(value.data[i])) lost.add(i % value.population);
  return lost;
}

/** Members of all parts, the first `runs` of them, without those that are lost. */
function joined(parts: readonly RunRows[], runs: number): Runs {
  const size = parts[0].q.population;
  const gone = parts.map(lostIn);
  const places = Array.from({ length: runs }, (_, i) => ({ part: Math.floor(i / size), member: i % size }));
  const kept = places.filter(({ part, member }) => !gone[part].has(member));
  const lost = places.flatMap(({ part, member }, i) => (gone[part].has(member) ? [i] : []));
  // a population has a member at least: where all are lost, nothing is read of it
  const own = kept.length > 0 ? kept : places.slice(0, 1);
  const leaves = parts.map((part) => leavesOf(part).map(({ value }) => value));
  let leaf = 0;
  const rows = mapTree(parts[0], () => ofMembers(leaves, leaf++, own));
  return { rows, kept: kept.length, lost };
}

function ofMembers(
  leaves: readonly (readonly PopulationTensor[])[],
  leaf: number,
  members: readonly { readonly part: number; readonly member: number }[],
): PopulationTensor {
  const { shape, size } = leaves[0][leaf];
  const data = new Float64Array(size * members.length);
  members.forEach(({ part, member }, m) => {
    const { data: given, population } = leaves[part][leaf];
    for (let element = 0; element < size; element++)
      data[element * members.length + m] = given[element * population + member];
  });
  return new PopulationTensor({ shape, population: members.length }, data);
}
