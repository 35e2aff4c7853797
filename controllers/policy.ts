/** @file What a policy is: a controller that sees what it is let see, and whose commands a drive makes forces of. */
import { div, sqrt, sub } from '../src/core/ops/arithmetic.ts';
import { clamp } from '../src/core/ops/comparison.ts';
import { add } from '../src/core/ops/elementwise.ts';
import { stopGradient } from '../src/core/ops/stop-gradient.ts';
import type { PopulationTensor } from '../src/core/population-tensor.ts';
import type { Action } from './actions/action.ts';
import type { Controller, Observation } from './controller.ts';
import type { NetworkParameters, NetworkSettings } from './network/network.ts';
import type { Sense } from './observations/sense.ts';

/** Mean and variance [entries] of what was seen so far, and of how many moments they are []. */
export type Normalizer = {
  readonly mean: PopulationTensor;
  readonly var: PopulationTensor;
  readonly count: PopulationTensor;
};

/** The layers, named as PyTorch names those of a `Sequential`; and the normalizer, where there is one. */
export type MlpParameters = { readonly policy: NetworkParameters; readonly normalizer?: Normalizer };

/** What a policy remembers: its last command, and what its senses remember, by their place. */
export type PolicyMemory = {
  readonly previous: PopulationTensor;
  readonly senses: { readonly [place: string]: PopulationTensor };
};

/** What a policy sees and moves. */
export interface PolicyParts {
  readonly senses: readonly Sense[];
  readonly action: Action;
  /** s, of the controller. */
  readonly period: number;
  /** Of the first weights. */
  readonly seed: number;
}

/** A policy, and what it is made of: training and files look into it. */
export interface Policy extends Controller<MlpParameters, PolicyMemory> {
  readonly senses: readonly Sense[];
  readonly action: Action;
  /** Sizes and activation of its network. */
  readonly settings: NetworkSettings;
  /** What it sees in SI units: [entries]. */
  readonly values: (memory: PolicyMemory, seen: Observation) => PopulationTensor;
  /** The same scaled by constants, (value - offset) * scale: what the network is given. */
  readonly scaled: (values: PopulationTensor) => PopulationTensor;
  /** Command [size], from -1 to 1, for what it sees [entries]. */
  readonly decide: (parameters: MlpParameters, observed: PopulationTensor) => PopulationTensor;
}

/** Keeps the normalizer's quotient finite, and how far from 0 what it gives may be. */
const [normalizerEpsilon, farthest] = [1e-5, 10];

/** (x - mean) / sqrt(var + epsilon), within -10 and 10; x where there is no normalizer. No gradient goes into the normalizer. */
export function normalize(normalizer: Normalizer | undefined, x: PopulationTensor): PopulationTensor {
  if (!normalizer) return x;
  const deviation = sqrt(add(stopGradient(normalizer.var), normalizerEpsilon));
  return clamp(div(sub(x, stopGradient(normalizer.mean)), deviation), -farthest, farthest);
}

/** The controller is a policy. */
export const isPolicy = (controller: object): controller is Policy => 'decide' in controller && 'senses' in controller;
