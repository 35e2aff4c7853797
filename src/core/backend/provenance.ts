/** @file Finds where the first value that is not finite was born, and says so. */
import { NonFiniteError } from '../../errors.ts';
import type { PopulationTensor } from '../population-tensor.ts';
import type { Executable } from './executable.ts';
import { GraphValues, memberOf } from './graph-values.ts';
import { isKnownFinite } from './known-finite.ts';
import { type BadInput, searchIn } from './non-finite-search.ts';

/** Whether all numbers are finite: for those, and for those only, x - x is 0. */
export function isFinite(tensor: PopulationTensor): boolean {
  if (isKnownFinite(tensor)) return true;
  const { data } = tensor;
  // four sums side by side do not wait for one another
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = data.length - (data.length % 4);
  for (let i = 0; i < whole; i += 4) {
    a += data[i] - data[i];
    b += data[i + 1] - data[i + 1];
    c += data[i + 2] - data[i + 2];
    d += data[i + 3] - data[i + 3];
  }
  for (let i = whole; i < data.length; i++) a += data[i] - data[i];
  return a + b + c + d === 0;
}

/**
 * Throws a NonFiniteError that names the operation, joint, step, member and operands that made a result of a run not finite.
 * Evaluates again what the bad result depends on, in the numbers of the run, and of one member alone.
 */
export function explainNonFinite(
  executable: Executable,
  inputs: readonly PopulationTensor[],
  results: readonly PopulationTensor[],
): never {
  const { graph, format } = executable;
  const output = results.findIndex((result) => !isFinite(result));
  const { data, population } = results[output];
  const index = data.findIndex((value) => !Number.isFinite(value));
  const member = index % population;
  let recorded: ((tensor: PopulationTensor) => PopulationTensor) | undefined;
  const values = new GraphValues(graph, format, {
    inputOf: (i, each) => memberOf(inputs[i], each),
    wholeOf: (tensor) => (recorded ??= executable.record(inputs))(tensor),
  });
  const tensor = graph.outputs[output];
  const elements = Array.from({ length: data.length / population }, (_, element) => element).filter(
    (element) => !Number.isFinite(data[element * population + member]),
  );
  const entering = searchIn(values, { tensor, member, elements });
  if (entering) throw inputError(values, entering);
  const origin = { operation: `output ${output}`, pass: 'forward', member, operands: [], value: data[index] } as const;
  throw new NonFiniteError(
    { ...origin, ...(format.precision === 'float32' && { precision: format.precision }) },
    'compile without `relaxed`, whose bits cannot be computed again, to see the operation',
  );
}

function inputError(values: GraphValues, { input, member, elements }: BadInput): NonFiniteError {
  const tensor = values.graph.inputs[input];
  const { precision } = values.format;
  return new NonFiniteError(
    {
      operation: `input ${input}`,
      pass: 'forward',
      member: tensor.population === 1 ? 0 : member,
      operands: [],
      value: values.of(tensor, member)[elements[0]],
      ...(precision === 'float32' && { precision }),
    },
    'pass finite numbers',
  );
}
