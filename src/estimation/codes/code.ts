/** @file A population code: units whose rates are tuned to a stimulus. They are members of a population, or stand along an axis of one. */
import { requireParts, requireWord } from '../../core/arguments.ts';
import { div, square, sub } from '../../core/ops/arithmetic.ts';
import { add, mul, neg } from '../../core/ops/elementwise.ts';
import { exp, log, softplus } from '../../core/ops/exponential.ts';
import { reshape } from '../../core/ops/indexing.ts';
import { sum } from '../../core/ops/reduction.ts';
import { populationSum } from '../../core/ops/structural.ts';
import { cos } from '../../core/ops/trigonometric.ts';
import { type PopulationTensor, tensor, type TensorLike } from '../../core/population-tensor.ts';
import { requireTensor } from '../../core/require-tensor.ts';
import { ArgumentError, ShapeError } from '../../errors.ts';

/** Units of a code. Numbers may be shared by all of them, or be one a unit: like `preferred`. */
export interface CodeSettings {
  /** Where a unit responds most (a sigmoid: half as much): [N], of vectors [N, d]. Where units are members: [], or [d]. */
  readonly preferred: TensorLike;
  /** Spikes in a window at most, besides those of the baseline. Default 1. */
  readonly gain?: TensorLike;
  /** Spikes in a window whatever the stimulus, positive; none where absent. */
  readonly baseline?: TensorLike;
  /** Whether numbers of a unit stand along the last axis of each member (members are trials), or units are members. Default `axis`. */
  readonly units?: 'axis' | 'members';
  /** Default `poisson`. */
  readonly noise?: 'poisson' | 'gaussian';
  /** Variance over mean of Gaussian noise. Default 1, which Poisson noise always has. */
  readonly fano?: TensorLike;
}

/** Units that are tuned to a stimulus. */
export interface Code {
  readonly tuning: 'gaussian' | 'von mises' | 'sigmoid';
  readonly units: 'axis' | 'members';
  readonly noise: 'poisson' | 'gaussian';
  /** Numbers of a stimulus that is a vector; 0 where it is one number, without an axis. */
  readonly dimension: number;
  readonly preferred: PopulationTensor;
  readonly gain: PopulationTensor;
  readonly baseline: PopulationTensor | null;
  readonly fano: PopulationTensor;
  /** Curvature of the log tuning where it is greatest: 1/width^2, or a concentration; of a sigmoid the inverse width. */
  readonly sharpness: PopulationTensor;
  /** Logarithm of gain-free, baseline-free tuning, for stimuli that have room for the units. */
  readonly logShape: (stimulus: PopulationTensor) => PopulationTensor;
}

/** What codes of any tuning have in common, checked; `log` is of a stimulus and preferred values. */
function makeCode(
  { preferred, gain = 1, baseline, units = 'axis', noise = 'poisson', fano = 1 }: CodeSettings,
  own: Pick<Code, 'tuning' | 'sharpness'> & {
    readonly log: (s: PopulationTensor, c: PopulationTensor) => PopulationTensor;
  },
): Code {
  requireWord('units', units, ['axis', 'members']);
  requireWord('noise', noise, ['poisson', 'gaussian']);
  const centres = tensor(preferred);
  const beyond = centres.shape.length - (units === 'axis' ? 1 : 0);
  if (beyond < 0 || beyond > 1)
    throw new ShapeError(
      'a code: preferred',
      [centres.shape],
      'not a number or a vector a unit',
      units === 'axis' ? 'give [N] or [N, d]' : 'give [] or [d], with a member each unit',
    );
  if (noise === 'poisson' && fano !== 1)
    throw new ArgumentError(
      'fano',
      'another than 1 for Poisson noise',
      '1, its variance over its mean',
      'use noise: "gaussian"',
    );
  return {
    tuning: own.tuning,
    sharpness: own.sharpness,
    units,
    noise,
    dimension: beyond === 0 ? 0 : centres.shape[centres.shape.length - 1],
    preferred: centres,
    gain: tensor(gain),
    baseline: baseline === undefined ? null : tensor(baseline),
    fano: tensor(fano),
    logShape: (stimulus) => own.log(stimulus, centres),
  };
}

