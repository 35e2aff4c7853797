/** @file What filters of a Gaussian belief have in common: presence, innovation, gate and correction. How deviations go through a function is each one's own. */
import { abs } from '../../core/ops/arithmetic.ts';
import { less } from '../../core/ops/comparison.ts';
import { add, choose, equal, mul, where } from '../../core/ops/elementwise.ts';
import { log } from '../../core/ops/exponential.ts';
import { diagonalOf } from '../../core/diagonal.ts';
import { reshape } from '../../core/ops/indexing.ts';
import { dot, matmul } from '../../core/ops/linear-algebra.ts';
import { sum } from '../../core/ops/reduction.ts';
import { stopGradient } from '../../core/ops/stop-gradient.ts';
import { triangularFactor } from '../../core/ops/triangular-factor.ts';
import { lowerPart, solveTriangular } from '../../core/ops/triangular-solve.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import { requireTensor } from '../../core/require-tensor.ts';
import { log as logOf } from '../../core/scalar/logarithm.ts';
import type { Tree } from '../../core/tree.ts';
import { ShapeError } from '../../errors.ts';
import type { Gaussian } from '../gaussian.ts';
import type { Space } from '../space.ts';
import { type Reading, type ReadingModel, requireStateModel, type StateModel } from '../state-model.ts';
import type { Corrected, Filter } from './filter.ts';
import { type Gate, gateOf, noRefusals, type Refusals } from './gate.ts';
import { type JointDeviations, squareRootCorrection } from './square-root-correction.ts';

/** What a filter of a Gaussian belief remembers. */
export type GaussianMemory = Gaussian & { readonly refusals: Refusals };

/** What such filters can be told. */
export interface GaussianFilterSettings {
  /** Probability with which a consistent reading is let in, e.g. 0.999; none is refused where absent. */
  readonly gate?: number;
  /** Refusals of one sensor in a row after which the belief is doubted: its deviations are doubled. 0 for never. Default 5. */
  readonly patience?: number;
}

/** What is expected of a reading [size], and how it deviates together with the state. */
export interface Expectation extends JointDeviations {
  readonly mean: PopulationTensor;
}

/** How a belief goes through the functions of a model. */
export interface Transform {
  readonly expect: (belief: Gaussian, sensor: ReadingModel, input: Tree) => Expectation;
  readonly predict: (belief: Gaussian, input: Tree) => Gaussian;
}

const logTwoPi = logOf.value(2 * Math.PI, 0, 0);

/** What a reading told: presence [dimension] of the channels, and numbers [size] that are the expected ones where it told none. */
export function toldOf({ value, present }: Reading, expected: PopulationTensor, { size, dimension }: Space) {
  const isNumber = less(abs(value), Infinity);
  const whole = size === dimension ? isNumber : equal(sum(isNumber), size);
  return { present: stopGradient(mul(present, whole)), value: where(isNumber, value, expected) };
}

/** The same of a sensor that may have come to an end of its range. */
export const heardOf = ({ censor, space }: ReadingModel, reading: Reading, expected: PopulationTensor) =>
  toldOf(censor ? censor(expected, reading) : reading, expected, space);

/** Logarithm of a normal density, of its normalized square [], channels [] and the covariance's factor. */
export const logDensity = (
  factor: PopulationTensor,
  square: PopulationTensor,
  channels: PopulationTensor,
): PopulationTensor => mul(-0.5, add(add(square, mul(logTwoPi, channels)), mul(2, sum(log(diagonalOf(factor))))));

/** The belief with what is above its factor's diagonal known to be 0. */
const beliefOf = ({ mean, factor }: Gaussian): Gaussian => ({ mean, factor: lowerPart(factor) });

function correct(
  {
    space,
    sensor,
    index,
    gate,
    transform,
  }: {
    readonly space: Space;
    readonly sensor: ReadingModel;
    readonly index: number;
    readonly gate: Gate;
    readonly transform: Transform;
  },
  memory: GaussianMemory,
  reading: Reading,
  input: Tree,
): Corrected<GaussianMemory> {
  const belief = beliefOf(memory);
  const { mean, ...deviations } = transform.expect(belief, sensor, input);
  const { present, value } = heardOf(sensor, reading, mean);
  const residual = mul(present, sensor.space.difference(mean, value));
  const { expected, state, gain } = squareRootCorrection(
    {
      ...deviations,
      reading: mul(deviations.reading, reshape(present, [present.size, 1])),
      ...(deviations.less && { less: mul(deviations.less, present) }),
    },
    choose(present, sensor.deviation, 1),
  );
  const normalized = solveTriangular(expected, residual);
  const [square, channels] = [dot(normalized, normalized), sum(present)];
  const { accepted, doubt, refusals } = gate(memory.refusals, index, { square, channels });
  return {
    memory: {
      mean: choose(accepted, space.move(memory.mean, matmul(gain, normalized)), memory.mean),
      factor: choose(accepted, state, mul(doubt, belief.factor)),
      refusals,
    },
    innovation: {
      residual,
      factor: expected,
      square,
      channels,
      logLikelihood: logDensity(expected, square, channels),
      accepted,
    },
  };
}

/** Refuses a start that does not fit the space. */
export function requireStart({ mean, factor }: Gaussian, { size, dimension }: Space): void {
  requireTensor('start.mean', mean);
  requireTensor('start.factor', factor);
  if (mean.shape.length !== 1 || mean.size !== size)
    throw new ShapeError('start.mean', [mean.shape], 'no point of the space', `give shape [${size}]`);
  if (factor.shape.length !== 2 || factor.shape[0] !== dimension)
    throw new ShapeError('start.factor', [factor.shape], 'no factor of a covariance', `give shape [${dimension}, m]`);
}

/**
 * A filter whose belief is Gaussian, by how deviations go through functions. A channel that is not present, or whose reading is no
 * finite number, has no part in anything: all else has the same bits as if the sensor lacked the channel. Throws where the model
 * is none.
 */
export function gaussianFilter(
  name: string,
  model: StateModel,
  settings: GaussianFilterSettings,
  transform: Transform,
): Filter<GaussianMemory> {
  requireStateModel(model);
  const { process, sensors } = model;
  const { space } = process;
  const gate = gateOf(
    settings,
    sensors.map((sensor) => sensor.space.dimension),
  );
  return {
    name,
    model,
    begin: (start) => {
      requireStart(start, space);
      // any square root of the covariance will do
      return { mean: start.mean, factor: triangularFactor(start.factor), refusals: noRefusals(sensors.length) };
    },
    correct: (memory, sensor, reading, input) =>
      correct({ space, sensor: sensors[sensor], index: sensor, gate, transform }, memory, reading, input),
    predict: (memory, input) => ({ ...transform.predict(beliefOf(memory), input), refusals: memory.refusals }),
    belief: ({ mean, factor }) => ({ mean, factor }),
  };
}
