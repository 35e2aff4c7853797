/** @file Jacobians of vectors whose entries were joined: each entry is gone back from alone, past what leads to the others. */
import { forwardSweep } from '../core/derivative/forward.ts';
import { reverseSweep } from '../core/derivative/reverse.ts';
import { resolve, withOpenAliases } from '../core/graph.ts';
import { concat, reshape, stack } from '../core/ops/indexing.ts';
import { spread } from '../core/ops/structural.ts';
import { PopulationTensor, zeros } from '../core/population-tensor.ts';

/** The tensors that a vector was joined of, whatever constant was added to it since; else itself. */
function joinedParts(y: PopulationTensor): readonly PopulationTensor[] {
  const { application } = y;
  if (application?.primitive.form?.kind === 'join') return application.inputs;
  if (application?.primitive.name !== 'add') return [y];
  const moved = application.inputs.find((input) => !input.isConcrete);
  const isShift = application.inputs.filter((input) => !input.isConcrete).length === 1 && moved!.size === y.size;
  return isShift ? joinedParts(moved!) : [y];
}

const unitVectors = ({ size, shape }: PopulationTensor, members: number): PopulationTensor[] =>
  Array.from({ length: size }, (_, i) => {
    const data = new Float64Array(size);
    data[i] = 1;
    return spread(new PopulationTensor({ shape, population: 1 }, data), members);
  });

/** Rows [size, x] of one part: by reverse sweeps, or by tangents where those are fewer. */
function rowsOf(part: PopulationTensor, x: PopulationTensor): PopulationTensor {
  const flat = (tensor: PopulationTensor | null, size: number): PopulationTensor =>
    tensor ? reshape(tensor, [size]) : zeros([size], x.population);
  if (part.size <= x.size) {
    const bars = unitVectors(part, part.population);
    return stack(bars.map((bar) => flat(reverseSweep([part], [bar], [x])[0], x.size)));
  }
  const directions = unitVectors(x, x.population);
  return stack(
    directions.map((direction) => flat(forwardSweep([part], [x], [direction])[0], part.size)),
    1,
  );
}

/**
 * The Jacobian [size, x] of a vector by x, which has a value for each member that the vector has. The same numbers as by `jacobian`, in
 * fewer operations where entries have little in common.
 */
export function rowJacobian(f: (x: PopulationTensor) => PopulationTensor, x: PopulationTensor): PopulationTensor {
  const { at, result } = withOpenAliases(x, f);
  return resolve([concat(joinedParts(result).map((part) => rowsOf(part, at)))])[0];
}
