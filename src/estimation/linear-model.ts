/** @file A linear model of a state from matrices: on it the extended Kalman filter is the Kalman filter. */
import { requireList, requireOptions, requireParts } from '../core/arguments.ts';
import { add } from '../core/ops/elementwise.ts';
import { matmul } from '../core/ops/linear-algebra.ts';
import { PopulationTensor, tensor, type TensorLike } from '../core/population-tensor.ts';
import type { Tree } from '../core/tree.ts';
import { ArgumentError, ShapeError } from '../errors.ts';
import { euclideanSpace, type Space } from './space.ts';
import type { ReadingModel, StateModel } from './state-model.ts';

/** A sensor that reads H x. */
export interface LinearSensor {
  readonly name: string;
  /** [channels, dimension]. */
  readonly H: TensorLike;
  /** Standard deviation of each channel's noise, [channels]. */
  readonly deviation: TensorLike;
  /** Default numbers that differ by subtraction. */
  readonly space?: Space;
}

/** x' = A x + B u + G w, with w of standard deviation 1 each. */
export interface LinearSystem {
  /** [n, n]. */
  readonly A: TensorLike;
  /** [n, m]; inputs have no effect where absent. */
  readonly B?: TensorLike;
  /** [n, sources]: the process noise has the covariance G G'. */
  readonly G: TensorLike;
  readonly sensors: readonly LinearSensor[];
  /** Default numbers that differ by subtraction. */
  readonly space?: Space;
}

function matrix(argument: string, given: TensorLike, rows: number | undefined, columns?: number): PopulationTensor {
  const value = tensor(given);
  const [height, width] = value.shape;
  if (value.shape.length !== 2 || (rows ?? height) !== height || (columns ?? width) !== width)
    throw new ShapeError(argument, [value.shape], 'does not fit', `give shape [${rows ?? 'n'}, ${columns ?? 'm'}]`);
  return value;
}

function readingModel({ name, H: given, deviation, space }: LinearSensor, n: number, argument: string): ReadingModel {
  const H = matrix(`${argument}.H`, given, undefined, n);
  const [channels] = H.shape;
  const noise = tensor(deviation);
  if (noise.shape.length !== 1 || noise.size !== channels)
    throw new ShapeError(`${argument}.deviation`, [noise.shape], 'does not fit', `give shape [${channels}]`);
  const read = (x: PopulationTensor): PopulationTensor => matmul(H, x);
  return {
    name,
    space: space ?? euclideanSpace(channels),
    read,
    linearize: (x) => ({ value: read(x), byState: H }),
    deviation: noise,
  };
}

/** The model of a linear system; with B, its input is a tensor [m]. Throws where shapes do not fit. */
export function linearModel(system: LinearSystem): StateModel {
  requireOptions('linearModel', system, ['A', 'B', 'G', 'sensors', 'space']);
  requireList('linearModel: sensors', system.sensors);
  const A = matrix('linearModel: A', system.A, undefined);
  const [n] = A.shape;
  matrix('linearModel: A', A, n, n);
  const G = matrix('linearModel: G', system.G, n);
  const B = system.B === undefined ? undefined : matrix('linearModel: B', system.B, n);
  const step = (x: PopulationTensor, input: Tree): PopulationTensor => {
    const moved = matmul(A, x);
    if (!B) return moved;
    if (!(input instanceof PopulationTensor))
      throw new ArgumentError('input of a linear model', 'no tensor', `a tensor of shape [${B.shape[1]}]`);
    return add(moved, matmul(B, input));
  };
  return {
    process: {
      space: system.space ?? euclideanSpace(n),
      step,
      linearize: (x, input) => ({ value: step(x, input), byState: A }),
      noise: () => G,
    },
    sensors: system.sensors.map((sensor, i) => {
      requireParts(`sensors[${i}]`, sensor, { name: 'a text' });
      return readingModel(sensor, n, `linearModel: sensors[${i}]`);
    }),
  };
}
