/** @file Units of a policy's layers through which nothing is learned any more: their slope is next to nothing, wherever the arm is. */
import { activations } from '../../controllers/network/activations.ts';
import { network } from '../../controllers/network/network.ts';
import { isPolicy, type MlpParameters, normalize, type Policy, type PolicyMemory } from '../../controllers/policy.ts';
import type { ControllerParameters, Observation } from '../../controllers/controller.ts';
import { compile } from '../core/compile.ts';
import { abs } from '../core/ops/arithmetic.ts';
import { less } from '../core/ops/comparison.ts';
import { mean, populationMean } from '../core/ops/reduction.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { mapTree, type Tree } from '../core/tree.ts';
import { rollout } from '../rollout/rollout.ts';
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

/** Looks at the layers of a lesson's policy, in rollouts of a set; `undefined` where it has none. */
export class Saturation {
  readonly #policy: Policy;
  readonly #shares: (parameters: ControllerParameters) => Tree;

  private constructor({ settings, layout, fixed, sampler, seed }: Lesson, policy: Policy, start: Float64Array) {
    this.#policy = policy;
    const scenario = sampler.draw({ set: 'validation', seed, count: members });
    const watched = {
      ...settings,
      watch: (own: ControllerParameters, memory: unknown, seen: Observation) => {
        const observed = policy.scaled(policy.values(memory as PolicyMemory, seen));
        return Object.fromEntries(
          saturatedAt(policy, own as MlpParameters, observed).map((units, layer) => [String(layer), units]),
        );
      },
    };
    this.#shares = compile(
      (own: ControllerParameters) =>
        mapTree(rollout(watched, { ...fixed, ...own }, scenario).outputs.watched, (units) =>
          populationMean(mean(units, 0)),
        ),
      [layout.fromVector(start)],
      { checkFinite: false },
    );
  }

  static of(lesson: Lesson, start: Float64Array): Saturation | undefined {
    const { controller } = lesson.settings;
    return isPolicy(controller) ? new Saturation(lesson, controller, start) : undefined;
  }

  /** How many units of each hidden layer are saturated nearly always. */
  conditions(parameters: ControllerParameters): LayerCondition[] {
    const shares = this.#shares(parameters) as Readonly<Record<string, PopulationTensor>>;
    return this.#policy.settings.hidden.map((units, layer) => ({
      units,
      saturated: shares[layer].data.filter((share) => share >= nearlyAlways).length,
    }));
  }
}
