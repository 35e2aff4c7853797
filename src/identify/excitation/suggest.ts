/** @file How to move a robot so that its recording tells the most: a Fourier series that is D-optimal within the robot's limits. */
import {
  requireFiniteNumber,
  requireFunction,
  requireInteger,
  requireNumbers,
  requireOptions,
  requireSignal,
} from '../../core/arguments.ts';
import { largest } from '../../core/largest.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import { PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { normal } from '../../core/random.ts';
import { exp } from '../../core/scalar/exponential.ts';
import { ArgumentError, limits } from '../../errors.ts';
import { lbfgs } from '../../optimize/lbfgs.ts';
import { minimize } from '../../optimize/minimize.ts';
import { independentJoints } from '../../robot/independent-joints.ts';
import type { RobotModel } from '../../robot/model.ts';
import { formatNumber } from '../../text/quantities.ts';
import type { OutputModel } from '../sensitivities.ts';
import { type IdentificationSettings, outputModelOf } from '../settings.ts';
import { motionBasis } from './fourier.ts';
import { excessOf, forcesAlong, informationOf, lackOfInformation, motionOf, partsOfLimits } from './information.ts';

/** What is wanted of a motion. */
export interface ExcitationOptions {
  /** Where it begins and ends at rest, rad or m. */
  readonly q0: readonly number[];
  /** s; default 5. */
  readonly duration?: number;
  /** Frequencies of 1 to so many turns in the duration; default 5. */
  readonly harmonics?: number;
  /** Of the motion that the search begins with; default 1. */
  readonly seed?: number;
  /** Most iterations; default 60. */
  readonly iterations?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (iteration: number, iterations: number) => void;
}

/** A motion that tells much. Rows of [nv] numbers, a row a step of dt. Plain data. */
export interface Excitation {
  readonly time: Float64Array;
  readonly q: Float64Array;
  readonly v: Float64Array;
  /** Forces of the robot as it is taken for. */
  readonly tau: Float64Array;
  /** Geometric mean over the unknowns by how many times their variances are smaller than by a random motion within the same limits. */
  readonly gain: number;
  /** Largest part of a limit that the motion takes, at any step. */
  readonly most: number;
  readonly words: string;
}

/** Times at which information is summed, and the part of each limit that is kept clear. */
const samples = 60;
const margin = 0.05;
/** Weight of what is beyond the limits beside the logarithm of the information. */
const weightOfExcess = 1e4;
/** Of the mean of the information's diagonal: what holds numbers that no motion shows. */
const relativeDelta = 1e-8;

const usual = { duration: 5, harmonics: 5, seed: 1, iterations: 60 } as const;

function requireExcitation(settings: IdentificationSettings, options: ExcitationOptions): OutputModel {
  requireOptions('suggestExcitation', options, [
    'q0',
    'duration',
    'harmonics',
    'seed',
    'iterations',
    'signal',
    'onProgress',
  ]);
  const output = outputModelOf(settings);
  const { model } = settings;
  requireNumbers('q0', options.q0);
  if (options.q0.length !== model.nq)
    throw new ArgumentError('q0', `${options.q0.length} numbers`, `${model.nq}, one a joint`);
  const { duration = usual.duration, seed = usual.seed, iterations = usual.iterations, signal, onProgress } = options;
  requireFiniteNumber('duration', duration, ' of seconds');
  if (duration / settings.dt > limits.horizonSteps)
    throw new ArgumentError('duration', `${duration} s`, `at most ${limits.horizonSteps} steps of ${settings.dt} s`);
  requireInteger('seed', seed, 0);
  requireInteger('iterations', iterations, 0);
  if (signal !== undefined) requireSignal(signal);
  if (onProgress !== undefined) requireFunction('onProgress', onProgress);
  const passive = independentJoints(model).find((joint) => joint.limits.effort === 0);
  if (passive)
    throw new ArgumentError(
      'model',
      `joint "${passive.name}", which nothing drives`,
      'a robot whose joints all have drives',
      'move it by hand, and record that',
    );
  if (output.unknowns.every(({ start }) => start.length === 0))
    throw new ArgumentError('unknown', 'starts alone', 'numbers of the robot that a motion can tell');
  return output;
}

/** Evenly spread times. */
const timesOf = (count: number, duration: number): number[] =>
  Array.from({ length: count }, (_, i) => ((i + 0.5) / count) * duration);

/**
 * A motion from q0 back to it, at rest at both ends, by which the forces tell the most of what is unknown: -log det of their information is made small by its exact
 * gradient, within the limits of configuration, velocity and force (Swevers et al. 1997; Park 2006). Throws an ArgumentError where arguments do not fit, and where
 * the robot cannot even stand at q0.
 */
