/** @file A chain of layers without biases: what depth, activation and initialization make of a gradient on its way to the first layer. */
import * as z from 'zod/mini';
import { activations } from '../../../controllers/network/activations.ts';
import { type Initialization, initializations, initialWeights } from '../../../controllers/network/initialization.ts';
import { requireInstance, requireParts } from '../../core/arguments.ts';
import { norm } from '../../core/member-norms.ts';
import { square, sub } from '../../core/ops/arithmetic.ts';
import { mul } from '../../core/ops/elementwise.ts';
import { sigmoid } from '../../core/ops/exponential.ts';
import { matmul } from '../../core/ops/linear-algebra.ts';
import { sum } from '../../core/ops/reduction.ts';
import type { ParameterLayout } from '../../core/parameters.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { normal } from '../../core/random.ts';
import { checked } from '../../settings/checked.ts';
import { ArgumentError } from '../../errors.ts';
import { field, type GivenOf, positive } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { countField, seedField } from './fields.ts';
import { type Comparison, textbook, type Textbook } from './textbook.ts';

/** What units make of their input: those of networks, the logistic function, and nothing at all. */
const functions = {
  tanh: activations.tanh.value,
  relu: activations.relu.value,
  sigmoid,
  none: (x: PopulationTensor) => x,
} as const;

const names = Object.keys(functions) as (keyof typeof functions)[];

const fields = {
  depth: countField('Depth', 'number of layers', 10, 200),
  width: countField('Width', 'units of each layer', 8, 128),
  activation: field(z._default(z.enum(names), 'tanh'), {
    title: 'Activation',
    description: 'what units make of their input',
    touches: 'structure',
  }),
  initialization: field(z._default(z.enum(initializations), 'orthogonal'), {
    title: 'Initialization',
    description: 'how weights begin',
    touches: 'start',
  }),
  gain: field(z._default(positive, 1), {
    title: 'Gain',
    description: 'factor on all weights as they begin',
    touches: 'start',
    step: 0.1,
    most: 3,
  }),
  seed: seedField,
};

/** Settings of `depthChain`. */
export type DepthChainSettings = GivenOf<typeof fields>;

type Layers = { readonly layers: readonly PopulationTensor[] };
type Given = { readonly input: PopulationTensor; readonly target: PopulationTensor };

/** Activations that are compared, and draws of weights that each of their initializations is seen by. */
const [compared, draws] = [
  [
    ['tanh', 'tanh'],
    ['relu', 'ReLU'],
    ['sigmoid', 'sigmoid'],
  ] as const,
  9,
];

const titles: Readonly<Record<Initialization, string>> = { orthogonal: 'orthogonal', xavier: 'Xavier', he: 'He' };

/** |h_L - target|^2 / 2 with h_l = f(W_l h_{l-1}). */
const lossOf =
  (f: (x: PopulationTensor) => PopulationTensor) =>
  ({ layers }: Layers, { input, target }: Given): PopulationTensor => {
    const last = layers.reduce((h, W) => f(matmul(W, h)), input);
    return mul(0.5, sum(square(sub(last, target))));
  };

/**
 * |h_L - target|^2 / 2 with h_l = f(W_l h_{l-1}), of a random input and target whose entries have variance 1; compared with the same
 * chain of other units and other first weights. Throws an ArgumentError where the settings do not fit.
 */
export function depthChain(settings: DepthChainSettings = {}): Textbook {
  const { depth, width, activation, initialization, gain, seed } = checked('depth-chain', fields, settings);
  if (depth * width * width < 2)
    throw new ArgumentError('width', `${width} in ${depth} layer`, 'two weights at least', 'give more units or layers');
  const startOf = (name: Initialization, member = 0): Layers => ({
    layers: Array.from({ length: depth }, (_, layer) =>
      initialWeights(name, [width, width], gain, { seed, member, step: layer + 1 }),
    ),
  });
  const drawn = normal({ seed }, 2 * width);
  const title = `${depth} layers of ${width} units`;
  const start = startOf(initialization as Initialization);
  const given = { input: tensor([...drawn.subarray(0, width)]), target: tensor([...drawn.subarray(width)]) };
  const starts = () =>
    initializations.map((name) => ({
      title: titles[name],
      points: Array.from({ length: draws }, (_, member) => startOf(name, member)),
    }));
  const comparison = ([name, word]: (typeof compared)[number]): Comparison =>
    ({ title: word, loss: { title, start, given, loss: lossOf(functions[name]) }, starts: starts() }) as never;
  return textbook({
    title: `${title} (${activation}, ${initialization})`,
    start,
    given,
    loss: lossOf(functions[activation]),
    comparisons: () => compared.map(comparison),
    view: {
      parameters: [0, (depth - 1) * width * width || 1],
      range: [
        [-3, 3],
        [-3, 3],
      ],
      axes: [
        { label: 'a weight of the first layer', unit: '' },
        { label: 'a weight of the last layer', unit: '' },
      ],
    },
    known: [],
  });
}

/** Norm of each leaf of a gradient: of the layers of a chain, the first one first. */
export function normByLeaf(layout: Pick<ParameterLayout, 'slots'>, gradient: Float64Array): Float64Array {
  requireParts('layout', layout, { slots: 'a list' });
  requireInstance('gradient', gradient, Float64Array);
  return Float64Array.from(layout.slots, ({ offset, size }) => norm(gradient.subarray(offset, offset + size)));
}

export const depthChainKind = kind({
  type: 'depth-chain',
  title: 'Depth and the gradient',
  settings: fields,
  make: depthChain,
});
