/** @file Two classes told apart by a network of one output: what XOR and two moons share. */
import { activations } from '../../../controllers/network/activations.ts';
import {
  network,
  networkParameters,
  type NetworkParameters,
  type NetworkSettings,
} from '../../../controllers/network/network.ts';
import { sub } from '../../core/ops/arithmetic.ts';
import { mul } from '../../core/ops/elementwise.ts';
import { softplus } from '../../core/ops/exponential.ts';
import { at } from '../../core/ops/indexing.ts';
import { population, type PopulationTensor } from '../../core/population-tensor.ts';
import type { Loss } from '../loss-landscape.ts';

/** One example a member: its inputs [2], and its class, 0 or 1. */
export type Examples = { readonly inputs: PopulationTensor; readonly label: PopulationTensor };

/** Parameters of a network, by the places of its layers. */
type Net = { readonly net: NetworkParameters };

/** Examples from lists of inputs and classes. */
export const examplesOf = (inputs: readonly (readonly number[])[], labels: readonly number[]): Examples => ({
  inputs: population(inputs),
  label: population(labels),
});

/** Cross entropy of a class y under the probability sigmoid(z): log(1 + e^z) - y z. */
export const crossEntropy = (z: PopulationTensor, y: PopulationTensor): PopulationTensor => sub(softplus(z), mul(y, z));

/** What classes are told apart by. */
interface Classifier extends Pick<Loss<Net, Examples>, 'start' | 'loss'> {
  /** Derivatives of the hidden units, layer by layer. */
  readonly slopes: (parameters: Net, given: Examples) => readonly PopulationTensor[];
}

/** A network of two inputs and one output; no hidden units make it a linear model. */
export function classifier(hidden: readonly number[], seed: number): Classifier {
  const settings: NetworkSettings = { inputs: 2, hidden, outputs: 1, activation: 'tanh', layerNorm: false };
  return {
    start: { net: networkParameters(settings, { initialization: 'xavier', last: 1, seed }) },
    loss: ({ net }, { inputs, label }) => crossEntropy(at(network(settings, net, inputs), 0), label),
    slopes: ({ net }, { inputs }) => {
      const found: PopulationTensor[] = [];
      network(settings, net, inputs, (_, units) => found.push(activations.tanh.slope(units)));
      return found;
    },
  };
}