/** Refuses what is no code. */
export const requireCode = (argument: string, code: Code): void =>
  requireParts(
    argument,
    code,
    { preferred: 'an object', gain: 'an object', fano: 'an object', units: 'a text', logShape: 'a function' },
    'use e.g. vonMisesCode({ preferred: ringOfUnits(16), concentration: 2 })',
  );

const requireSettings = (settings: object): void =>
  requireParts('settings of a code', settings, {}, 'use e.g. { preferred: ringOfUnits(16) }');

/** Bell curves over numbers or vectors: gain exp(-|(s - preferred) / width|^2 / 2) + baseline. */
export function gaussianCode(settings: CodeSettings & { readonly width: TensorLike }): Code {
  requireSettings(settings);
  const width = tensor(settings.width);
  const isVector = tensor(settings.preferred).shape.length > (settings.units === 'members' ? 0 : 1);
  const log = (s: PopulationTensor, c: PopulationTensor): PopulationTensor => {
    const squares = square(div(sub(s, c), width));
    return mul(-0.5, isVector ? sum(squares, -1) : squares);
  };
  return makeCode(settings, { tuning: 'gaussian', sharpness: div(1, square(width)), log });
}

/** Bell curves on a circle: gain exp(concentration (cos(s - preferred) - 1)) + baseline. */
export function vonMisesCode(settings: CodeSettings & { readonly concentration: TensorLike }): Code {
  requireSettings(settings);
  const concentration = tensor(settings.concentration);
  const log = (s: PopulationTensor, c: PopulationTensor): PopulationTensor =>
    mul(concentration, sub(cos(sub(s, c)), 1));
  return requireNumbers(makeCode(settings, { tuning: 'von mises', sharpness: concentration, log }));
}

/** Curves that rise, or with a negative width fall: gain / (1 + exp(-(s - preferred) / width)) + baseline. */
export function sigmoidCode(settings: CodeSettings & { readonly width: TensorLike }): Code {
  requireSettings(settings);
  const width = tensor(settings.width);
  const log = (s: PopulationTensor, c: PopulationTensor): PopulationTensor => neg(softplus(neg(div(sub(s, c), width))));
  return requireNumbers(makeCode(settings, { tuning: 'sigmoid', sharpness: div(1, width), log }));
}

function requireNumbers(code: Code): Code {
  if (code.dimension > 0)
    throw new ShapeError(
      `a ${code.tuning} code: preferred`,
      [code.preferred.shape],
      'a vector a unit',
      'give a number each unit',
    );
  return code;
}

/** Room for the units behind stimuli of shape [...] or [..., d]: an axis of 1, or nothing where they are members. */
function withRoom({ units, dimension }: Code, stimuli: TensorLike): PopulationTensor {
  const s = tensor(stimuli);
  if (units === 'members') return s;
  const places = dimension > 0 ? s.shape.slice(0, -1) : s.shape;
  return reshape(s, [...places, 1, ...(dimension > 0 ? [dimension] : [])]);
}

/** Spikes expected of each unit, [..., N], for stimuli [...], or vectors [..., d]; [...] with N members where units are members. */
export function ratesOf(code: Code, stimuli: TensorLike): PopulationTensor {
  requireCode('code', code);
  const driven = mul(code.gain, exp(code.logShape(withRoom(code, stimuli))));
  return code.baseline ? add(driven, code.baseline) : driven;
}

/** Their logarithms: where a rate is as small as 0 in numbers, its logarithm is not. */
export function logRatesOf(code: Code, stimuli: TensorLike): PopulationTensor {
  requireCode('code', code);
  if (code.baseline) return log(ratesOf(code, stimuli));
  return add(log(code.gain), code.logShape(withRoom(code, stimuli)));
}

/** Sum over the units, of [..., N] to [...], or over members. */
export function overUnits(code: Code, x: PopulationTensor): PopulationTensor {
  requireCode('code', code);
  requireTensor('x', x);
  return code.units === 'members' ? populationSum(x) : sum(x, -1);
}
