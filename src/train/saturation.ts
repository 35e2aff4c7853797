/** @file Units of a policy's layers through which nothing is learned any more: their slope is next to nothing, wherever the arm is. */
import { activations } from '../../controllers/network/activations.ts';
import { network } from '../../controllers/network/network.ts';
import { isPolicy, type MlpParameters, normalize, type Policy, type PolicyMemory } from '../../controllers/policy.ts';
import type { ControllerParameters } from '../../controllers/controller.ts';
import type { Observation } from '../../controllers/observation.ts';
import { compile } from '../core/compile.ts';
import { abs } from '../core/ops/arithmetic.ts';
import { less } from '../core/ops/comparison.ts';
import { mean, populationMean } from '../core/ops/reduction.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { mapTree } from '../core/tree.ts';
import { rollout } from '../rollout/rollout.ts';
import type { Scenario } from '../rollout/scenario.ts';
import type { LayerCondition } from '../run/job.ts';
import type { Lesson } from './trainer.ts';

/** Slope below which a unit is saturated, as a part of the largest, which is about 1. */
const leastSlope = 0.01;
/** Part of all moments in which it has to be, for a unit to count. */
const nearlyAlways = 0.99;
/** Rollouts that are looked at. */
const members = 16;

/** Which units are saturated at a moment, 1 or 0: a list of [units], one a layer. */
function saturatedAt(
  policy: Policy,
  { policy: layers, normalizer }: MlpParameters,
  seen: PopulationTensor,
): PopulationTensor[] {
  const found: PopulationTensor[] = [];
  const { slope } = activations[policy.settings.activation];
  network(policy.settings, layers, normalize(normalizer, seen), (_, units) =>
    found.push(less(abs(slope(units)), leastSlope)),
  );
  return found;
}

/** Of each hidden layer, the part of all moments in which each unit is saturated, [units]. */
type Shares = { readonly [layer: string]: PopulationTensor };

/** Traced for scenarios like the example. */
function sharesOf({ settings, layout, fixed }: Lesson, policy: Policy, start: Float64Array, example: Scenario) {
  const watched = {
    ...settings,
    watch: (own: ControllerParameters, memory: unknown, seen: Observation) => {
      const observed = policy.scaled(policy.values(memory as PolicyMemory, seen));
      return Object.fromEntries(
        saturatedAt(policy, own as MlpParameters, observed).map((units, layer) => [String(layer), units]),
      );
    },
  };
  return compile(
    (own: ControllerParameters, scenario: Scenario) =>
      mapTree(rollout(watched, { ...fixed, ...own }, scenario).outputs.watched as Shares, (units) =>
        populationMean(mean(units, 0)),
      ),
    [layout.fromVector(start), example],
    { checkFinite: false },
  );
}

/** Looks at the layers of a lesson's policy, in rollouts of a set; `undefined` where it has none. */
export class Saturation {
  readonly #policy: Policy;
  readonly #scenario: Scenario;
  readonly #shares: (parameters: ControllerParameters, scenario: Scenario) => Shares;

  private constructor(lesson: Lesson, policy: Policy, start: Float64Array) {
    const { sampler, seed, compiled } = lesson;
    this.#policy = policy;
    this.#scenario = sampler.draw({ set: 'validation', seed, count: members });
    this.#shares = compiled.of('saturation', () => sharesOf(lesson, policy, start, this.#scenario));
  }

  static of(lesson: Lesson, start: Float64Array): Saturation | undefined {
    const { controller } = lesson.settings;
    return isPolicy(controller) ? new Saturation(lesson, controller, start) : undefined;
  }

  /** How many units of each hidden layer are saturated nearly always. */
  conditions(parameters: ControllerParameters): LayerCondition[] {
    const shares = this.#shares(parameters, this.#scenario);
    return this.#policy.settings.hidden.map((units, layer) => ({
      units,
      share: shares[layer].data.reduce((sum, share) => sum + share, 0) / units,
      saturated: shares[layer].data.filter((share) => share >= nearlyAlways).length,
    }));
  }
}
