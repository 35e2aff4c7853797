/** @file A neural policy: dense layers from what it sees to an action. */
import * as z from 'zod/mini';
import { sub } from '../src/core/ops/arithmetic.ts';
import { mul } from '../src/core/ops/elementwise.ts';
import { concat } from '../src/core/ops/indexing.ts';
import { tanh } from '../src/core/ops/trigonometric.ts';
import { ones, type PopulationTensor, tensor, zeros } from '../src/core/population-tensor.ts';
import { checked } from '../src/settings/checked.ts';
import { field, type GivenOf, nonNegative } from '../src/settings/fields.ts';
import { kind } from '../src/settings/kinds.ts';
import { type ControllerContext, type Observation, type ParameterMeta, requireActing } from './controller.ts';
import { activationNames } from './network/activations.ts';
import { initializations } from './network/initialization.ts';
import { layersOf, network, networkParameters, type NetworkSettings } from './network/network.ts';
import type { Sight } from './observations/sense.ts';
import { type MlpParameters, normalize, type Policy, type PolicyMemory, type PolicyParts } from './policy.ts';

const structure = { touches: 'structure', startsAgain: true } as const;

const settings = {
  hidden: field(z.array(z.int().check(z.positive(), z.maximum(4096))).check(z.minLength(1), z.maxLength(8)), {
    title: 'Hidden layers',
    description: 'units of each hidden layer',
    ...structure,
    isAdvanced: true,
  }),
  activation: field(z._default(z.enum(activationNames), 'tanh'), {
    title: 'Activation',
    description: 'what a unit makes of its input',
    ...structure,
  }),
  layerNorm: field(z._default(z.boolean(), false), {
    title: 'Layer norm',
    description: "brings each layer's units to mean 0 and variance 1 before the activation",
    ...structure,
    isAdvanced: true,
  }),
  initialization: field(z._default(z.enum(initializations), 'orthogonal'), {
    title: 'Initialization',
    description: 'how the weights begin',
    touches: 'start',
    isAdvanced: true,
  }),
  last: field(z._default(nonNegative, 0.01), {
    title: 'Last layer',
    description:
      "size of the last layer's first weights; with a small one training begins with an arm that is held against gravity",
    touches: 'start',
    isAdvanced: true,
  }),
  normalize: field(z._default(z.boolean(), false), {
    title: 'Normalizer',
    description: 'brings what is seen to mean 0 and variance 1 by what was seen so far, besides constant scales',
    ...structure,
    isAdvanced: true,
  }),
};

/** Settings of `mlp`. */
export type MlpSettings = GivenOf<typeof settings>;

/**
 * command = tanh(network(normalized senses)), from which the action makes forces at every step of physics. Throws an ArgumentError
 * where a setting does not fit.
 */
export function mlp(given: MlpSettings, { senses, action, period, seed }: PolicyParts): Policy {
  const {
    hidden,
    activation,
    layerNorm,
    initialization,
    last,
    normalize: isNormalized,
  } = checked('mlp', settings, given);
  const inputs = senses.reduce((total, { entries }) => total + entries.length, 0);
  const own: NetworkSettings = { inputs, hidden, outputs: action.size, activation, layerNorm };
  const remembering = senses.flatMap((sense, i) => (sense.remember ? [[String(i), sense] as const] : []));
  const scale = tensor(senses.flatMap((sense) => [...sense.scale]));
  const offset = tensor(senses.flatMap((sense) => [...sense.offset]));
  const values = (memory: PolicyMemory, seen: Observation): PopulationTensor => {
    const sight: Sight = { ...seen, previous: memory.previous };
    return concat(senses.map((sense, i) => sense.value(sight, memory.senses[i])));
  };
  const scaled = (seen: PopulationTensor): PopulationTensor => mul(sub(seen, offset), scale);
  const decide = ({ policy, normalizer }: MlpParameters, observed: PopulationTensor): PopulationTensor =>
    tanh(network(own, policy, normalize(normalizer, observed)));
  return {
    name: 'mlp',
    senses,
    action,
    settings: own,
    values,
    scaled,
    decide,
    drive: action,
    described: describedLayers(own, isNormalized),
    ...(isNormalized && { measured: ['normalizer'] }),
    parameters: () => ({
      policy: networkParameters(own, { initialization, last, seed }),
      ...(isNormalized && { normalizer: { mean: zeros([inputs]), var: ones([inputs]), count: tensor(0) } }),
    }),
    memory: () => ({
      previous: zeros([action.size]),
      senses: Object.fromEntries(remembering.map(([place, { memory }]) => [place, memory!])),
    }),
    act: (parameters, memory, seen, _planned, model) => {
      requireActing(parameters, seen, model);
      const command = decide(parameters, scaled(values(memory, seen)));
      const sight: Sight = { ...seen, previous: memory.previous };
      const remembered = remembering.map(
        ([place, { remember }]) => [place, remember!(sight, memory.senses[place], period)] as const,
      );
      return { tau: command, memory: { previous: command, senses: Object.fromEntries(remembered) } };
    },
  };
}

const unitless = (label: string): ParameterMeta => ({ label, unit: { turning: '', sliding: '' }, scale: 'linear' });

/** What its parameters are to people. */
function describedLayers(network: NetworkSettings, isNormalized: boolean): Record<string, ParameterMeta> {
  const layers = layersOf(network).flatMap(({ place, name }) => [
    [`policy.${place}.weight`, unitless(`weight of ${name}`)] as const,
    [`policy.${place}.bias`, unitless(`bias of ${name}`)] as const,
  ]);
  const measured = isNormalized
    ? ['mean', 'var', 'count'].map((part) => [`normalizer.${part}`, unitless(`${part} of what is seen`)] as const)
    : [];
  return Object.fromEntries([...layers, ...measured]);
}

export const mlpKind = kind({
  type: 'mlp',
  title: 'Neural policy',
  settings,
  make: (given, { policy }: ControllerContext) => mlp(given, policy()),
});
