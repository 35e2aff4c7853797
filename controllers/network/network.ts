/** @file A network of dense layers: its parameters in PyTorch's names, and what it makes of its input. */
import { requireInteger, requireList, requireObject } from '../../src/core/arguments.ts';
import { div, sqrt, sub } from '../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { matmul } from '../../src/core/ops/linear-algebra.ts';
import { mean } from '../../src/core/ops/reduction.ts';
import { ones, type PopulationTensor, zeros } from '../../src/core/population-tensor.ts';
import { requireTensorOf } from '../../src/core/require-tensor.ts';
import { activations } from './activations.ts';
import { type Initialization, initialWeights } from './initialization.ts';

/** How a network is built. */
export interface NetworkSettings {
  readonly inputs: number;
  /** Units of each hidden layer. */
  readonly hidden: readonly number[];
  readonly outputs: number;
  readonly activation: keyof typeof activations;
  /** Whether each hidden layer's units are brought to mean 0 and variance 1 before the activation (Ba, Kiros and Hinton 2016). */
  readonly layerNorm: boolean;
}

/** Parameters of a layer: `weight` [outputs, inputs] and `bias` [outputs]; of a layer norm: [units] each. */
export type LayerParameters = { readonly weight: PopulationTensor; readonly bias: PopulationTensor };

/** Layers by their place in PyTorch's `nn.Sequential`, where activations have a place too and no parameters. */
export type NetworkParameters = { readonly [place: string]: LayerParameters };

/** Keeps the quotient of a layer norm finite: PyTorch's. */
const normEpsilon = 1e-5;

type Stage =
  | { readonly type: 'linear'; readonly inputs: number; readonly outputs: number }
  | { readonly type: 'norm'; readonly units: number }
  | { readonly type: 'activation' };

/** What follows what; its place in the list is its name. */
function stagesOf({ inputs, hidden, outputs, layerNorm }: NetworkSettings): Stage[] {
  const sizes = [inputs, ...hidden];
  return [
    ...hidden.flatMap((units, i): Stage[] => [
      { type: 'linear', inputs: sizes[i], outputs: units },
      ...(layerNorm ? [{ type: 'norm', units } as const] : []),
      { type: 'activation' },
    ]),
    { type: 'linear', inputs: sizes[hidden.length], outputs },
  ];
}

/** What has parameters, by its place and its name for people. */
export function layersOf(settings: NetworkSettings): { readonly place: number; readonly name: string }[] {
  let layer = 0;
  return stagesOf(settings).flatMap((stage, place) => {
    if (stage.type === 'activation') return [];
    if (stage.type === 'linear') layer++;
    return [{ place, name: stage.type === 'linear' ? `layer ${layer}` : `the norm of layer ${layer}` }];
  });
}

function requireNetwork(settings: NetworkSettings): void {
  requireObject('network', settings, 'an object of inputs, hidden, outputs, activation and layerNorm');
  requireInteger('inputs', settings.inputs, 1);
  requireInteger('outputs', settings.outputs, 1);
  requireList('hidden', settings.hidden);
  settings.hidden.forEach((units, i) => requireInteger(`hidden[${i}]`, units, 1));
}

/** How the weights begin. */
export interface NetworkStart {
  readonly initialization: Initialization;
  /** Factor on the last layer's weights: a small one, so that the network begins by saying nearly nothing. */
  readonly last: number;
  readonly seed: number;
  /** Whose network it is: networks of one seed and of other streams have nothing in common. */
  readonly stream?: number;
}

/** Parameters to begin with: biases are 0. */
export function networkParameters(settings: NetworkSettings, start: NetworkStart): NetworkParameters {
  requireNetwork(settings);
  const { initialization, last, seed, stream = 0 } = start;
  const { gain } = activations[settings.activation];
  const stages = stagesOf(settings);
  return Object.fromEntries(
    stages.flatMap((stage, place): [string, LayerParameters][] => {
      if (stage.type === 'activation') return [];
      if (stage.type === 'norm') return [[String(place), { weight: ones([stage.units]), bias: zeros([stage.units]) }]];
      const { inputs, outputs } = stage;
      const factor = place === stages.length - 1 ? last : initialization === 'orthogonal' ? gain : 1;
      const weight = initialWeights(initialization, [outputs, inputs], factor, { seed, member: stream, step: place });
      return [[String(place), { weight, bias: zeros([outputs]) }]];
    }),
  );
}

/** What the network makes of an input [inputs]: [outputs]. `watch` is told of what each activation is given. */
export function network(
  settings: NetworkSettings,
  parameters: NetworkParameters,
  input: PopulationTensor,
  watch?: (layer: number, units: PopulationTensor) => void,
): PopulationTensor {
  requireNetwork(settings);
  requireTensorOf('input of the network', input, [settings.inputs], 'of its inputs');
  const { value } = activations[settings.activation];
  let layer = 0;
  return stagesOf(settings).reduce((x, stage, place) => {
    if (stage.type === 'activation') {
      watch?.(layer++, x);
      return value(x);
    }
    const { weight, bias } = parameters[place];
    return add(stage.type === 'linear' ? matmul(weight, x) : mul(weight, normalized(x)), bias);
  }, input);
}

/** (x - mean) / sqrt(variance + epsilon) over the entries [n]. */
export function normalized(x: PopulationTensor): PopulationTensor {
  const centered = sub(x, mean(x));
  return div(centered, sqrt(add(mean(mul(centered, centered)), normEpsilon)));
}
