/** @file The particle filter: a belief as a crowd of states, moved by the model one by one, weighed by the readings, and drawn anew. */
import { requireFiniteNumber, requireInteger, requireOptions, requireWord } from '../../core/arguments.ts';
import { sub } from '../../core/ops/arithmetic.ts';
import { mul } from '../../core/ops/elementwise.ts';
import { exp, log } from '../../core/ops/exponential.ts';
import { matmul } from '../../core/ops/linear-algebra.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { normal } from '../../core/random.ts';
import { ArgumentError } from '../../errors.ts';
import { type Crowd, gaussianOf, moved, type ParticleMemory, weighed } from '../particles/crowd.ts';
import { axisEnsemble, membersEnsemble } from '../particles/ensemble.ts';
import { gradients, type ParticleGradient } from '../particles/generation.ts';
import { type Resampling, resamplings } from '../particles/resampling.ts';
import { effectiveSize, logShares } from '../particles/weights.ts';
import { requireStateModel, type StateModel } from '../state-model.ts';
import type { Filter } from './filter.ts';

/** How many particles there are, and how they live on. */
export interface ParticleOptions {
  /** Particles. Default 500. */
  readonly particles?: number;
  /** `axis`: along the first axis of each member, which is a filter of its own. `members`: the population is the crowd. Default `axis`. */
  readonly layout?: 'axis' | 'members';
  /** Default `systematic`. */
  readonly resampling?: Resampling;
  /** Drawn anew where the effective number of particles is below this part of all. Default 0.5. */
  readonly threshold?: number;
  /** Part of the weights in the probabilities of a draw. Default 1; less keeps a path for derivatives by the weights. */
  readonly soft?: number;
  /** Whether a crowd that stays poor is spread by a kernel when it is drawn anew. Default true. */
  readonly roughening?: boolean;
  /** Which derivative is meant where particles are drawn anew. Default `frozen-ancestors`. */
  readonly gradient?: ParticleGradient;
  /** Columns of the process noise. Default: the dimension of the state. */
  readonly sources?: number;
  /** Standard normal numbers from which the first particles are made: [particles, dimension], or [dimension] with members. Default: of the seed. */
  readonly start?: PopulationTensor;
  /** Of the first particles, where neither `start` nor the run gives numbers. Default 0. */
  readonly seed?: number;
}

/** Stream of the random numbers that the first particles are made of. */
const startStream = 1;

function requireParticleOptions(options: ParticleOptions): void {
  requireOptions('particleFilter', options, [
    'particles',
    'layout',
    'resampling',
    'threshold',
    'soft',
    'roughening',
    'gradient',
    'sources',
    'start',
    'seed',
  ]);
  const { particles = 1, layout = 'axis', resampling = 'systematic', threshold = 0.5, soft = 1 } = options;
  requireInteger('particles', particles, 1);
  requireWord('layout', layout, ['axis', 'members']);
  requireWord('resampling', resampling, resamplings);
  requireWord('gradient', options.gradient ?? gradients[0], gradients);
  requireFiniteNumber('threshold', threshold);
  requireFiniteNumber('soft', soft);
  if (!(soft > 0 && soft <= 1)) throw new ArgumentError('soft', String(soft), 'a number above 0 and up to 1');
}

/**
 * Bootstrap particle filter (Gordon, Salmond and Smith 1993). Readings weigh the particles; before time moves on they are drawn
 * anew where their effective number is low, and each is moved by the model with noise of its own. Draws of a tick: standard normal
 * numbers for the noise (and as many for the kernel), uniform ones for the ancestors. `frozen-ancestors`: derivatives of the
 * program for these draws. `stop-gradient-score`: their expectation over the draws is the derivative of the expected likelihood, for
 * parameters of the start, the motion, its noise and the readings alike, as noise is moved along (reparametrized) where step and
 * noise are differentiable in them.
 */
export function particleFilter(model: StateModel, options: ParticleOptions = {}): Filter<ParticleMemory> {
  requireStateModel(model);
  requireParticleOptions(options);
  const { space } = model.process;
  const { particles: count = 500, layout = 'axis', seed = 0 } = options;
  const ensemble = layout === 'axis' ? axisEnsemble(count) : membersEnsemble(count);
  const crowd: Crowd = {
    model,
    ensemble,
    resampling: options.resampling ?? 'systematic',
    threshold: options.threshold ?? 0.5,
    soft: options.soft ?? 1,
    roughening: options.roughening ?? true,
    gradient: options.gradient ?? 'frozen-ancestors',
    sources: options.sources ?? space.dimension,
  };
  const own =
    options.start ?? ensemble.given(normal({ seed, stream: startStream }, count * space.dimension), space.dimension);
  return {
    name: 'particle',
    model,
    draws: {
      normal: ensemble.drawn(crowd.sources + (crowd.roughening ? space.dimension : 0)),
      uniform: crowd.resampling === 'systematic' ? 1 : ensemble.drawn(1),
      ...(!options.start && { start: ensemble.drawn(space.dimension) }),
    },
    begin: ({ mean, factor }, first) => ({
      particles: ensemble.each(
        (draw: PopulationTensor) => space.move(mean, matmul(factor, draw)),
        first && !options.start ? ensemble.vectors(first, 0, space.dimension) : own,
      ),
      logWeights: sub(mul(0, ensemble.places), log(count)),
      center: mean,
      poorTicks: tensor(0),
    }),
    correct: (memory, sensor, reading, input) => weighed(crowd, memory, { sensor, reading, input }),
    predict: (memory, input, draws) => moved(crowd, memory, { input, draws }),
    belief: (memory) => gaussianOf(crowd, memory),
    effective: ({ logWeights }) => effectiveSize(ensemble, exp(logShares(ensemble, logWeights))),
    particles: count,
  };
}
