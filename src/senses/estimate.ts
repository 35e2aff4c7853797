/** @file One estimated rollout of an experiment as plain numbers. Its program is traced once: another seed or a switch costs a run. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import { requireInstance, requireInteger, requireOptions } from '../core/arguments.ts';
import { CompiledFunction } from '../core/compile.ts';
import { largestWord } from '../core/random.ts';
import { leavesOf } from '../core/tree.ts';
import type { Scenario } from '../rollout/scenario.ts';
import type { Experiment } from '../scene/experiment.ts';
import type { Given, Programs } from '../scene/programs.ts';
import { recordOf } from './record.ts';
import type { EstimateRecord, SensorSwitch } from './records.ts';
import { linkOf, requireSensing } from './requirements.ts';
import { withSwitches } from './switches.ts';
import { watchedRollout, type WatchedRollout } from './watched.ts';

/** Which rollout. */
export interface EstimateOptions {
  readonly switches?: readonly SensorSwitch[];
  /** Of all that is drawn; the scene's own rollout where it is absent. */
  readonly seed?: number;
}

type Program = CompiledFunction<[ControllerParameters, Given], WatchedRollout>;

/** Programs of records by what numbers their scenarios have: they end with the programs of their experiment. */
const known = new WeakMap<Programs, Map<string, Program>>();

function programOf(experiment: Experiment, optimized: ControllerParameters, given: Given): Program {
  const programs = known.get(experiment.programs) ?? new Map<string, Program>();
  known.set(experiment.programs, programs);
  const name = leavesOf(given)
    .map(({ path }) => path)
    .join();
  const program =
    programs.get(name) ??
    new CompiledFunction(watchedRollout(experiment, linkOf(experiment)), [optimized, given], { checkFinite: false });
  programs.set(name, program);
  return program;
}

/** The scenario of a seed, of one member. */
const scenarioOf = ({ given, sampler }: Experiment, seed: number | undefined): Scenario =>
  seed === undefined ? given.scenario : sampler.draw({ set: 'test', seed, count: 1 });

/**
 * One rollout of flat parameters through the experiment's sensors and filter. What is lost stands as it is, and the record's findings say
 * so. Throws a SceneError where the experiment has no estimator, and an ArgumentError for a switch that does not fit.
 */
export function estimateOnce(
  experiment: Experiment,
  parameters: Float64Array,
  options: EstimateOptions = {},
): EstimateRecord {
  const settings = requireSensing(experiment);
  requireInstance('parameters', parameters, Float64Array);
  requireOptions('estimateOnce', options, ['switches', 'seed']);
  const { switches = [], seed } = options;
  if (seed !== undefined) requireInteger('seed', seed, 0, largestWord);
  const scenario = withSwitches(scenarioOf(experiment, seed), settings, switches);
  const given = { ...experiment.given, scenario };
  const optimized = experiment.layout.fromVector(parameters);
  const found = programOf(experiment, optimized, given).call(optimized, given);
  return recordOf(experiment, scenario, found);
}
