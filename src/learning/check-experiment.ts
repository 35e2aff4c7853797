/** @file Checks the gradient of a whole experiment in the background, part by part, and says where it is wrong. */
import {
  requireCallback,
  requireInstance,
  requireInteger,
  requireOptions,
  requireParts,
  requireSignal,
} from '../core/arguments.ts';
import { ParameterLayout } from '../core/parameters.ts';
import { largestWord } from '../core/random.ts';
import { requireProblem } from '../rollout/problem.ts';
import { type Checkable, type CheckPart, partsOf } from './check-parts.ts';
import { mostDigits } from './digits.ts';
import { Pace } from './pace.ts';

/** What a check found. */
export interface GradientTrust {
  readonly parts: readonly CheckPart[];
  /** Whether all parts are. */
  readonly ok: boolean;
  /** Digits to which the worst comparison agrees; 0 where nothing could be compared. */
  readonly digits: number;
}

/** How an experiment is checked. */
export interface CheckOptions {
  /** Flat; default the experiment's own start. */
  readonly parameters?: Float64Array;
  /** Of the random directions and of the step whose costates are compared. Default 1. */
  readonly seed?: number;
  /** Called after each part. */
  readonly onPart?: (part: CheckPart) => void;
  readonly signal?: AbortSignal;
}

/**
 * Checks the gradient of an experiment: all parameters have a path to the loss; its slopes along random directions are those of
 * extrapolated differences and of forward mode; so are the costates of a random step; and the horizon leaves digits to compare.
 * Tolerances follow from how well differences can be taken there. Where a part fails, the entries and the operations are looked for
 * that are wrong. The event loop turns every few milliseconds, except while one of two programs is traced or compiled.
 * Throws an ArgumentError where the arguments do not fit, and the signal's reason where it is aborted.
 */
export async function checkExperiment(experiment: Checkable, options: CheckOptions = {}): Promise<GradientTrust> {
  requireParts(
    'experiment',
    experiment,
    {
      layout: 'an object',
      problem: 'an object',
      inspect: 'a function',
      describe: 'a function',
      disconnected: 'a list',
    },
    'give what assemble(…) returns',
  );
  requireProblem(experiment.problem);
  requireInstance('experiment.layout', experiment.layout, ParameterLayout);
  requireOptions('checkExperiment', options, ['parameters', 'seed', 'onPart', 'signal']);
  const { parameters = experiment.initialParameters, seed = 1, onPart, signal } = options;
  requireInstance('parameters', parameters, Float64Array);
  requireInteger('seed', seed, 0, largestWord);
  if (onPart !== undefined) requireCallback('onPart', onPart);
  if (signal !== undefined) requireSignal(signal);
  const parts: CheckPart[] = [];
  for await (const part of partsOf(experiment, parameters.slice(), seed, new Pace(signal))) {
    parts.push(part);
    onPart?.(part);
  }
  const compared = parts.flatMap(({ digits }) => (digits === null ? [] : [digits]));
  return {
    parts,
    ok: parts.every(({ ok }) => ok),
    digits: compared.reduce((least, digits) => Math.min(least, digits), compared.length > 0 ? mostDigits : 0),
  };
}