export async function suggestExcitation(
  settings: IdentificationSettings,
  options: ExcitationOptions,
): Promise<Excitation> {
  const output = requireExcitation(settings, options);
  const { model, dt } = settings;
  const {
    q0,
    duration = usual.duration,
    harmonics = usual.harmonics,
    seed = usual.seed,
    iterations = usual.iterations,
    signal,
    onProgress,
  } = options;
  const x = tensor(Float64Array.from(output.unknowns.flatMap(({ start }) => Array.from(start))));
  const place = tensor([...q0]);
  const basis = motionBasis(duration, harmonics, timesOf(samples, duration));
  const steps = Math.max(1, Math.round(duration / dt));
  const fine = motionBasis(
    duration,
    harmonics,
    Array.from({ length: steps + 1 }, (_, k) => Math.min(k * dt, duration)),
  );
  const inside = (coefficients: PopulationTensor) => scaledInside(output, x, { coefficients, basis: fine, place });
  const first = inside(randomCoefficients(model, harmonics, seed)).coefficients;
  const information = (coefficients: PopulationTensor): PopulationTensor =>
    informationOf(output, x, motionOf(coefficients, basis, place));
  const M = information(first);
  const size = M.shape[0];
  const trace = Array.from({ length: size }, (_, i) => M.data[i * size + i]).reduce((a, b) => a + b, 0);
  const delta = relativeDelta * Math.max(trace / size, 1e-300);
  const loss = (coefficients: PopulationTensor): PopulationTensor => {
    const motion = motionOf(coefficients, basis, place);
    const excess = excessOf(model, motion, forcesAlong(output, x, motion), margin);
    return add(lackOfInformation(informationOf(output, x, motion), delta), mul(weightOfExcess, excess));
  };
  const found = await minimize(loss, first, lbfgs(), {
    iterations,
    ...(signal && { signal }),
    ...(onProgress && { onIteration: ({ iteration }) => onProgress(iteration + 1, iterations) }),
  });
  const { coefficients, most, tau } = inside(found.x);
  const lack = (of: PopulationTensor): number => lackOfInformation(information(of), delta).item();
  const gain = exp.value((lack(first) - lack(coefficients)) / size, 0, 0);
  const { q, v } = motionOf(coefficients, fine, place);
  return {
    time: Float64Array.from({ length: steps + 1 }, (_, k) => k * dt),
    q: rowsOf(q),
    v: rowsOf(v),
    tau: rowsOf(tau),
    gain,
    most,
    words: `variances of the unknowns are ${formatNumber(gain)} times smaller, in the mean, than by a random motion within the same limits; at most ${formatNumber(100 * most)} % of a limit is used`,
  };
}

/** Members as rows. */
const rowsOf = ({ data, size, population }: PopulationTensor): Float64Array =>
  Float64Array.from({ length: size * population }, (_, i) => data[(i % size) * population + Math.floor(i / size)]);

/** rad or m: amplitudes that a search begins with, where joints have no limits. */
const usualAmplitude = 0.5;

function randomCoefficients(model: RobotModel, harmonics: number, seed: number): PopulationTensor {
  const draws = normal({ seed }, model.nv * 2 * harmonics);
  const joints = independentJoints(model);
  const data = draws.map((draw, i) => {
    const { lower, upper } = joints[Math.floor(i / (2 * harmonics))].limits;
    return 0.5 * draw * Math.min(usualAmplitude, (upper - lower) / 4);
  });
  return new PopulationTensor({ shape: [model.nv, 2 * harmonics], population: 1 }, data);
}

/** Factor by which a motion that is beyond a limit is made smaller, and how often at most. */
const smaller = 0.95;
const mostTries = 120;

/** The motion, made smaller until it is within all limits at every step. */
function scaledInside(
  output: OutputModel,
  x: PopulationTensor,
  {
    coefficients,
    basis,
    place,
  }: {
    readonly coefficients: PopulationTensor;
    readonly basis: ReturnType<typeof motionBasis>;
    readonly place: PopulationTensor;
  },
) {
  for (let tries = 0, factor = 1; tries < mostTries; tries++, factor *= smaller) {
    const scaled = mul(factor, coefficients);
    const motion = motionOf(scaled, basis, place);
    const tau = forcesAlong(output, x, motion);
    const most = partsOfLimits(output.model, motion, tau, 0).reduce((so, { data }) => largest(so, data), 0);
    if (most <= 1) return { coefficients: scaled, most, tau };
  }
  throw new ArgumentError(
    'q0',
    'a place where the robot is beyond its limits, or can hardly be held',
    'one well within the limits of its joints and drives',
  );
}
