/** @file A filter that can be asked: how likely its innovations are under a correction. */
import type { Tick } from '../filters/run-filter.ts';
import type { StateModel } from '../state-model.ts';
import { largest } from '../../core/largest.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import type { Correction } from './correction.ts';
import type { Rerun } from './rerun.ts';

/** What causes may ask. */
export interface Patient {
  readonly model: StateModel;
  /** What is corrected already. */
  readonly correction: Correction;
  /** Innovations as they are then. */
  readonly ticks: Tick;
  /** Channels that told something then. */
  readonly channels: number;
  /** Logarithm of the likelihood of as many channels under another correction: the mean of those that it has, so many times. */
  readonly likelihood: (correction: Correction) => number;
}

const total = (tensors: readonly PopulationTensor[]): number =>
  tensors.reduce((sum, { data }) => sum + data.reduce((all, value) => all + value, 0), 0);

/** Logarithm of the likelihood of all innovations, and their channels. */
function likelihoodOf({ innovations }: Tick): { readonly sum: number; readonly channels: number } {
  const members = largest(
    1,
    innovations.map(({ logLikelihood }) => logLikelihood.population),
  );
  const counted = innovations.map(({ channels }) => total([channels]) * (members / channels.population));
  return {
    sum: total(innovations.map(({ logLikelihood }) => logLikelihood)),
    channels: counted.reduce((sum, count) => sum + count, 0),
  };
}

/** A filter as it is under a correction. */
export function patientOf(model: StateModel, rerun: Rerun, correction: Correction): Patient {
  const ticks = rerun(correction);
  const { channels } = likelihoodOf(ticks);
  return {
    model,
    correction,
    ticks,
    channels,
    likelihood: (other) => {
      const found = likelihoodOf(rerun(other));
      const mean = found.sum / found.channels;
      // a correction that leaves no number is no better than any
      return Number.isFinite(mean) ? mean * channels : -Infinity;
    },
  };
}
